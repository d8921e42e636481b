import type { Conversion, FindFact } from "./conversion.js";
import { convertCall } from "./convert-call.js";
import { convertFilters, convertPath } from "./convert-path.js";
import { convertWritten } from "./convert-written.js";
import type { ArithmeticOperator, ExpressionNode, OrderOperator } from "./node.js";
import { refuse } from "./refused-syntax.js";
import { Refusal } from "./refusal.js";
import { offsetOf, type SyntaxTree } from "./syntax-tree.js";

const MAX_DEPTH = 100;

/** Where a part of a tree is evaluated. */
interface Scope {
  readonly findFact: FindFact;
  /** Whether the context is the document itself. */
  readonly isAtRoot: boolean;
}

const noFacts: Scope = { findFact: () => undefined, isAtRoot: true };

/** Turns jsonata's tree into nodes. Throws a `Refusal` at the first thing that the language leaves out. */
export function convert(tree: SyntaxTree, text: string, scope = noFacts, depth = 1): ExpressionNode {
  if (depth > MAX_DEPTH) {
    throw new Refusal(
      offsetOf(tree, text),
      `the expression nests deeper than ${MAX_DEPTH} levels`,
      "split it into several facts",
    );
  }
  const conversion: Conversion = {
    text,
    inner: (part) => convert(part, text, scope, depth + 1),
    below: (part) => convert(part, text, { ...scope, isAtRoot: false }, depth + 1),
    fact: (name) => valueOfFact(name, scope),
  };
  if (tree.group !== undefined || tree.tuple === true) refuse(tree, text);
  if (tree.type === "path") return convertPath(tree, conversion);
  const node = convertValue(tree, conversion);
  const filters = convertFilters(tree.predicate, conversion);
  const keep = tree.keepArray === true;
  return filters.length === 0 && !keep ? node : { kind: "select", of: node, filters, keep };
}

function convertValue(tree: SyntaxTree, conversion: Conversion): ExpressionNode {
  switch (tree.type) {
    case "string":
    case "number":
    case "value":
      return { kind: "literal", value: literalValue(tree.value) };
    case "variable":
      if (tree.value === "") return { kind: "context" };
      if (tree.value === "$") return { kind: "root" };
      return conversion.fact(tree.value as string) ?? refuse(tree, conversion.text);
    case "block":
      if (tree.expressions?.length !== 1) return refuse(tree, conversion.text);
      return { kind: "block", of: conversion.inner(tree.expressions[0]!) };
    case "unary":
      if (tree.value === "-") return { kind: "negate", of: conversion.inner(tree.expression!) };
      return convertWritten(tree, conversion);
    case "binary":
      return convertBinary(tree, conversion);
    case "condition":
      return convertCondition(tree, conversion);
    case "function":
      return convertCall(tree, [], conversion);
    case "apply":
      return convertApply(tree, conversion);
    default:
      return refuse(tree, conversion.text);
  }
}

/** A fact is worked out over the document, whatever the context is. */
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

/** `-0` is 0, as JSON has no other. */
function literalValue(value: unknown): null | boolean | number | string {
  return typeof value === "number" ? value + 0 : (value as null | boolean | string);
}

function convertBinary(tree: SyntaxTree, conversion: Conversion): ExpressionNode {
  const operator = tree.value as string;
  if (operator === "..") return refuse(tree, conversion.text);
  const left = conversion.inner(tree.lhs as SyntaxTree);
  const right = conversion.inner(tree.rhs!);
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
      return refuse(tree, conversion.text);
  }
}

/** `a ~> $f(b)` is `$f(a, b)`. */
function convertApply(tree: SyntaxTree, conversion: Conversion): ExpressionNode {
  const call = tree.rhs!;
  if (call.type !== "function" || call.predicate !== undefined || call.keepArray === true)
    return refuse(tree, conversion.text);
  return convertCall(call, [tree.lhs as SyntaxTree], conversion);
}

function convertCondition(tree: SyntaxTree, conversion: Conversion): ExpressionNode {
  const then = conversion.inner(tree.then!);
  const written = conversion.text.slice((tree.position ?? 0) - 2, tree.position);
  if (written === "??" || written === "?:") {
    // The tree holds the left side twice, once as the condition.
    const when = written === "??" ? "absent" : "false";
    return { kind: "default", when, of: then, otherwise: conversion.inner(tree.else!) };
  }
  const test = conversion.inner(tree.condition!);
  return { kind: "condition", test, then, otherwise: tree.else === undefined ? null : conversion.inner(tree.else) };
}
