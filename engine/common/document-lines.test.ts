import fc from "fast-check";
import { expect, test } from "vitest";
import { flatten } from "./document-lines.js";
import { jsonEqual, type JsonObject } from "./json.js";

test("lines of a document keep what is empty, and lists whole", () => {
  expect(flatten({ a: { b: { c: null }, d: {} }, e: [1, { f: 2 }] })).toEqual([
    { path: "a.b.c", value: null },
    { path: "a.d", value: {} },
    { path: "e", value: [1, { f: 2 }] },
  ]);
  expect(flatten({})).toEqual([]);
});

test("keys that a path cannot tell stay in the value: an array is no object with numeric keys", () => {
  expect(flatten({ h: { l: [1] } })).toEqual([{ path: "h.l", value: [1] }]);
  expect(flatten({ h: { l: { 0: 1 } } })).toEqual([{ path: "h.l", value: { 0: 1 } }]);
  expect(flatten({ h: { "a.b": 1 } })).toEqual([{ path: "h", value: { "a.b": 1 } }]);
});

const keys = fc.constantFrom("a", "b", "0", "a.b", "");
const { value: values } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(null, 1),
    fc.array(tie("value"), { maxLength: 2 }),
    fc.dictionary(keys, tie("value"), { maxKeys: 2 }),
  ),
}));
const documents = fc.dictionary(fc.constantFrom("a", "b"), values, { maxKeys: 2 }) as fc.Arbitrary<JsonObject>;

/** Lines follow the order of keys, which has no part in the value of a document. */
const linesOf = (document: JsonObject) => flatten(document).toSorted((one, other) => (one.path < other.path ? -1 : 1));

test("no two documents have the same lines", () => {
  fc.assert(
    fc.property(
      documents,
      documents,
      (left, right) => jsonEqual(linesOf(left), linesOf(right)) === jsonEqual(left, right),
    ),
  );
});
