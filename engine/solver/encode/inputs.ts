import { memoize } from "../../common/memoize.js";
import type { Path } from "../../common/path.js";
import type { ExpressionNode } from "../../language/expression/node.js";
import { plainPath, readsOf } from "../../language/expression/static.js";

/**
 * Everything that the value of an expression depends on: what it reads and, if it has a step that is more than a key,
 * the structures around that, since such a step may have a value wherever its context is there.
 */
export const inputPathsOf: (node: ExpressionNode) => readonly Path[] = memoize((node: ExpressionNode) => {
  const read = readsOf(node);
  if (plainPath(node) !== null || !hasOtherSteps(node)) return read;
  const all = read.flatMap((path) => path.map((_, depth) => path.slice(0, depth + 1)));
  return [...new Map([...read, ...all].map((path) => [path.join("."), path])).values()];
});

function hasOtherSteps(part: unknown): boolean {
  if (typeof part !== "object" || part === null) return false;
  const { kind, steps } = part as { readonly kind?: unknown; readonly steps?: readonly any[] };
  const isOther = ({ node, filters }: any) =>
    node.kind !== "name" || filters.some((filter: any) => filter.kind === "where");
  return (
    (kind === "path" && steps !== undefined && steps.slice(1).some(isOther)) || Object.values(part).some(hasOtherSteps)
  );
}
