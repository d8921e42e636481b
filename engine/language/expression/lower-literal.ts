import { must } from "../../common/must.js";
import type { Lowering } from "./lowering.js";
import { allowedName } from "./lower-path.js";
import type { ArrayItem, ExpressionNode } from "./node.js";
import { Refusal } from "./refusal.js";
import { offsetOf, type SyntaxTree } from "./syntax-tree.js";

const MAX_RANGE = 1000;

/** Lowers array and object constructors. */
export function lowerLiteral(tree: SyntaxTree, lowering: Lowering): ExpressionNode {
  if (tree.value === "[") {
    const items = must(tree.expressions, "`expressions` of a parsed expression").map((item) =>
      lowerItem(item, lowering),
    );
    return { kind: "array", items, constructed: tree.consarray === true };
  }
  const written = tree.lhs as readonly (readonly [SyntaxTree, SyntaxTree])[];
  const pairs = written.map(([key, value]) => {
    if (key.type === "string") allowedName(key, lowering.text);
    return { key: lowering.inner(key), value: lowering.inner(value) };
  });
  return { kind: "object", pairs };
}

function lowerItem(item: SyntaxTree, lowering: Lowering): ArrayItem {
  if (item.type === "binary" && item.value === "..") return lowerRange(item, lowering.text);
  // Of what else is unary, nothing gives an array.
  const kind = item.type === "unary" ? "nested" : "spread";
  return { kind, node: lowering.inner(item) };
}

function lowerRange(tree: SyntaxTree, text: string): ArrayItem {
  const [from, to] = [tree.lhs as SyntaxTree, must(tree.rhs, "`rhs` of a parsed expression")].map((bound) =>
    bound.predicate === undefined && Number.isInteger(bound.value) ? (bound.value as number) : null,
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
    throw new Refusal(offset, `a range has at most ${MAX_RANGE} numbers`, "compare with `>=` and `<=` instead");
  }
  return { kind: "range", from, to };
}
