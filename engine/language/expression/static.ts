import type { Json } from "../../common/json.js";
import { firstOf } from "../../common/must.js";
import { memoize } from "../../common/memoize.js";
import type { ExpressionNode } from "./node.js";
import { plainName } from "./path-plan.js";
import { collectReads } from "./reads.js";

/**
 * Read set of an expression: key segments from the root, without duplicates and without array levels. A path includes
 * everything below it; the empty path is the whole document.
 */
export const readsOf = memoize((node: ExpressionNode): readonly (readonly string[])[] => [
  ...collectReads(node).values(),
]);

/** Returns the key segments of an expression that is a plain dotted path from the document root, otherwise null. */
export const plainPath: (node: ExpressionNode) => readonly string[] | null = memoize(
  (node: ExpressionNode): readonly string[] | null => {
    if (node.kind === "block") return plainPath(node.of);
    if (node.kind !== "path" || node.keep) return null;
    const { node: first, filters } = firstOf(node.steps);
    const rooted = filters.length === 0 && (first.kind === "root" || first.kind === "context");
    const names = (rooted ? node.steps.slice(1) : node.steps).map(plainName);
    return names.every((name) => name !== null) ? names : null;
  },
);

/** Returns the value of an expression that is a literal, otherwise null. */
export function constantOf(node: ExpressionNode): { readonly value: Json } | null {
  if (node.kind === "block") return constantOf(node.of);
  return node.kind === "literal" ? { value: node.value } : null;
}
