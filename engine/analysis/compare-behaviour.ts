import type { LinkedPacks } from "../pack/link-packs.js";
import { withinReach } from "../pack/within-reach.js";
import { differs, listAspects, resultsDiffer, type Difference } from "./difference.js";
import { encodeProgram, termsFor } from "./encode-program.js";
import type { Prover } from "./prover.js";
import { isSamePart } from "./same-part.js";

/** Whether two versions of a pack ever differ in anything that others can see; the smallest document is run in both. */
export async function compareBehaviour(prover: Prover, ...[old, now, pack]: readonly [before: LinkedPacks, after: LinkedPacks, pack: string]): Promise<Difference> {
  const [before, after] = [withinReach(old, [pack]), withinReach(now, [pack])];
  if (await isSamePart(prover, [before, after], pack)) return { kind: "same" };
  const terms = termsFor(before, after);
  const [left, right] = [encodeProgram(terms, before, { pack }), encodeProgram(terms, after, { pack })];
  const aspects = listAspects(left, right);
  const anything = terms.or(...aspects.map((aspect) => differs(terms, left, right, aspect)));
  const answer = await prover.ask(terms, left.given, right.given, anything);
  if (answer.kind === "never") return { kind: "same" };
  if (answer.kind !== "document") return answer;
  const { document } = answer;
  const [one, other] = [left.evaluate(document), right.evaluate(document)];
  if (aspects.every((aspect) => !resultsDiffer(one, other, aspect))) throw new Error(`a difference does not show in the engine: ${JSON.stringify(document)}`);
  return { kind: "different", document, before: one, after: other };
}
