import { withinReach } from "../../pack/within-reach.js";
import { termsFor } from "../encode-program.js";
import type { Prover } from "../prover.js";
import { areReadElsewhere, concernedBy } from "../surroundings.js";
import { answers, isSame, unmasked, type Asking } from "./answers.js";
import type { Decide, Decision } from "./compare-rules.js";
import { comparison, type Comparison } from "./comparison.js";
import type { PackDifference } from "./differing-packs.js";
import { aspectKey, type Versions } from "./effects.js";
import { aloneScope, architecturesOf, aroundStages, asStaged, besides, matchedOnly, setScope, type Sides } from "./scopes.js";

/** A question about more of them takes minutes to write down. */
const mostRules = 60;

/** Decides with a solver, for one pack after another of the same comparison; `seconds` is how long a pack may take. */
export function decideWith(prover: Prover, { before, after }: Pick<Versions, "before" | "after">, seconds: number): Decide {
  return async function* (pack, versions, isShown) {
    const about = versions.alone ?? pack.pack;
    const [old, now] = [withinReach(before, [about]), withinReach(after, [about])];
    const terms = termsFor(old, now);
    const asking: Asking = { prover, versions, isShown, seconds, end: performance.now() + seconds * 1000 };
    const alone = comparison(terms, aloneScope(terms, old, now, about));
    if (versions.alone !== null) return yield* answers(asking, alone);
    const own = architecturesOf(pack, before, after);
    const sides: Sides = [besides(before, pack.pack, own), besides(after, pack.pack, own)];
    const inSet = (...some: Sides): Comparison => {
      const together = termsFor(...some);
      return comparison(together, setScope(together, some, pack, own));
    };
    const fields = alone.questions.flatMap(({ aspect }) => (aspect.kind === "field" ? [aspect.name] : []));
    const around: Sides = pack.kind === "set" ? aroundStages(before, after) : sides;
    if (pack.kind === "set" && !fits(around)) return yield notAsked;
    const isByItself = isRunAlike(pack) && !areReadElsewhere(fields, pack.pack, sides);
    if (isRunAlike(pack) && !isByItself && (await isSame(asking, alone))) return;
    const [near, isAll] = ((): readonly [near: Comparison, isAll: boolean] => {
      const concerned: Sides = [concernedBy(sides[0], pack.pack, fields), concernedBy(sides[1], pack.pack, fields)];
      if (pack.kind === "set") return [inSet(...around), true];
      if (own !== null && isByItself) return [{ ...alone, scope: matchedOnly(terms, alone.scope, pack, before, after) }, true];
      if (own !== null || (isRunAlike(pack) && !isByItself && fits(concerned))) return [inSet(...(isRunAlike(pack) ? concerned : sides)), true];
      return [inSet(asStaged(before, pack.pack), asStaged(after, pack.pack)), isByItself];
    })();
    if ((yield* unmasked(answers(asking, near), versions)) && isAll) return;
    if (!fits(sides)) return yield notAsked;
    // What it has no part in is told with the packs that have.
    const keys = new Set(near.questions.map(({ aspect }) => aspectKey(aspect)));
    const whole = inSet(...sides);
    yield* answers(asking, isRunAlike(pack) ? { ...whole, questions: whole.questions.filter(({ aspect }) => keys.has(aspectKey(aspect))) } : whole);
  };
}

/** What would be asked of too many packs at once. */
const notAsked: Decision = { kind: "unproved", aspect: null, reason: "what else it changes together with other packs was not asked", file: null, line: null };

const fits = (sides: Sides): boolean => sides.every(({ packs }) => [...packs.values()].reduce((sum, { rules }) => sum + rules.length, 0) <= mostRules);

/** Whether both versions run the pack for the same documents where they have it, so that it can be looked at by itself. */
function isRunAlike({ kind, parts }: PackDifference): boolean {
  const where = (path: string) => ["match", "hook", "versions"].includes(path.split(".")[0]!);
  return kind === "pack" && !parts.some(({ path }) => where(path));
}
