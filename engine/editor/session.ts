import { fileURLToPath, pathToFileURL } from "node:url";
import type { Diagnostic as LspDiagnostic } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Diagnostic } from "../common/diagnostic.js";
import type { EngineAdapter } from "../common/engine-adapter.js";
import { engines } from "../packs/engines.js";
import { servingEngineOf } from "../resolve/serving-engines.js";
import type { ServingEngine, ServingRelease } from "../serving/serving-engine.js";
import type { RuleChoice } from "../workspace/choose-rules.js";
import { Background } from "./background.js";
import { CaseRunner } from "./case-runs.js";
import { Checker, type Checked } from "./checker.js";
import { toEditor } from "./findings.js";
import { Names } from "./names.js";
import { ProofRunner } from "./pack-proofs.js";
import { RuleTexts } from "./rule-texts.js";
import type { Syntax } from "./syntax.js";

/** Receives the results of a session. */
export interface Listener {
  publish(uri: string, findings: LspDiagnostic[]): void;
  /** The rules were checked again. */
  checked(): void;
  /** A message that concerns no file. */
  tell(message: string): void;
  /** A bug, which does not end the session. */
  fault(error: unknown): void;
}

/** What describes fields and builds documents. */
export interface Serving {
  readonly engine: ServingEngine;
  readonly release: ServingRelease;
}

/** The rules of one folder that is open in an editor, checked again after each change. */
export class Session {
  readonly texts: RuleTexts;
  readonly names = new Names();
  readonly proofs: ProofRunner;
  readonly #background = new Background();
  readonly #checker: Checker;
  readonly #listener: Listener;
  readonly #published = new Map<string, string>();
  /** The engine of the set when its rules last had no errors. */
  adapter: EngineAdapter = engines.vllm;
  #isChanged = true;
  #current: Promise<{ readonly checked: Checked; readonly runs: CaseRunner }> | null = null;
  #timer: NodeJS.Timeout | null = null;
  #told = "";

  constructor(folder: string, listener: Listener, choice: RuleChoice = {}) {
    this.texts = new RuleTexts(folder, choice);
    this.#checker = new Checker(this.texts);
    this.#listener = listener;
    this.proofs = new ProofRunner(this.#background, () => listener.checked());
  }

  /** Ends the work in the background. */
  close(): void {
    this.#background.close();
  }

  /** The set that is checked. */
  get set(): string {
    return this.texts.project.set ?? "vllm";
  }

  /** A file's name as in `fettle check`; null for a URI that is not a file. */
  nameOf(uri: string): string | null {
    try {
      return this.texts.nameOf(fileURLToPath(uri));
    } catch {
      return null;
    }
  }

  uriOf = (name: string): string => pathToFileURL(this.texts.placeOf(name)).href;

  /**
   * Schedules a check after an edit, an opened or closed file, or a change on disk; simultaneous changes are checked
   * once.
   */
  changed(): void {
    this.#isChanged = true;
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.checked().catch((error: unknown) => this.#listener.fault(error));
    }, 0);
  }

  /** The current rules with their findings. */
  async checked(): Promise<{ readonly checked: Checked; readonly runs: CaseRunner }> {
    if (!this.#isChanged && this.#current !== null) return this.#current;
    this.#isChanged = false;
    const before = this.#current;
    const work = (async () => {
      await before?.catch(() => {});
      const checked = await this.#checker.check();
      this.adapter = checked.linked?.engine ?? this.adapter;
      this.#publish(checked);
      return { checked, runs: new CaseRunner(checked, this.#checker) };
    })();
    this.#current = work;
    work.catch(() => {
      if (this.#current === work) this.#isChanged = true;
    });
    return work;
  }

  /** Parses a file's current text tolerantly; null if there is none. */
  async syntaxOf(uri: string): Promise<Syntax | null> {
    const name = this.nameOf(uri);
    if (name === null) return null;
    this.names.update((await this.texts.read()).files);
    return this.names.syntaxOf(name);
  }

  /** The engine of the set, and the release whose fields and flags are described. */
  async serving(): Promise<Serving> {
    const { target } = this.texts.project;
    const engine = await servingEngineOf(this.adapter);
    return { engine, release: engine.release(target?.split("@").at(-1)) };
  }

  /** Publishes the findings of own and open files; clears those of files that are removed or have none now. */
  #publish({ files, own, diagnostics }: Checked): void {
    const byFile = new Map<string, Diagnostic[]>(Object.keys(own).map((name) => [name, []]));
    for (const found of diagnostics) {
      if (found.file === null) continue;
      const isShipped = Object.hasOwn(files, found.file) && !Object.hasOwn(own, found.file);
      if (!isShipped) byFile.set(found.file, [...(byFile.get(found.file) ?? []), found]);
    }
    for (const name of this.#published.keys()) if (!byFile.has(name)) byFile.set(name, []);
    for (const [name, found] of byFile) {
      if (found.length === 0 && !this.#published.has(name)) continue;
      const text = files[name];
      const document = TextDocument.create("", "json", 1, typeof text === "string" ? text : "");
      const shown = found.map((entry) => toEditor(entry, document));
      const key = JSON.stringify(shown);
      if (this.#published.get(name) === key) continue;
      if (shown.length === 0) this.#published.delete(name);
      else this.#published.set(name, key);
      this.#listener.publish(this.uriOf(name), shown);
    }
    const unplaced = diagnostics.filter(({ file }) => file === null).map(({ message, hint }) => `${message}: ${hint}`);
    if (unplaced.length > 0 && unplaced.join("\n") !== this.#told) this.#listener.tell(unplaced.join("\n"));
    this.#told = unplaced.join("\n");
    this.#listener.checked();
  }
}
