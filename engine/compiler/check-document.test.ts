import { expect, test, vi } from "vitest";
import type { Alias } from "../common/engine-adapter.js";
import type { FettleError } from "../common/diagnostic.js";
import type { Json, JsonObject } from "../common/json.js";
import type { JsonSource } from "../common/read-json.js";
import { documentChecker } from "./check-document.js";
import { makeEvaluator } from "./evaluator.js";

const alias: Alias = { section: "m", field: "text", of: "hf", deepest: 2, usualKey: "a" };
const section: JsonObject = {
  type: "object",
  additionalProperties: false,
  properties: { n: { type: "number" }, hf: { type: "object" }, text: { type: "object" } },
};
const schema = vi.fn((): JsonObject => ({ type: "object", additionalProperties: false, properties: { m: section } }));
const engine = { schema, alias };
/** A checker that has compiled nothing yet. */
const fresh = () => documentChecker({ ...engine });
const { fitsSchema, checkDocument, documentError, errorBehind } = fresh();

const source = (value: unknown): JsonSource => ({
  ...{ file: "d.json", value: value as Json, locate: (path) => (path === "" ? null : { line: 3, column: 7 }) },
});
const found = (value: unknown) =>
  checkDocument(source(value)).map(({ code, severity, path, file, line, column, hint }) => {
    expect([file, hint]).toEqual(["d.json", expect.stringMatching(/./)]);
    return [code, severity, path, line, column];
  });

const cyclic: Record<string, unknown> = {};
cyclic["hf"] = cyclic;
const getter = Object.defineProperty({}, "n", {
  enumerable: true,
  get() {
    throw new Error("oh");
  },
});
const proxy = new Proxy({}, { ownKeys: () => [], get: () => expect.fail("read") });

test("a document that fits has no findings and no error", () => {
  for (const fitting of [
    {},
    { m: { n: 1, hf: { any: ["x"] } } },
    { m: { hf: { a: { x: 1 } }, text: { $same: "hf.a" } } },
  ]) {
    expect([fitsSchema(fitting), found(fitting), documentError(fitting)]).toEqual([true, [], null]);
  }
});

test("the schema is compiled once, for both checks", () => {
  const checker = fresh();
  schema.mockClear();
  for (const document of [{}, { m: { n: 1 } }]) expect(checker.fitsSchema(document)).toBe(true);
  expect(schema).toHaveBeenCalledTimes(1);
  schema.mockClear();
  for (const document of [{}, { m: { n: 1 } }]) expect(checker.checkDocument(source(document))).toEqual([]);
  expect(schema).toHaveBeenCalledTimes(1);
  expect(checker.fitsSchema({ m: 1 })).toBe(false);
});

test("what an object inherits is not in the document", () => {
  const document = { m: { hf: Object.create({ f() {} }) } };
  expect([fresh().fitsSchema(document), found(document)]).toEqual([true, []]);
});

test("a document that is no object, or cannot be read at all, is an error", () => {
  expect(found(1)).toEqual([["document-type", "error", "", null, null]]);
  expect(found(proxy)).toEqual([["not-json", "error", "", null, null]]);
});

test("an unknown field is a warning, and no error", () => {
  expect(found({ m: { k: 1 } })).toEqual([["document-unknown-field", "warning", "/m/k", 3, 7]]);
  expect([fitsSchema({ m: { k: 1 } }), documentError({ m: { k: 1 } })]).toEqual([false, null]);
});

test.each<[string, unknown, string, string]>([
  ["a wrong type", { m: { k: 1, n: "x" } }, "document-type", "m.n"],
  ["a reference to no object", { m: { hf: {}, text: { $same: "hf.a" } } }, "bad-same", "m.text.$same"],
  ["a cycle", { m: cyclic }, "too-deep", "m.hf.hf"],
  ["a BigInt", { m: { n: 1n } }, "not-json", "m.n"],
  ["a function", { m: { hf: { f() {} } } }, "not-json", "m.hf.f"],
  ["a getter that throws", { m: getter }, "not-json", "m.n"],
])("%s is an error with its place", (_, document, code, path) => {
  expect(fitsSchema(document)).toBe(false);
  const errors = found(document).filter(([, severity]) => severity === "error");
  expect(errors.map(([first, , at]) => [first, at])).toEqual([[code, `/${path.replaceAll(".", "/")}`]]);
  const error = {
    code: "fettle/document-type",
    kind: "type",
    message: expect.stringMatching(/\S: \S/),
    rule: null,
    path,
  };
  expect(documentError(document)).toEqual(error);
});

test("what reading a document threw is an error of the document, unless the document is JSON", () => {
  expect(errorBehind(new Error("x"), { m: { n: 1n } })).toMatchObject({ code: "fettle/document-type", path: "m.n" });
  expect(errorBehind(new Error("x"), proxy)).toMatchObject({ code: "fettle/document-type", path: "" });
  const bug = new Error("bug");
  expect(() => errorBehind(bug, { m: {} })).toThrow(bug);
});

test("an evaluator refuses what is no document, and packs that are not loaded", () => {
  const run = vi.fn(() => ({ ok: true, document: {}, changes: [], logs: [], error: null }) as const);
  const evaluator = makeEvaluator(new Set(["acme/p"]), run as never, engine as never);
  const refusal = (call: () => unknown) => {
    try {
      call();
    } catch (error) {
      return (error as FettleError).diagnostics.map(({ code, hint }) => [code, hint]);
    }
    return null;
  };
  for (const value of [null, [], "x", 1]) {
    const expected = [["not-an-object", expect.stringMatching(/./)]];
    expect(refusal(() => evaluator.evaluate(value as never))).toEqual(expected);
    expect(refusal(() => evaluator.checkDocument(value as never))).toEqual(expected);
  }
  expect(refusal(() => evaluator.evaluate({}, { pack: "acme/q" }))).toEqual([
    ["unknown-pack", "did you mean `acme/p`?"],
  ]);
  expect(refusal(() => evaluator.evaluate({}, { pack: "zzzzzzzz" }))).toEqual([["unknown-pack", "packs: acme/p"]]);
  expect(run).not.toHaveBeenCalled();
  expect([evaluator.evaluate({}, { pack: "acme/p" }).ok, evaluator.evaluate({}).ok]).toEqual([true, true]);
  expect(evaluator.checkDocument({ k: 1 }).map(({ code, file, path }) => [code, file, path])).toEqual([
    ["document-unknown-field", null, "/k"],
  ]);
});
