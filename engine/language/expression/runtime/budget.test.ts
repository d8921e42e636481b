import { expect, test } from "vitest";
import { must } from "../../../common/must.js";
import type { Json } from "../../../common/json.js";
import { compileExpression } from "../closures.js";
import { parseExpression } from "../parse-expression.js";
import { append, distinct } from "./arrays.js";
import { begin, beginTotal, cell, charge, endTotal, LimitError, MAX_TOTAL, MAX_WORK, once, spend } from "./budget.js";
import { merge } from "./objects.js";

const limit = expect.objectContaining({ code: "limit", kind: "limit" });

test("an expression may examine as much as the limit, and the next begins anew", () => {
  begin();
  spend(MAX_WORK);
  expect(() => spend(1)).toThrow(limit);
  begin();
  spend(MAX_WORK);
  begin();
});

test("a value is computed once in an expression, and each use counts as much work", () => {
  let computed = 0;
  const known = cell<number>();
  const use = () =>
    once(known, () => {
      spend(MAX_WORK / 2);
      return ++computed;
    });
  begin();
  expect([use(), use()]).toEqual([1, 1]);
  expect(use).toThrow(limit);
  begin();
  expect(use()).toBe(2);
  begin();
});

test("appending, merging and removing duplicates examine each item", () => {
  const items = (count: number) => Array.from({ length: count }, (_, index) => index);
  for (const [count, work] of [
    [42, () => append(items(30), items(12))],
    [13, () => append(1, items(12))],
    [55, () => distinct(items(10))],
    [5, () => merge([{}, { a: 1, b: 2 }, {}])],
  ] as const) {
    begin();
    work();
    spend(MAX_WORK - count);
    expect(() => spend(1)).toThrow(limit);
  }
  begin();
});

test("an evaluation may take as much as its limit in all its expressions; outside of one there is none", () => {
  beginTotal();
  charge(MAX_TOTAL - 10);
  spend(10);
  begin();
  expect(() => charge(1)).toThrow(LimitError);
  beginTotal();
  spend(7);
  charge(MAX_TOTAL - 7);
  expect(() => begin()).not.toThrow();
  expect(() => charge(1)).toThrow(LimitError);
  endTotal();
  charge(2 * MAX_TOTAL);
  begin();
});

const long = Array.from({ length: 100_000 }, (_, index) => index);
const some = { many: long.slice(40_000) };
const document: Json = {
  long,
  two: [some, some],
  almost: long.slice(1),
  half: "a".repeat(500_000),
  rest: "b".repeat(500_001),
};

test.each<[string, Json | typeof limit]>([
  ["$count($append(almost, 1))", 100_000],
  ["$append(long, 1)", limit],
  ["$count(two[0].many)", 60_000],
  ["$count(two.many)", limit],
  ["$count(two.(many))", limit],
  ["$count([two[0].many, two[1].many])", limit],
  ["$count([almost, 1])", 100_000],
  ["$count([1, long])", limit],
  ["$length($pad('a', 1000000))", 1_000_000],
  ["$pad('a', 1000001)", limit],
  ["$pad('a', -1000001)", limit],
  ["$length(half & half)", 1_000_000],
  ["half & rest", limit],
  ["$length($join([half, half]))", 1_000_000],
  ["$join([half, rest])", limit],
  ["$join([half, half], '-')", limit],
  ["$length($replace(half, 'b', 'c'))", 500_000],
  ["$replace(half & 'b', 'b', rest)", limit],
  ["$split(half, '')", limit],
  ["$string([half, half])", limit],
  ["$string([$append(half, half), half])", limit],
  ["$count($string(long))", 1],
])("what an expression makes is limited in size: %s", (text, expected) => {
  const parsed = parseExpression(text);
  const run = compileExpression(must(parsed.ok ? parsed.node : null, text));
  if (typeof expected === "number") expect(run(document)).toBe(expected);
  else expect(() => run(document)).toThrow(expected as never);
});
