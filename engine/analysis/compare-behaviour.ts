import type { LinkedPacks } from "../pack/link-packs.js";
import { differs, listAspects, resultsDiffer, type Difference } from "./difference.js";
import { encodeProgram, termsFor } from "./encode-program.js";
import type { Prover } from "./prover.js";
import type { What } from "./symbolic-run.js";
import { withinReach } from "../pack/within-reach.js";

/** Whether two programs ever differ in anything that others can see; the smallest document is run in both. */
export async function compareBehaviour(prover: Prover, ...[old, now, what]: readonly [before: LinkedPacks, after: LinkedPacks, what: What]): Promise<Difference> {
  const [before, after] = "pack" in what ? [withinReach(old, [what.pack]), withinReach(now, [what.pack])] : [old, now];
  const terms = termsFor(before, after);
  const [left, right] = [encodeProgram(terms, before, what), encodeProgram(terms, after, what)];
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
