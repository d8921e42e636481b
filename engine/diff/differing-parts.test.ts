import { expect, test } from "vitest";
import type { Json } from "../common/json.js";
import { readJson } from "../common/read-json.js";
import { differingParts } from "./differing-parts.js";

const standing = (value: Json) => {
  const read = readJson(JSON.stringify(value, null, 1));
  if (!read.ok) throw new Error("not read");
  return { value, source: read.source, at: "" };
};
const compare = (before: Json, after: Json) => differingParts(standing(before), standing(after));

test("what is equal has no parts that differ, whatever the order of its keys", () => {
  expect(compare({ a: 1, b: [1, { c: null }] }, { b: [1, { c: null }], a: 1 })).toEqual([]);
});

test("a changed value is told with its line in the new text", () => {
  expect(compare({ all: [{ value: 1 }, { value: 256 }] }, { all: [{ value: 1 }, { value: 257 }] })).toEqual([
    { path: "all.1.value", before: 256, after: 257, line: 7 },
  ]);
});

test("null is a value, absent is none", () => {
  expect(compare({ a: null }, { b: null })).toEqual([
    { path: "a", before: null, line: 2 },
    { path: "b", after: null, line: 2 },
  ]);
});

test("an item put into the middle of a list leaves those around it alone", () => {
  expect(compare(["a", "b", "c"], ["a", "x", "b", "c"])).toEqual([{ path: "1", after: "x", line: 3 }]);
  expect(compare(["a", "x", "b", "c"], ["a", "b", "c"])).toEqual([{ path: "1", before: "x", line: 3 }]);
});

test("a list that was emptied, and one where a value stood", () => {
  expect(compare([1], [])).toEqual([{ path: "0", before: 1, line: 2 }]);
  expect(compare({ a: 1 }, { a: [1] })).toEqual([{ path: "a", before: 1, after: [1], line: 2 }]);
});
