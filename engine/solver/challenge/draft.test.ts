import { expect, test } from "vitest";
import { place, type Draft } from "./draft.js";

const placed = (draft: Draft, path: string, asList: boolean): Draft => {
  place(draft, path.split("."), 7, asList);
  return draft;
};

test("containers on the path are made", () => {
  expect(placed({}, "l.1.a", true)).toEqual({ l: [null, { a: 7 }] });
  expect(placed({}, "o.0.a", false)).toEqual({ o: { "0": { a: 7 } } });
});

test("a number with leading zeros is a key, not an index", () => {
  expect(placed({ l: [1] }, "l.00.a", true)).toEqual({ l: { "00": { a: 7 } } });
});

test("a path through an item far beyond the end of an array sets nothing", () => {
  expect(JSON.stringify(placed({ l: [1] }, "l.900.a", true))).not.toContain("7");
});
