import { fromRecord } from "../common/must.js";
import { pointer } from "../common/path.js";
import type { Pack } from "../generated/pack.js";
import type { LinkContext } from "../language/link-context.js";
import { factsIn, linkExpression } from "../language/link-value.js";
import type { ValueNode } from "../language/node.js";

/** Links the facts of a pack, which may refer to each other in any order but not cyclically, into `linked` and `broken`. */
export function linkFacts(
  raw: NonNullable<Pack["facts"]>,
  linked: Map<string, ValueNode & { kind: "fact" }>,
  broken: Set<string>,
  context: LinkContext,
): void {
  const open: string[] = [];
  const link = (name: string): void => {
    if (linked.has(name) || broken.has(name)) return;
    const at = pointer(["facts", name]);
    if (open.includes(name)) {
      const circle = [...open.slice(open.indexOf(name)), name].map((part) => `\`${part}\``).join(" → ");
      context.report("fact-cycle", at, `fact cycle: ${circle}`, "define one of them without the others");
      broken.add(name);
      return;
    }
    open.push(name);
    for (const other of factsIn(fromRecord(raw, name))) if (Object.hasOwn(raw, other)) link(other);
    open.pop();
    const expression = broken.has(name) ? null : linkExpression(fromRecord(raw, name), at, context);
    if (expression === null) broken.add(name);
    else linked.set(name, { kind: "fact", at, text: name, expression });
  };
  Object.keys(raw).forEach(link);
}
