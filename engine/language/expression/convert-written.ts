import type { Conversion } from "./conversion.js";
import { allowedName } from "./convert-path.js";
import type { ArrayItem, ExpressionNode } from "./node.js";
import { Refusal } from "./refusal.js";
import { offsetOf, type SyntaxTree } from "./syntax-tree.js";

const MAX_RANGE = 1000;

/** Arrays and objects that are written out. */
export function convertWritten(tree: SyntaxTree, conversion: Conversion): ExpressionNode {
  if (tree.value === "[") {
    const items = tree.expressions!.map((item) => convertItem(item, conversion));
    return { kind: "array", items, constructed: tree.consarray === true };
  }
  const written = tree.lhs as readonly (readonly [SyntaxTree, SyntaxTree])[];
  const pairs = written.map(([key, value]) => {
    if (key.type === "string") allowedName(key, conversion.text);
    return { key: conversion.inner(key), value: conversion.inner(value) };
  });
  return { kind: "object", pairs };
}

function convertItem(item: SyntaxTree, conversion: Conversion): ArrayItem {
  if (item.type === "binary" && item.value === "..") return convertRange(item, conversion.text);
  const kind = item.type === "unary" && item.value === "[" ? "nested" : "spread";
  return { kind, node: conversion.inner(item) };
}

function convertRange(tree: SyntaxTree, text: string): ArrayItem {
  const [from, to] = [tree.lhs as SyntaxTree, tree.rhs!].map((bound) =>
    bound.type === "number" && bound.predicate === undefined && Number.isInteger(bound.value)
      ? Number(bound.value) + 0
      : null,
  );
  const offset = offsetOf(tree, text);
  if (from == null || to == null) {
    throw new Refusal(
      offset,
      "a range needs whole numbers on both sides of `..`",
      "write the bounds out, such as `[1..8]`",
    );
  }
  if (to - from + 1 > MAX_RANGE) {
    throw new Refusal(offset, `a range holds at most ${MAX_RANGE} numbers`, "compare with `>=` and `<=` instead");
  }
  return { kind: "range", from, to };
}
