import { expect, test } from "vitest";
import type { TracedCondition } from "../generated/result.js";
import { decidingOf } from "./deciding.js";

const is = (fact: string, result: boolean | null): TracedCondition => ({ result, fact, operator: "equal", value: 1 });
const names = (condition: TracedCondition) =>
  decidingOf(condition).map(({ comparison, negated }) => `${negated ? "not " : ""}${comparison.fact}`);

test("of `all` that does not hold, the part that does not", () => {
  expect(names({ result: false, all: [is("a", true), is("b", false), is("c", null)] })).toEqual(["b"]);
});

test("of `any` that does not hold, every part", () => {
  expect(names({ result: false, any: [is("a", false), is("b", false)] })).toEqual(["a", "b"]);
});

test("through `not`, what made the inner part hold", () => {
  expect(names({ result: false, not: { result: true, any: [is("a", false), is("b", true)] } })).toEqual(["not b"]);
  expect(names({ result: false, not: { result: true, all: [is("a", true), is("b", true)] } })).toEqual([
    "not a",
    "not b",
  ]);
  expect(
    names({ result: false, not: { result: true, not: { result: false, all: [is("a", true), is("b", false)] } } }),
  ).toEqual(["b"]);
});

test("through a named condition; nothing of what was not reached", () => {
  expect(
    names({ result: false, condition: "differ", is: { result: false, all: [is("a", false), is("b", null)] } }),
  ).toEqual(["a"]);
  expect(names(is("a", null))).toEqual([]);
});

test("the parts of a named condition once, however often it is named", () => {
  let condition: TracedCondition = { result: false, any: [is("a", false), is("b", false)] };
  for (let level = 0; level < 60; level++) {
    const named: TracedCondition = { result: false, condition: `c${level}`, is: condition };
    condition = { result: false, any: [named, named, { result: false, not: { result: true, not: named } }] };
  }
  expect(names(condition)).toEqual(["a", "b"]);
});
