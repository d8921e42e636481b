import type { Json } from "../../common/json.js";
import { memoize } from "../../common/memoize.js";
import type { ExpressionNode } from "./node.js";
import { plainName } from "./path-plan.js";
import { collectReads } from "./reads.js";

/**
 * The document paths that an expression may read, as key segments from the root, without repeats. Arrays on the way
 * do not show. A path stands for everything below it; the empty path is the whole document.
 */
export const readsOf = memoize((node: ExpressionNode): readonly (readonly string[])[] => [
  ...collectReads(node).values(),
]);

/** The key segments where the whole expression is only a dotted path from the document's root; else null. */
export const plainPath: (node: ExpressionNode) => readonly string[] | null = memoize(
  (node: ExpressionNode): readonly string[] | null => {
    if (node.kind === "block") return plainPath(node.of);
    if (node.kind !== "path" || node.keep || node.start === "array") return null;
    const [first, ...rest] = node.steps;
    const rooted =
      first !== undefined &&
      first.filters.length === 0 &&
      (first.node.kind === "root" || first.node.kind === "context");
    const names = (rooted ? rest : node.steps).map(plainName);
    return names.every((name) => name !== null) ? names : null;
  },
);

/** The value where the expression is a literal; else null. */
export function constantOf(node: ExpressionNode): { readonly value: Json } | null {
  if (node.kind === "block") return constantOf(node.of);
  return node.kind === "literal" ? { value: node.value } : null;
}
