import type { Path } from "../common/path.js";
import { readsOf } from "./expression/static.js";
import type { ValueNode } from "./node.js";

/**
 * Read set of a value: paths from the root of the document, without duplicates. A path includes everything below it.
 */
export function valueReads(node: ValueNode): readonly Path[] {
  if (node.kind === "constant") return [];
  return node.kind === "path" ? [node.path] : (node.reads ?? readsOf(node.expression));
}
