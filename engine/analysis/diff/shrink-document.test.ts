import { expect, test } from "vitest";
import { readPath } from "../../base/path.js";
import { flatten, shrinkDocument } from "./shrink-document.js";

test("only what is needed stays", () => {
  const document = { model_config: { architecture: "A", hf_config: { head_dim: 256, other: { deep: 1 } } }, cache_config: { block_size: 16 } };
  const smallest = shrinkDocument(document, (smaller) => readPath(smaller, ["model_config", "hf_config", "head_dim"]) === 256);
  expect(smallest).toEqual({ model_config: { hf_config: { head_dim: 256 } } });
});

test("what can only go once something else has gone goes as well", () => {
  const smallest = shrinkDocument({ a: 1, b: 2 }, (smaller) => !("b" in smaller) || "a" in smaller);
  expect(smallest).toEqual({});
});

test("lines of a document keep what is empty, and lists whole", () => {
  expect(flatten({ a: { b: { c: null }, d: {} }, e: [1, { f: 2 }] })).toEqual([
    { path: "a.b.c", value: null },
    { path: "a.d", value: {} },
    { path: "e", value: [1, { f: 2 }] },
  ]);
});
