import { readsOf } from "../../language/expression/static.js";
import type { ValueNode } from "../../language/node.js";

/** Every path that a value reads. */
export function pathsOf(node: ValueNode): readonly string[] {
  if (node.kind === "constant") return [];
  return node.kind === "path" ? [node.text] : readsOf(node.expression).map((path) => path.join("."));
}
