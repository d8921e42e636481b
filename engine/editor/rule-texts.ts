import { existsSync } from "node:fs";
import path from "node:path";
import { FettleError, type Diagnostic } from "../common/diagnostic.js";
import type { RuleFiles } from "../packs/read-packs.js";
import type { RuleChoice } from "../workspace/choose-rules.js";
import { findProject, type FoundProject } from "../workspace/project.js";
import { withShipped, type ReadRules } from "../workspace/read-rules.js";
import { isRuleFile, readFolders } from "../workspace/read-folders.js";
import { shippedRules } from "../workspace/shipped-rules.js";

/** The rule files of a project folder: those on disk, overlaid with unsaved texts of the editor. */
export class RuleTexts {
  readonly folder: string;
  readonly #choice: RuleChoice;
  readonly #open = new Map<string, string>();
  #shipped: ReadRules | null = null;
  #disk: RuleFiles = {};
  #isStale = true;
  #unread: readonly Diagnostic[] = [];
  /** The serving engines that a set can name; vLLM if undefined. */
  readonly engines: RuleChoice["engines"];
  project: Pick<FoundProject, "set" | "target"> = { set: undefined, target: undefined };

  constructor(folder: string, choice: RuleChoice = {}) {
    this.folder = folder;
    this.#choice = choice;
    this.engines = choice.engines;
  }

  /** Names a file as `fettle check` in the folder would. */
  nameOf(file: string): string {
    const inside = path.relative(this.folder, file);
    return inside.startsWith("..") || path.isAbsolute(inside) ? file : inside;
  }

  placeOf(name: string): string {
    return path.resolve(this.folder, name);
  }

  isOpen(name: string): boolean {
    return this.#open.has(name);
  }

  open(name: string, text: string): void {
    if (!this.#open.has(name)) this.#isStale = true;
    this.#open.set(name, text);
  }

  close(name: string): void {
    this.#open.delete(name);
    this.#isStale = true;
  }

  /** Invalidates the texts after a change on disk. */
  reload(): void {
    this.#isStale = true;
  }

  /**
   * Reads all texts by name, including those shipped with the package, and diagnostics for the project and unreadable
   * files.
   */
  async read(): Promise<{
    readonly files: RuleFiles;
    readonly own: RuleFiles;
    readonly diagnostics: readonly Diagnostic[];
  }> {
    if (this.#isStale) await this.#readDisk();
    const own: RuleFiles = { ...this.#disk, ...Object.fromEntries(this.#open) };
    const readShipped = async () => (this.#shipped ??= await readFolders([shippedRules()]));
    const { files } = await withShipped({ files: own, diagnostics: [] }, readShipped);
    return { files, own, diagnostics: this.#unread };
  }

  async #readDisk(): Promise<void> {
    this.#isStale = false;
    const unread: Diagnostic[] = [];
    const { set, target, rules: named = [] } = this.#choice;
    let rules = named;
    this.project = { set, target };
    try {
      const project = await findProject(this.folder);
      this.project = { set: set ?? project?.set, target: target ?? project?.target };
      if (rules.length === 0) rules = project?.rules ?? [];
    } catch (error) {
      if (!(error instanceof FettleError)) throw error;
      unread.push(...error.diagnostics);
    }
    if (rules.length === 0) rules = ["rules"];
    const opened = [...this.#open.keys()].map((name) => path.dirname(this.placeOf(name)));
    const folders = [...rules.map((rule) => this.placeOf(rule)), ...opened].filter((place) => existsSync(place));
    const read = await readFolders([...new Set(folders)]);
    this.#unread = [...unread, ...read.diagnostics.filter(({ file }) => file !== null && isRuleFile(file))];
    this.#disk = Object.fromEntries(Object.entries(read.files).map(([file, text]) => [this.nameOf(file), text]));
  }
}
