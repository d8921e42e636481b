import { expect, test } from "vitest";
import { jsonEqual } from "./json.js";
import { nearest } from "./nearest.js";
import { parsePath, pointer, pointerKeys, readPath } from "./path.js";

test.each([
  ["alll", ["all", "align", "none"], "all"],
  ["wehn", ["why", "when", "then"], "when"],
  ["warn", ["debug", "info", "warning"], "warning"],
  ["ALIGN", ["all", "align"], "align"],
  ["banana", ["all", "align"], null],
  ["", ["all"], null],
] as const)("nearest to %j among %j is %j", (name, known, expected) => {
  expect(nearest(name, known)).toBe(expected);
});

test.each(["a", "a.b_c.d-e", "a.0.b", "_x"])("%j is a path", (text) => {
  expect(parsePath(text)).toEqual({ ok: true, path: text.split(".") });
});

test.each([
  ["", "bad-path"],
  [".", "bad-path"],
  ["a..b", "bad-path"],
  ["a b", "bad-path"],
  ["$.a", "bad-path"],
  ["a[0]", "bad-path"],
  ["é", "bad-path"],
  ["-1", "bad-path"],
  ["__proto__", "forbidden-path"],
  ["a.constructor", "forbidden-path"],
  ["toString.b", "forbidden-path"],
  ["a.prototype.b", "forbidden-path"],
  ["hasOwnProperty", "forbidden-path"],
])("%j is refused as %s", (text, code) => {
  expect(parsePath(text)).toMatchObject({ ok: false, code });
});

test("only own keys are read, and absent is not null", () => {
  const value = { a: { b: null, c: [10, { d: 1 }] } };
  expect(
    [
      ["a", "b"],
      ["a", "x"],
      ["a", "b", "c"],
      ["a", "c", "1", "d"],
      ["a", "c", "length"],
      ["a", "toString"],
    ].map((path) => readPath(value, path)),
  ).toEqual([null, undefined, undefined, 1, undefined, undefined]);
});

test("pointers take every key there and back", () => {
  const keys = ["a/b", "~", "~1", "", "0"];
  expect(pointerKeys(pointer(keys))).toEqual(keys);
});

test("equality of JSON is deep and blind to the order of keys", () => {
  expect(jsonEqual({ a: 1, b: [1, { c: null }] }, { b: [1, { c: null }], a: 1 })).toBe(true);
  for (const [left, right] of [
    [{ a: 1 }, { a: 1, b: undefined }],
    [[], {}],
    [null, undefined],
    [
      [1, 2],
      [2, 1],
    ],
    [{ toString: 1 }, {}],
    [0, "0"],
  ])
    expect(jsonEqual(left, right)).toBe(false);
});
