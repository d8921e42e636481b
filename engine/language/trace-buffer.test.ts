import { expect, test } from "vitest";
import { describeUnreached, readCondition, useOf, type BufferedCondition } from "./trace-buffer.js";

const is = (value: number): BufferedCondition => ({
  ...{ kind: "comparison", operator: "equal", fact: { text: "s.a" } },
  value: { kind: "constant", value },
});
const all = (...of: BufferedCondition[]): BufferedCondition => ({ kind: "all", of });
const any = (...of: BufferedCondition[]): BufferedCondition => ({ kind: "any", of });
const not = (of: BufferedCondition): BufferedCondition => ({ kind: "not", of });
const named = (name: string, of: BufferedCondition): BufferedCondition => ({ kind: "named", name, of });

const shown = (value: number) => ({ fact: "s.a", operator: "equal", value });
const unreached = (value: number) => ({ ...shown(value), result: null });
const read = (value: number, actual: number) => ({ ...shown(value), actual, result: value === actual });
const trace = (node: BufferedCondition, ...buffer: unknown[]) => readCondition(node, { buffer, next: 0 });

test("parts after the one that decides are unreached", () => {
  expect(trace(all(is(1), is(2), is(3)), 1, 5)).toEqual({ result: false, all: [read(1, 1), read(2, 5), unreached(3)] });
  expect(trace(any(is(1), is(2), is(3)), 5, 2)).toEqual({ result: true, any: [read(1, 5), read(2, 2), unreached(3)] });
  expect(trace(all(is(1), is(2)), 1, 2)).toEqual({ result: true, all: [read(1, 1), read(2, 2)] });
  expect(trace(any(is(1), is(2)), 3, 3)).toEqual({ result: false, any: [read(1, 3), read(2, 3)] });
  expect([trace(all()), trace(any())]).toEqual([
    { result: true, all: [] },
    { result: true, any: [] },
  ]);
});

test("where an error ended the condition, nothing has a result", () => {
  const node = all(is(1), any(is(2), is(3)), is(4));
  expect(trace(node, 1)).toEqual({
    result: null,
    all: [read(1, 1), { result: null, any: [unreached(2), unreached(3)] }, unreached(4)],
  });
  expect(trace(all(is(1), all()))).toEqual({ result: null, all: [unreached(1), { result: null, all: [] }] });
  expect(trace(not(named("n", is(1))))).toEqual({
    result: null,
    not: { result: null, condition: "n", is: unreached(1) },
  });
});

test("a comparison with a fact shows both values, and absent ones are left out", () => {
  const equal: BufferedCondition = {
    ...{ kind: "comparison", operator: "equal", fact: { text: "s.a" } },
    value: { kind: "fact", text: "b" },
  };
  const text = { fact: "s.a", operator: "equal", value: { fact: "b" } };
  expect(trace(equal, 1, 2)).toStrictEqual({ ...text, result: false, actual: 1, expected: 2 });
  expect(trace(equal, undefined, undefined)).toStrictEqual({ ...text, result: true });
  expect(trace(not(equal), 3, 3)).toStrictEqual({
    result: false,
    not: { ...text, result: true, actual: 3, expected: 3 },
  });
});

test("an operator of one's own has recorded its result", () => {
  const own: BufferedCondition = { ...is(1), operator: "acmeLike" } as BufferedCondition;
  const like = { ...shown(1), operator: "acmeLike" };
  expect(trace(own, true, 5)).toEqual({ ...like, result: true, actual: 5 });
});

test("what was not reached is described as written", () => {
  const node = all(any(is(1)), not(named("n", is(2))));
  const inner = { result: null, condition: "n", is: unreached(2) };
  expect(describeUnreached(node)).toEqual({
    result: null,
    all: [
      { result: null, any: [unreached(1)] },
      { result: null, not: inner },
    ],
  });
});

test("uses of a named condition show the same if they have its name and result", () => {
  const use = (condition: string, result: boolean | null) => useOf({ condition, result, is: unreached(1) });
  expect(use("a", true)).toBe(use("a", true));
  const others = [use("a", true), use("a", false), use("a", null), use("b", true), use("b", null)];
  expect(new Set(others).size).toBe(others.length);
});
