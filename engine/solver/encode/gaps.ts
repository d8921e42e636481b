import { memoize } from "../../common/memoize.js";
import { ExpressionError } from "../../language/expression/expression-error.js";
import type { ExpressionNode, Filter } from "../../language/expression/node.js";
import { boolean } from "../../language/expression/runtime/truth.js";
import { attempt } from "./unknown-expression.js";

/**
 * Whether a part of an expression may be an array with gaps, which a filter leaves that accepts absent values. The
 * parts around it see the gaps, and only a gap in the result is a failure: such a part has no value of its own.
 */
export const mayHaveGapsInside: (node: ExpressionNode) => boolean = memoize((node: ExpressionNode): boolean => {
  if (node.kind === "block") return mayHaveGapsInside(node.of);
  const own: ReadonlySet<unknown> = new Set(
    node.kind === "path" ? node.steps.flatMap(({ filters }) => filters) : node.kind === "select" ? node.filters : [],
  );
  return filtersIn(node).some((filter) => !own.has(filter) && acceptsAbsent(filter));
});

function filtersIn(part: unknown): readonly Filter[] {
  if (typeof part !== "object" || part === null) return [];
  const inside = Object.values(part).flatMap(filtersIn);
  return "kind" in part && part.kind === "where" ? [part as Filter, ...inside] : inside;
}

function acceptsAbsent(filter: Filter): boolean {
  if (filter.kind !== "where") return false;
  if (mentionsRoot(filter.test)) return true;
  const answer = attempt(filter.test, undefined as never);
  if (answer instanceof ExpressionError) return false;
  return typeof answer === "number" || Array.isArray(answer) || boolean(answer as never) === true;
}

/** Whether an expression reads the document besides its context. */
export function mentionsRoot(part: unknown): boolean {
  if (typeof part !== "object" || part === null) return false;
  return ("kind" in part && part.kind === "root") || Object.values(part).some(mentionsRoot);
}
