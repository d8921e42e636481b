import type { JsonObject } from "../../common/json.js";
import { firstOf, fromMap } from "../../common/must.js";
import type { Case } from "../../generated/cases.js";
import type { Fields } from "../../language/fields.js";
import type { LinkedPacks } from "../../packs/linked.js";
import { replacer } from "../../packs/replace-pack.js";
import { choiceOf } from "../../packs/effective-rules.js";
import { reachablePacks } from "../../packs/reachable-packs.js";
import { compilePacks } from "../../compiler/compile-packs.js";
import { makeRun, type Run } from "../../compiler/make-run.js";
import { compareOutcome } from "../compare.js";
import type { Mutant } from "./mutant.js";
import { mutantsOf } from "./mutants-of.js";

/** The cases of one pack for one target, all passing. */
export interface TargetCases {
  /** project@version. */
  readonly target: string;
  readonly linked: LinkedPacks;
  readonly cases: readonly Case[];
}

/** A mutant that no case kills: the cases miss it, or it is equivalent. */
export interface Survivor {
  readonly mutant: Mutant;
  /** Before and after the mutation, for each target. */
  readonly targets: readonly { readonly target: string; readonly before: LinkedPacks; readonly after: LinkedPacks }[];
}

export interface MutantRuns {
  readonly caught: number;
  readonly survivors: readonly Survivor[];
}

/** Runs the cases of a pack on each of its mutants. */
export function runMutants(
  pack: string,
  targets: readonly TargetCases[],
  fields: Fields,
  releases: readonly string[],
): MutantRuns {
  const { linked } = firstOf(targets);
  const replace = replacer(linked, fields);
  let caught = 0;
  const survivors: Survivor[] = [];
  for (const mutant of mutantsOf(fromMap(linked.packs, pack).pack, fields, releases)) {
    const replaced = replace(mutant.pack);
    // A mutant that does not load can never ship.
    if (replaced === null) continue;
    const faulty = targets.map((entry) => ({ ...entry, before: entry.linked, after: replaced(entry.linked) }));
    const run = runByChoice(pack);
    if (faulty.some(({ after, cases }) => catches(cases, run(after), pack))) caught++;
    else survivors.push({ mutant, targets: faulty.map(({ target, before, after }) => ({ target, before, after })) });
  }
  return { caught, survivors };
}

/** Compiles a pack once for all releases at which it has the same rules. */
function runByChoice(pack: string): (linked: LinkedPacks) => Run {
  const runs = new Map<string, Run>();
  return (linked) => {
    const choice = choiceOf(linked, pack);
    const run = runs.get(choice) ?? runPackOf(linked, pack);
    runs.set(choice, run);
    return run;
  };
}

/** Runs a pack alone, as closures: a mutant runs too few cases to amortize code generation. */
export function runPackOf(linked: LinkedPacks, pack: string): Run {
  const reached = reachablePacks(linked, [pack]);
  return makeRun(reached.stages, compilePacks(reached, "closures"), reached.engine);
}

function catches(cases: readonly Case[], run: Run, pack: string): boolean {
  return cases.some(
    ({ document, expect }) =>
      compareOutcome(expect, document as JsonObject, run(document as JsonObject, { pack })).length > 0,
  );
}
