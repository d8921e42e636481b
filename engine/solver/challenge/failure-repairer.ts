import { deepCopy } from "../../common/deep-copy.js";
import { must } from "../../common/must.js";
import { kindOf } from "../../language/actions/index.js";
import { parsePath } from "../../common/path.js";
import type { EvaluationError } from "../../generated/result.js";
import type { ValueNode } from "../../language/node.js";
import { comparisonsOf } from "../../language/walk.js";
import type { LinkedPacks, LinkedRule } from "../../packs/linked.js";
import { compilePacks } from "../../compiler/compile-packs.js";
import { defaultMode } from "../../compiler/compile-mode.js";
import { makeRun, type Run } from "../../compiler/make-run.js";
import { place, type Draft } from "./draft.js";
import { valueReads } from "../../language/value-reads.js";
import type { Field } from "./fields.js";
import type { GoalReacher } from "./reach-goal.js";
import type { Random } from "./random.js";

/** A document with more successive failures is left unchanged. */
const mostRepairs = 12;

interface Runner {
  readonly linked: LinkedPacks;
  readonly rules: ReadonlyMap<string, LinkedRule>;
  readonly run: Run;
}

/** Modifies drafts so that their evaluation does not fail: a failure masks everything after it. */
export class FailureRepairer {
  readonly #runners: readonly Runner[];
  readonly #packs: readonly string[];

  constructor(
    programs: readonly LinkedPacks[],
    packs: ReadonlySet<string>,
    private readonly fields: ReadonlyMap<string, Field>,
    private readonly reacher: GoalReacher,
    private readonly random: Random,
  ) {
    this.#packs = [...packs];
    this.#runners = programs.map((linked) => ({
      linked,
      rules: new Map([...linked.packs.values()].flatMap(({ rules }) => rules.map((rule) => [rule.id, rule]))),
      run: makeRun(linked.stages, compilePacks(linked, defaultMode()), linked.engine),
    }));
  }

  repair(draft: Draft): void {
    const { linked, rules, run } = this.random.pick(this.#runners);
    const [only] = this.#packs;
    const pack = only !== undefined && this.#packs.length === 1 && linked.packs.has(only) ? only : undefined;
    for (let attempt = 0; attempt < mostRepairs; attempt++) {
      const { error } = run(draft, { pack, validate: false });
      const rule = error === null || error.rule === null ? undefined : rules.get(error.rule);
      if (error === null || rule === undefined) return;
      this.#change(draft, rule, error, linked);
    }
  }

  #change(draft: Draft, { when, then }: LinkedRule, error: EvaluationError, { operators }: LinkedPacks): void {
    const isOwn = !error.code.startsWith("fettle/");
    if (when !== null && (isOwn || this.random.chance(0.3))) return this.reacher.reach(draft, when, false, operators);
    if (error.code === "fettle/missing-parent") {
      const parsed = parsePath(must(error.path, "the path of the failure"));
      if (parsed.ok && parsed.path.length > 1) place(draft, parsed.path.slice(0, -1), {}, true);
      return;
    }
    const values: readonly ValueNode[] = [
      ...(when === null ? [] : comparisonsOf(when).flatMap(({ fact, value }) => [fact, value])),
      ...then.flatMap((action) => kindOf(action).reads(action)),
    ];
    const read = values.flatMap(valueReads).flatMap((path) => this.fields.get(path.join(".")) ?? []);
    if (read.length === 0) return;
    const { path, known, wide } = this.random.pick(read);
    const from = known.length > 0 && this.random.chance(0.5) ? known : wide;
    if (from.length > 0) place(draft, path, deepCopy(this.random.pick(from)), this.random.chance(0.8));
  }
}
