import { expect, test } from "vitest";
import type { JsonObject } from "../common/json.js";
import { documentDiff } from "./document-diff.js";
import type { Effect } from "./differed.js";

const diff = (before: JsonObject | null, after: JsonObject | null) =>
  documentDiff({ results: { before, after } } as Effect).map(({ kind, text }) => `${kind} ${text.trim()}`);

test("changed lines stand between the lines around them, and what is far away is left out", () => {
  const many = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`k${index}`, index]));
  expect(diff({ ...many, a: 1, z: 1 }, { ...many, a: 2, z: 1 })).toEqual([
    ...['both "k17": 17,', 'both "k18": 18,', 'both "k19": 19,'],
    ...['before "a": 1,', 'after "a": 2,', 'both "z": 1', "both }"],
  ]);
  const far = diff({ first: 1, ...many, last: 1 }, { first: 2, ...many, last: 2 });
  expect(far.filter((line) => line.startsWith("gap"))).toHaveLength(1);
  expect(far.filter((line) => line.startsWith("before") || line.startsWith("after"))).toHaveLength(4);
});

test("equal documents, and a version that fails, have no diff", () => {
  expect(diff({ a: 1 }, { a: 1 })).toEqual([]);
  expect(diff(null, { a: 1 })).toEqual([]);
});
