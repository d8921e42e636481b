import type { JsonObject } from "../common/json.js";
import { targetText } from "../packs/target.js";
import { caseTarget } from "../testing/case-target.js";
import { compareOutcome } from "../testing/compare.js";
import { programOf, type Program } from "../workspace/load-program.js";
import type { Checked, Checker } from "./checker.js";

/** The result of one case of a pack. */
export interface CaseRun {
  readonly name: string;
  readonly file: string;
  /** Its index in the file. */
  readonly index: number;
  readonly passes: boolean;
  /** Ids of the rules that fire, as vendor/family/id. */
  readonly fired: ReadonlySet<string>;
}

/** Runs cases of the checked rules, memoizing runs and loaded programs. */
export class CaseRunner {
  readonly #checked: Checked;
  readonly #checker: Checker;
  readonly #programs = new Map<string, Promise<Program | null>>();
  readonly #runs = new Map<string, Promise<readonly CaseRun[] | null>>();

  constructor(checked: Checked, checker: Checker) {
    this.#checked = checked;
    this.#checker = checker;
  }

  /** Null if the rules cannot run. */
  of(pack: string): Promise<readonly CaseRun[] | null> {
    const known = this.#runs.get(pack);
    if (known !== undefined) return known;
    const runs = this.#run(pack);
    this.#runs.set(pack, runs);
    return runs;
  }

  /** The rules for the project's own target; null if they cannot run. */
  program(): Promise<Program | null> {
    const { linked } = this.#checked;
    return linked === null ? Promise.resolve(null) : this.#programFor(targetText(linked.target));
  }

  async #run(name: string): Promise<readonly CaseRun[] | null> {
    const { linked } = this.#checked;
    const pack = linked?.packs.get(name);
    if (linked === null || pack === undefined) return null;
    const runs: CaseRun[] = [];
    for (const { file, content } of linked.read.cases.filter((cases) => cases.content.pack === name)) {
      for (const [index, entry] of content.cases.entries()) {
        const program = await this.#programFor(caseTarget(entry, pack.pack.versions, linked.target));
        const document = entry.document as JsonObject;
        const result = program?.run(document, { pack: name, trace: true });
        const fired = (result?.trace ?? []).filter((rule) => rule.fired).map(({ rule }) => rule);
        const passes = result !== undefined && compareOutcome(entry.expect, document, result).length === 0;
        runs.push({ name: entry.name, file, index, passes, fired: new Set(fired) });
      }
    }
    return runs;
  }

  #programFor(target: string): Promise<Program | null> {
    const known = this.#programs.get(target);
    if (known !== undefined) return known;
    const { linked, files } = this.#checked;
    const isOwn = linked !== null && target === targetText(linked.target);
    const program = isOwn
      ? Promise.resolve(programOf(linked))
      : this.#checker.link(files, target).then((other) => (other.linked === null ? null : programOf(other.linked)));
    this.#programs.set(target, program);
    return program;
  }
}
