import type { Diagnostic } from "../common/diagnostic.js";
import { LinkMemory } from "../packs/link-memory.js";
import type { LinkedPacks } from "../packs/linked.js";
import type { RuleFiles } from "../packs/read-packs.js";
import { linkFiles } from "../workspace/link-files.js";
import { systemDay } from "../workspace/system-day.js";
import type { RuleTexts } from "./rule-texts.js";

/** The findings of `fettle check` for the current texts. */
export interface Checked {
  readonly files: RuleFiles;
  /** The project's own files, and open ones. */
  readonly own: RuleFiles;
  readonly diagnostics: readonly Diagnostic[];
  /** Null if an error prevents the rules from running. */
  readonly linked: LinkedPacks | null;
}

/** Checks texts incrementally: unchanged files are not read again. */
export class Checker {
  readonly #texts: RuleTexts;
  #memory = new LinkMemory();

  constructor(texts: RuleTexts) {
    this.#texts = texts;
  }

  async check(): Promise<Checked> {
    const { files, own, diagnostics: unread } = await this.#texts.read();
    const { set, target } = this.#texts.project;
    const { engines } = this.#texts;
    const options = { files, target, engines, thorough: true, today: systemDay() };
    const { linked, diagnostics } = await linkFiles(options, set ?? "vllm", { memory: this.#memory });
    this.#memory.keepOnly(files);
    return { files, own, linked, diagnostics: [...unread, ...diagnostics] };
  }

  /** Links the same rules for another target, without looking for likely mistakes. */
  async link(files: RuleFiles, target: string): ReturnType<typeof linkFiles> {
    const { set = "vllm" } = this.#texts.project;
    return linkFiles({ files, target, engines: this.#texts.engines, anyRelease: true, today: systemDay() }, set, {
      memory: this.#memory,
    });
  }
}
