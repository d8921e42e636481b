import { valueReads } from "../../language/value-reads.js";
import type { ValueNode } from "../../language/node.js";

/** Every path that a value reads. */
export function pathsOf(node: ValueNode): readonly string[] {
  return valueReads(node).map((path) => path.join("."));
}
