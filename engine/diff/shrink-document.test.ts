import { expect, test } from "vitest";
import { readPath } from "../common/path.js";
import { shrinkDocument } from "./shrink-document.js";

test("only what is needed stays", () => {
  const document = {
    model_config: { architecture: "A", hf_config: { head_dim: 256, other: { deep: 1 } } },
    cache_config: { block_size: 16 },
  };
  const smallest = shrinkDocument(
    document,
    (smaller) => readPath(smaller, ["model_config", "hf_config", "head_dim"]) === 256,
  );
  expect(smallest).toEqual({ model_config: { hf_config: { head_dim: 256 } } });
});

test("what can only go once something else has gone goes as well", () => {
  const smallest = shrinkDocument({ a: 1, b: 2 }, (smaller) => !("b" in smaller) || "a" in smaller);
  expect(smallest).toEqual({});
});

test("items of arrays that are not needed go", () => {
  const needs = (value: unknown) => JSON.stringify(value).includes('"b"') && JSON.stringify(value).includes('"d"');
  const document = { list: ["a", "b", { c: ["x", "d", "y"], e: 1 }, "f"] };
  expect(shrinkDocument(document, needs)).toEqual({ list: ["b", { c: ["d"] }] });
});
