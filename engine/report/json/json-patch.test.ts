import fc from "fast-check";
import patch from "fast-json-patch";
import { expect, test } from "vitest";
import { patchBetween } from "./json-patch.js";

const key = fc.constantFrom("a", "b", "a/b", "m~n", "", "0", "é");
const { json } = fc.letrec((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, false, 0, 1, "x", ""),
    fc.array(tie("json"), { maxLength: 3 }),
    fc.dictionary(key, tie("json"), { maxKeys: 3, noNullPrototype: true }),
  ),
}));
const object = fc.dictionary(key, json, { maxKeys: 4, noNullPrototype: true });

test("the patch turns one document into the other", () => {
  fc.assert(
    fc.property(object, object, (before, after) => {
      const operations = structuredClone(patchBetween(before, after)) as patch.Operation[];
      expect(patch.applyPatch(structuredClone(before), operations, true).newDocument).toEqual(after);
    }),
    { numRuns: 2000 },
  );
});

test("an equal document needs no operation", () => {
  fc.assert(
    fc.property(object, (document) => void expect(patchBetween(document, structuredClone(document))).toEqual([])),
  );
});

test("an object in two places is written in both", () => {
  const [old, now] = [{ head_dim: 1 }, { head_dim: 2 }];
  const operations = patchBetween(
    { hf_config: { text_config: old }, hf_text_config: old },
    { hf_config: { text_config: now }, hf_text_config: now },
  );
  expect(operations).toEqual([
    { op: "replace", path: "/hf_config/text_config/head_dim", value: 2 },
    { op: "replace", path: "/hf_text_config/head_dim", value: 2 },
  ]);
});
