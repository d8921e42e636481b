import type { Pack } from "../generated/pack.js";
import type { LinkContext } from "../language/link-context.js";
import { factsIn, linkExpression } from "../language/link-value.js";
import type { ValueNode } from "../language/node.js";
import { linkInOrder } from "./link-in-order.js";

type FactNode = ValueNode & { kind: "fact" };

/** Links the facts of a pack into `linked`, and those that cannot be linked into `broken`. */
export function linkFacts(
  raw: NonNullable<Pack["facts"]>,
  linked: Map<string, FactNode>,
  broken: Set<string>,
  context: LinkContext,
): void {
  const link = (text: string, at: string, name: string): FactNode | null => {
    const expression = linkExpression(text, at, context);
    return expression === null ? null : { kind: "fact", at, text: name, expression };
  };
  const facts = { key: "facts", kind: "fact", cycle: "fact-cycle", raw, namesIn: factsIn, link } as const;
  linkInOrder(facts, linked, broken, context.report);
}
