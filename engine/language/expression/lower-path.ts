import { firstOf, must } from "../../common/must.js";
import type { Lowering } from "./lowering.js";
import { isForbiddenName } from "./forbidden-names.js";
import type { Filter, PathNode, Step } from "./node.js";
import { refuse } from "./refused-syntax.js";
import { Refusal } from "./refusal.js";
import { offsetOf, type SyntaxFilter, type SyntaxTree } from "./syntax-tree.js";

/** Bounds the nesting of generated code. */
const MAX_STEPS = 100;

export function lowerPath(tree: SyntaxTree, lowering: Lowering): PathNode {
  const steps = must(tree.steps, "`steps` of a parsed expression");
  const first = firstOf(steps);
  const beyond = steps[MAX_STEPS];
  if (beyond !== undefined) {
    const message = `a path has at most ${MAX_STEPS} steps`;
    throw new Refusal(offsetOf(beyond, lowering.text), message, "split it into several facts");
  }
  if (first.consarray === true && first.type !== "unary") {
    const message = "a path cannot start with a path from an array literal in parentheses";
    throw new Refusal(offsetOf(first, lowering.text), message, "make what is in the parentheses a fact");
  }
  if (first.consarray === true && first.predicate !== undefined) {
    const message = "a path cannot start with a filtered array literal";
    throw new Refusal(offsetOf(first, lowering.text), message, "put the array and its filter in parentheses");
  }
  return {
    kind: "path",
    start: first.consarray === true ? "array" : first.type === "variable" ? "variable" : "context",
    steps: steps.map((step, index) => lowerStep(step, index === 0 ? lowering : { ...lowering, inner: lowering.below })),
    keep: tree.keepSingletonArray === true,
  };
}

function lowerStep(tree: SyntaxTree, lowering: Lowering): Step {
  if (tree.type !== "name") return { node: lowering.inner(tree), filters: lowerFilters(tree.stages, lowering) };
  if (tree.group !== undefined || tree.tuple === true) refuse(tree, lowering.text);
  const filters = lowerFilters(tree.stages, lowering);
  const name = allowedName(tree, lowering.text);
  const keep = tree.keepArray === true;
  // A quoted first step: the parser attached its filters while it was still a string.
  const early = lowerFilters(tree.predicate, lowering);
  if (early.length > 0)
    return { node: { kind: "select", of: { kind: "name", name, keep: false }, filters: early, keep }, filters };
  return { node: { kind: "name", name, keep }, filters };
}

export function lowerFilters(filters: readonly SyntaxFilter[] | undefined, lowering: Lowering): readonly Filter[] {
  const beyond = filters?.[MAX_STEPS];
  if (beyond !== undefined) {
    throw new Refusal(beyond.position, `a step has at most ${MAX_STEPS} filters`, "join them with `and`");
  }
  return (filters ?? []).map(({ expr }) => {
    if (expr.type === "number") return { kind: "index", index: Math.floor(expr.value as number) };
    return { kind: "where", test: lowering.below(expr) };
  });
}

/** Returns the text of a name or literal key. Refuses names that reach a prototype. */
export function allowedName(tree: SyntaxTree, text: string): string {
  const name = tree.value as string;
  if (!isForbiddenName(name)) return name;
  const message = `\`${name}\` cannot be read or written: every JavaScript object inherits it`;
  throw new Refusal(offsetOf(tree, text), message, "use a key of the document itself");
}
