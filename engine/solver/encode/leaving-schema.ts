import type { EngineAdapter } from "../../common/engine-adapter.js";
import { memoize } from "../../common/memoize.js";
import type { Path } from "../../common/path.js";
import type { LinkedPack, LinkedPacks } from "../../packs/linked.js";
import type { ValueNode } from "../../language/node.js";
import { admits, domainOf, isOpen } from "../smtlib/domain.js";
import type { Domain } from "../term.js";

/** Paths at which packs may leave a value that the schema forbids: a computed value may be anything. */
export function leavingSchema(linked: LinkedPacks, names: Iterable<string> = linked.packs.keys()): readonly string[] {
  return [...names].flatMap((name) => {
    const pack = linked.packs.get(name);
    return pack === undefined ? [] : leftBy(linked.engine)(pack);
  });
}

const leftBy = memoize(({ schema }: EngineAdapter) =>
  memoize(({ rules }: LinkedPack): readonly string[] => {
    const root = domainOf(schema());
    const actions = rules.flatMap(({ then }) => then);
    return actions.flatMap((action) => (action.kind === "set" ? placeLeft(action.path, action.value, root) : []));
  }),
);

function placeLeft(path: Path, value: ValueNode, root: Domain): readonly string[] {
  let domain = root;
  for (const [index, key] of path.entries()) {
    if (isOpen(domain)) return [];
    // The meaning of a key in an array depends on the array.
    if (domain.tags.has("array")) return [path.slice(0, index).join(".")];
    domain = domain.child(key);
  }
  return (value.kind === "constant" ? admits(domain, value.value) : isOpen(domain)) ? [] : [path.join(".")];
}
