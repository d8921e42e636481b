import { expect, test } from "vitest";
import { parseExpression } from "./expression/parse-expression.js";
import type { ComparisonNode, ConditionNode, ValueNode } from "./node.js";
import { comparisonsOf, keyOf, pathOf, repeatedParts, visitComparisons, visitUses } from "./walk.js";

const at = "/rules/0/when";
const path = (text: string): ValueNode & { kind: "path" } => ({ kind: "path", at, text, path: text.split(".") });
const constant = (value: number | string): ValueNode & { kind: "constant" } => ({ kind: "constant", at, value });
const computed = (text: string): ValueNode => {
  const parsed = parseExpression(text);
  if (!parsed.ok) throw new Error(parsed.message);
  return { kind: "computed", at, text, expression: parsed.node };
};

const compare = (text: string): ComparisonNode => ({
  ...{ kind: "comparison", at, fact: path(text), operator: "equal", value: constant(1) },
});
const [a, b, c] = [compare("s.a"), compare("s.b"), compare("s.c")];
const named = (name: string, of: ConditionNode): ConditionNode => ({ kind: "named", at, name, of });
const all = (...of: ConditionNode[]): ConditionNode => ({ kind: "all", at, of });
const any = (...of: ConditionNode[]): ConditionNode => ({ kind: "any", at, of });
const not = (of: ConditionNode): ConditionNode => ({ kind: "not", at, of });

const inner = any(a, b);
const twice = all(named("n", inner), named("n", inner));
const tree = all(named("n", inner), not(named("n", inner)), c);

test("comparisons are listed from left to right, those of a named condition once", () => {
  expect(comparisonsOf(tree)).toEqual([a, b, c]);
  expect(comparisonsOf(all(not(a), not(any(b, c))))).toEqual([a, b, c]);
  const found: ComparisonNode[] = [];
  visitComparisons(tree, (comparison) => found.push(comparison), new Set([inner]));
  expect(found).toEqual([c]);
});

test("uses are visited each time, with or without those inside named conditions", () => {
  const uses = (into: boolean) => {
    const found: ComparisonNode[] = [];
    visitUses(tree, (comparison) => found.push(comparison), into);
    return found;
  };
  expect([uses(true), uses(false)]).toEqual([[a, b, a, b, c], [c]]);
  const negated: ComparisonNode[] = [];
  visitUses(not(a), (comparison) => negated.push(comparison), false);
  expect(negated).toEqual([a]);
});

test.each<[string, readonly ConditionNode[], number]>([
  ["a condition that is used once", [all(named("n", inner), c)], 0],
  ["three parts that are used twice", [tree], 3],
  ["in another rule", [all(named("n", inner)), not(named("n", inner)), c], 3],
  ["nested", [all(named("m", twice), named("n", inner))], 6],
  ["nested and used twice", [all(named("m", twice), named("m", twice))], 9 + 3],
])("parts that repeat: %s", (_, nodes, count) => {
  expect(repeatedParts(nodes)).toBe(count);
});

test("values with one key are equal in every document", () => {
  expect([keyOf(path("s.a")), keyOf(computed("s.a")), pathOf(computed("s.a"))]).toEqual(["s.a", "s.a", ["s", "a"]]);
  expect([keyOf(constant(1)), keyOf(constant("1")), keyOf(computed("s.a + 1"))]).toEqual([
    "1",
    '"1"',
    "computed s.a + 1",
  ]);
  expect([pathOf(constant(1)), pathOf(computed("s.a + 1")), pathOf(path("s.a"))]).toEqual([null, null, ["s", "a"]]);
});
