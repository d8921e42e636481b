import { memoize } from "../../common/memoize.js";
import type { Path } from "../../common/path.js";
import type { ExpressionNode } from "../../language/expression/node.js";
import { plainPath, readsOf } from "../../language/expression/static.js";
import type { Value } from "../term.js";
import type { Terms } from "../terms.js";
import { either, is, step } from "./values.js";

/**
 * Everything that the value of an expression depends on: what it reads, the arrays around that, whose items a read
 * merges, and, if it has a step that is more than a key, the other structures around it, since such a step may have a
 * value wherever its context is there.
 */
export function inputsOfExpression(terms: Terms, node: ExpressionNode, document: Value): readonly Value[] {
  const valueAt = (path: Path) => path.reduce((from, key) => step(terms, from, key), document);
  const read = readsOf(node).map(valueAt);
  if (plainPath(node) !== null) return read;
  const around = pathsAround(node).map(valueAt);
  if (hasOtherSteps(node)) return [...read, ...around];
  const absent = terms.constant(undefined);
  // As many in every document, so that inputs can be compared one by one.
  return [...read, ...around.map((value) => either(terms, is(terms, "array", value), value, absent))];
}

/** Where the structures are on the way to what an expression reads. */
const pathsAround: (node: ExpressionNode) => readonly Path[] = memoize((node: ExpressionNode) => {
  const read = readsOf(node);
  const all = read.flatMap((path) => path.slice(1).map((_, depth) => path.slice(0, depth + 1)));
  const known = new Set(read.map((path) => path.join(".")));
  return [...new Map(all.map((path) => [path.join("."), path])).entries()].flatMap(([name, path]) =>
    known.has(name) ? [] : [path],
  );
});

const hasOtherSteps: (node: ExpressionNode) => boolean = memoize((node: ExpressionNode) => hasOtherStep(node));

function hasOtherStep(part: unknown): boolean {
  if (typeof part !== "object" || part === null) return false;
  const { kind, steps } = part as { readonly kind?: unknown; readonly steps?: readonly any[] };
  const isOther = ({ node, filters }: any) =>
    node.kind !== "name" || filters.some((filter: any) => filter.kind === "where");
  return (
    (kind === "path" && steps !== undefined && steps.slice(1).some(isOther)) || Object.values(part).some(hasOtherStep)
  );
}
