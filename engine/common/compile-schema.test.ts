import fc from "fast-check";
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readSchemas } from "../generated/schema-vllm-config-plain.js";
import { validate } from "../generated/validate-vllm-config.js";
import { compileSchema } from "./compile-schema.js";
import type { JsonObject } from "./json.js";
import { schemaErrorsOf, resolve, type Located } from "./schema-errors.js";

const [root] = readSchemas() as [JsonObject];
const whole: Located = { schema: root, root, documents: [] };
const fits = compileSchema(whole);

const vectors = new URL("../../test/vectors/vllm-seed/", import.meta.url);
const documents = readdirSync(vectors)
  .filter((name) => name.endsWith(".jsonl"))
  .flatMap((name) => readFileSync(new URL(name, vectors), "utf8").trim().split("\n"))
  .map((line) => (JSON.parse(line) as { input: JsonObject }).input);

/** Every section with the names of its fields. */
const sections = Object.entries(root["properties"] as JsonObject).map(([name, schema]) => {
  const { schema: section } = resolve({ ...whole, schema: schema as JsonObject });
  return {
    name,
    fields: Object.keys((section["properties"] ?? {}) as JsonObject),
    values:
      JSON.stringify(section)
        .match(/(?<="enum":\[)[^\]]*/g)
        ?.flatMap((list) => JSON.parse(`[${list}]`) as unknown[]) ?? [],
  };
});

/** Generates a known section with values of any kind, including valid values of its fields. */
const section = fc.constantFrom(...sections).chain(({ name, fields, values }) => {
  const plain = fc.oneof(
    fc.constantFrom<unknown>(
      null,
      true,
      false,
      0,
      -0,
      1,
      -1,
      0.5,
      1e300,
      NaN,
      Infinity,
      undefined,
      "",
      "x",
      [],
      {},
      [1],
      ["x"],
      [null],
      [[]],
      { x: 1 },
      ...values,
    ),
    fc.array(fc.constantFrom<unknown>(null, 1, 1.5, "x", true, {}, []), { maxLength: 3 }),
  );
  const key = fc.constantFrom(...fields, "unknown", "__proto__", "toString");
  const content = fc.oneof(
    { weight: 9, arbitrary: fc.dictionary(key, plain, { maxKeys: 2 }) },
    { weight: 1, arbitrary: plain },
  );
  return content.map((value) => [name, value] as const);
});

describe("a compiled schema of documents agrees with ajv", () => {
  test("on the documents of all vectors", () => {
    expect(documents.length).toBeGreaterThan(100);
    expect(documents.filter((document) => !fits(document) || !validate(document))).toEqual([]);
  });

  test("on sections of any content", () => {
    let [taken, refused] = [0, 0];
    fc.assert(
      fc.property(fc.array(section, { maxLength: 2 }), (parts) => {
        const document = Object.fromEntries(parts);
        if (validate(document)) taken++;
        else refused++;
        expect(fits(document)).toBe(validate(document));
      }),
      { numRuns: 5000 },
    );
    expect(Math.min(taken, refused)).toBeGreaterThan(500);
  });

  test("on every value that is no document", () => {
    for (const value of [null, 1, "x", true, [], [{}], undefined, {}, { unknown: 1 }])
      expect(fits(value)).toBe(validate(value));
  });
});

test.each([NaN, Infinity, undefined])(
  "a field that is %s, which JSON cannot say, is explained where it is refused",
  (value) => {
    for (const schema of [{ type: "number" }, { type: ["integer", "null"] }]) {
      const located = { schema, root: schema, documents: [] };
      expect(compileSchema(located)(value)).toBe(false);
      expect(schemaErrorsOf(value, located)).toHaveLength(1);
    }
  },
);

test.each([
  { pattern: "x" },
  { type: "object", required: ["x"] },
  { properties: { x: { anyOf: [] } } },
  { enum: [[]] },
])("what is not understood is refused: %j", (schema) => {
  const located = { schema: schema as JsonObject, root: {}, documents: [] };
  expect(() => compileSchema(located)({ x: 1 })).toThrow(/not supported|scalars/);
});
