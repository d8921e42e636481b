import type { Diagnostic } from "../common/diagnostic.js";
import { LinkMemory } from "../packs/link-memory.js";
import type { LinkedPacks } from "../packs/linked.js";
import type { RuleFiles } from "../packs/read-packs.js";
import { linkFiles } from "../workspace/link-files.js";
import { systemDay } from "../workspace/system-day.js";
import type { RuleTexts } from "./rule-texts.js";

/** What `fettle check` finds in the texts as they are now. */
export interface Checked {
  readonly files: RuleFiles;
  /** The project's own files, and those that are open. */
  readonly own: RuleFiles;
  readonly diagnostics: readonly Diagnostic[];
  /** Null where an error keeps the rules from running. */
  readonly linked: LinkedPacks | null;
}

/** Checks the texts again and again: files that did not change are not read anew. */
export class Checker {
  readonly #texts: RuleTexts;
  #memory = new LinkMemory();

  constructor(texts: RuleTexts) {
    this.#texts = texts;
  }

  async check(): Promise<Checked> {
    const { files, own, diagnostics: unread } = await this.#texts.read();
    const { linked, diagnostics } = await this.#link(files, this.#texts.project.target, this.#memory);
    return { files, own, linked, diagnostics: [...unread, ...diagnostics] };
  }

  /** The same rules for another target; without memory, which is of one target. */
  async link(files: RuleFiles, target: string): ReturnType<typeof linkFiles> {
    return this.#link(files, target, undefined);
  }

  #link(files: RuleFiles, target: string | undefined, memory: LinkMemory | undefined): ReturnType<typeof linkFiles> {
    const set = this.#texts.project.set ?? "vllm";
    const isChecked = memory !== undefined;
    return linkFiles({ files, target, anyRelease: !isChecked, thorough: isChecked, today: systemDay() }, set, memory);
  }
}
