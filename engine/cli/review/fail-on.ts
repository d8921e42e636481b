import { diagnostic, FettleError } from "../../base/diagnostic.js";
import { didYouMean } from "../../base/nearest.js";
import { findingKinds, type FindingKind } from "../../report/reviewed.js";

const kinds = Object.keys(findingKinds) as FindingKind[];

/** Kinds of findings by name: a list with commas, `all` or `none`. Behaviour that no case states is behaviour. @throws FettleError */
export function parseFailOn(text: string | undefined): readonly FindingKind[] {
  if (text === undefined) return kinds.filter((kind) => findingKinds[kind].fails);
  if (text === "all") return kinds;
  if (text === "none") return [];
  const named = text.split(",").map((name) => name.trim());
  const unknown = named.find((name) => !kinds.includes(name as FindingKind));
  if (unknown !== undefined) {
    const hint = didYouMean(unknown, kinds) ?? `write some of ${kinds.join(", ")} with commas between them, or all, or none`;
    throw new FettleError([diagnostic("usage", `there are no findings of the kind \`${unknown}\``, { hint })]);
  }
  return kinds.filter((kind) => named.includes(kind) || (kind === "unstated" && named.includes("behaviour")));
}
