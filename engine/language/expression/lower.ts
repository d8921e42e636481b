import { must } from "../../common/must.js";
import type { Lowering, FindFact } from "./lowering.js";
import { lowerCall } from "./lower-call.js";
import { lowerFilters, lowerPath } from "./lower-path.js";
import { lowerLiteral } from "./lower-literal.js";
import type { ArithmeticOperator, ExpressionNode, OrderOperator } from "./node.js";
import { refuse } from "./refused-syntax.js";
import { Refusal } from "./refusal.js";
import { offsetOf, type SyntaxTree } from "./syntax-tree.js";

const MAX_DEPTH = 100;

/** Scope in which a part of a tree is evaluated. */
interface Scope {
  readonly findFact: FindFact;
  /** Whether the context is the document itself. */
  readonly isAtRoot: boolean;
}

const noFacts: Scope = { findFact: () => undefined, isAtRoot: true };

/** Lowers jsonata's AST to ours. Throws a `Refusal` at the first construct that the language does not support. */
export function lower(tree: SyntaxTree, text: string, scope = noFacts, depth = 1): ExpressionNode {
  if (depth > MAX_DEPTH) {
    throw new Refusal(
      offsetOf(tree, text),
      `the expression is nested deeper than ${MAX_DEPTH} levels`,
      "split it into several facts",
    );
  }
  const lowering: Lowering = {
    text,
    inner: (part) => lower(part, text, scope, depth + 1),
    below: (part) => lower(part, text, { ...scope, isAtRoot: false }, depth + 1),
    fact: (name) => valueOfFact(name, scope),
  };
  if (tree.group !== undefined || tree.tuple === true) refuse(tree, text);
  if (tree.type === "path") return lowerPath(tree, lowering);
  const node = lowerValue(tree, lowering);
  const filters = lowerFilters(tree.predicate, lowering);
  const keep = tree.keepArray === true;
  return filters.length === 0 && !keep ? node : { kind: "select", of: node, filters, keep };
}

function lowerValue(tree: SyntaxTree, lowering: Lowering): ExpressionNode {
  switch (tree.type) {
    case "string":
    case "number":
    case "value":
      return { kind: "literal", value: literalValue(tree.value) };
    case "variable":
      if (tree.value === "") return { kind: "context" };
      if (tree.value === "$") return { kind: "root" };
      return lowering.fact(tree.value as string) ?? refuse(tree, lowering.text);
    case "block":
      return lowerBlock(tree, lowering);
    case "unary":
      if (tree.value === "-")
        return { kind: "negate", of: lowering.inner(must(tree.expression, "`expression` of a parsed expression")) };
      return lowerLiteral(tree, lowering);
    case "binary":
      return lowerBinary(tree, lowering);
    case "condition":
      return lowerCondition(tree, lowering);
    case "function":
      return lowerCall(tree, [], lowering);
    case "apply":
      return lowerApply(tree, lowering);
    default:
      return refuse(tree, lowering.text);
  }
}

/** Resolves a fact, which is evaluated over the document regardless of the context. */
function valueOfFact(name: string, { findFact, isAtRoot }: Scope): ExpressionNode | undefined {
  const of = findFact(name);
  if (of === undefined) return undefined;
  const block: ExpressionNode = { kind: "block", of };
  if (isAtRoot) return block;
  return {
    kind: "path",
    start: "variable",
    steps: [
      { node: { kind: "root" }, filters: [] },
      { node: block, filters: [] },
    ],
    keep: false,
  };
}

/** Normalizes `-0` to 0, since JSON does not distinguish them. */
function literalValue(value: unknown): null | boolean | number | string {
  return typeof value === "number" ? value + 0 : (value as null | boolean | string);
}

function lowerBlock(tree: SyntaxTree, lowering: Lowering): ExpressionNode {
  const [only, ...others] = must(tree.expressions, "`expressions` of a parsed expression");
  if (only === undefined || others.length > 0) return refuse(tree, lowering.text);
  return { kind: "block", of: lowering.inner(only) };
}

function lowerBinary(tree: SyntaxTree, lowering: Lowering): ExpressionNode {
  const operator = tree.value as string;
  const left = lowering.inner(tree.lhs as SyntaxTree);
  const right = lowering.inner(must(tree.rhs, "`rhs` of a parsed expression"));
  switch (operator) {
    case "+":
    case "-":
    case "*":
    case "/":
    case "%":
      return { kind: "arithmetic", operator: operator satisfies ArithmeticOperator, left, right };
    case "=":
    case "!=":
      return { kind: "equality", operator, left, right };
    case "<":
    case "<=":
    case ">":
    case ">=":
      return { kind: "order", operator: operator satisfies OrderOperator, left, right };
    case "in":
      return { kind: "includes", left, right };
    case "and":
    case "or":
      return { kind: "logic", operator, left, right };
    case "&":
      return { kind: "concat", left, right };
    default:
      return refuse(tree, lowering.text);
  }
}

/** Lowers `a ~> $f(b)` to `$f(a, b)`. */
function lowerApply(tree: SyntaxTree, lowering: Lowering): ExpressionNode {
  const call = must(tree.rhs, "`rhs` of a parsed expression");
  if (call.type !== "function" || call.predicate !== undefined || call.keepArray === true)
    return refuse(tree, lowering.text);
  return lowerCall(call, [tree.lhs as SyntaxTree], lowering);
}

function lowerCondition(tree: SyntaxTree, lowering: Lowering): ExpressionNode {
  const then = lowering.inner(must(tree.then, "`then` of a parsed expression"));
  const written = lowering.text.slice((tree.position ?? 0) - 2, tree.position);
  if (written === "??" || written === "?:") {
    // The tree contains the left side twice, once as the condition.
    const when = written === "??" ? "absent" : "false";
    return {
      kind: "default",
      when,
      of: then,
      otherwise: lowering.inner(must(tree.else, "`else` of a parsed expression")),
    };
  }
  const test = lowering.inner(must(tree.condition, "`condition` of a parsed expression"));
  return { kind: "condition", test, then, otherwise: tree.else === undefined ? null : lowering.inner(tree.else) };
}
