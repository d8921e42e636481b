import type { JsonObject } from "../common/json.js";
import { fromMap } from "../common/must.js";
import type { Result } from "../generated/result.js";
import type { LinkedPacks } from "../packs/linked.js";
import { reachablePacks } from "../packs/reachable-packs.js";
import { architectureOf, architecturesFor } from "../packs/architectures.js";
import { isOver, orWhenOver } from "../solver/budget.js";
import { challengeSameness, refuted } from "../solver/challenge/challenge-sameness.js";
import { behaviorDiffers } from "../solver/encode/behavior.js";
import { compareResults } from "../solver/compare-results.js";
import { encodeProgram, evaluatorOf } from "../solver/encode/encode-program.js";
import { termsFor } from "../solver/terms-for.js";
import { bound, timeOver, unconfirmed, type Answer, type Prover } from "../solver/prover.js";
import { isSamePart } from "./same-part.js";
import type { SymbolicRun } from "../solver/encode/symbolic-run.js";

export type BehaviorDifference =
  | { readonly kind: "same" }
  | { readonly kind: "different"; readonly document: JsonObject; readonly before: Result; readonly after: Result }
  | Extract<Answer, { kind: "unknown" | "not-encoded" }>;

/**
 * Whether two versions of a pack alone, for documents of its architectures, ever differ in behavior. The smallest
 * witness is run in both.
 */
export async function compareBehavior(
  prover: Prover,
  ...[old, now, pack]: readonly [before: LinkedPacks, after: LinkedPacks, pack: string]
): Promise<BehaviorDifference> {
  const [before, after] = [reachablePacks(old, [pack]), reachablePacks(now, [pack])];
  const found = await orWhenOver<BehaviorDifference>(
    () => compare(prover, before, after, pack),
    (reason) => ({ kind: "unknown", reason: isOver(prover.budget) ? timeOver : reason }),
  );
  if (found.kind !== "same") return found;
  const [one, other] = [before, after].map((linked) => evaluatorOf(linked, { pack })) as [Evaluate, Evaluate];
  const document = challengeSameness({
    before: { evaluate: one },
    after: { evaluate: other },
    programs: [before, after],
    packs: [pack],
    isMeant: isOf(before, pack),
  });
  return document === null ? found : { kind: "unknown", reason: refuted };
}

type Evaluate = SymbolicRun["evaluate"];

/** Whether a document has an architecture that the pack matches. */
function isOf({ packs, target, engine }: LinkedPacks, pack: string): (document: JsonObject) => boolean {
  const names = architecturesFor(fromMap(packs, pack).pack, target);
  return (document) => names === null || names.includes(architectureOf(document, engine) as string);
}

async function compare(
  prover: Prover,
  before: LinkedPacks,
  after: LinkedPacks,
  pack: string,
): Promise<BehaviorDifference> {
  if ((await isSamePart(prover, [before, after], pack)) !== null) return { kind: "same" };
  const terms = bound(prover, termsFor(before, after));
  const [left, right] = [encodeProgram(terms, before, { pack }), encodeProgram(terms, after, { pack })];
  const answer = await prover.ask(
    terms,
    left.given,
    right.given,
    behaviorDiffers(terms, { before: left, after: right }),
  );
  if (answer.kind === "never") return { kind: "same" };
  if (answer.kind !== "document") return answer;
  const { document } = answer;
  const [one, other] = [left.evaluate(document), right.evaluate(document)];
  return compareResults(one, other, after.engine.alias).length > 0
    ? { kind: "different", document, before: one, after: other }
    : unconfirmed(document);
}
