import { describe, expect, test } from "vitest";
import { vllm } from "../vllm/adapter/vllm.js";
import { fieldsOf, fits, jsonType } from "./fields.js";

const fields = fieldsOf(vllm);
const find = (path: string) => fields.find(path.split("."));

test.each([
  ["cache_config.block_size", ["integer"], null],
  ["cache_config.mamba_cache_mode", ["string"], ["all", "align", "none"]],
  ["cache_config.enable_prefix_caching", ["boolean"], null],
])("%s is known", (path, types, values) => {
  const found = find(path);
  expect(found).toMatchObject({ kind: "known", field: { types } });
  if (found.kind === "known") expect(found.field.values?.toSorted() ?? null).toEqual(values?.toSorted() ?? null);
});

test.each(["model_config.hf_config.anything.at.all", "model_config.hf_text_config.x"])("%s is open", (path) => {
  expect(find(path)).toEqual({ kind: "open" });
});

test.each([
  ["cach_config", "", "cach_config"],
  ["cache_config.blok_size", "cache_config", "blok_size"],
  ["cache_config.block_size.x", "cache_config.block_size", "x"],
  ["cache_config.toString", "cache_config", "toString"],
])("%s leads nowhere", (path, section, name) => {
  expect(find(path)).toMatchObject({ kind: "unknown", section, name });
});

describe("what fits", () => {
  const integer = { types: ["integer"], values: null };
  test.each([
    [1, integer, true],
    [1.5, integer, false],
    ["1", integer, false],
    [null, integer, true],
    [true, integer, false],
    [1, { types: ["number"], values: null }, true],
    [1.5, { types: ["number"], values: null }, true],
    ["a", { types: ["string"], values: ["a"] }, true],
    ["b", { types: ["string"], values: ["a"] }, false],
    [{}, { types: [], values: null }, true],
  ])("%j in %j: %s", (value, field, expected) => {
    expect(fits(value, field)).toBe(expected);
  });
});

describe("fields of a schema", () => {
  const closed = { type: "object", additionalProperties: false, properties: { x: { type: ["integer", "null"] } } };
  const made = fieldsOf({
    alias: null,
    schema: () => ({
      $defs: { closed, again: { $ref: "#/$defs/closed" } },
      type: "object",
      additionalProperties: false,
      properties: {
        named: { $ref: "#/$defs/again" },
        optional: { anyOf: [{ type: "null" }, { $ref: "#/$defs/closed" }] },
        either: { anyOf: [{ type: "string" }, { type: ["integer", "string", "null"] }] },
        listed: { enum: ["a", 1.5, 2, true, null] },
        both: { anyOf: [{ enum: ["a"] }, { enum: ["b", null] }] },
        half: { anyOf: [{ enum: ["a"] }, { type: "integer" }] },
        loose: { anyOf: [{ type: "string" }, {}] },
        open: { type: "object" },
        array: { type: ["array", "null"] },
        text: { type: "string" },
        any: {},
        nowhere: { $ref: "#/$defs/none/deeper" },
      },
    }),
  });
  const look = (path: string) => made.find(path.split("."));
  const field = (types: string[], values: unknown[] | null = null) => ({ kind: "known", field: { types, values } });

  test.each([
    ["named", field(["object"])],
    ["named.x", field(["integer"])],
    ["optional", field(["object"])],
    ["optional.x", field(["integer"])],
    ["either", field(["string", "integer"])],
    ["listed", field(["string", "number", "integer", "boolean"], ["a", 1.5, 2, true])],
    ["both", field(["string"], ["a", "b"])],
    ["half", field(["string", "integer"])],
    ["loose", field([])],
    ["nowhere", field([])],
    ["any", field([])],
    ["open.x.y", { kind: "open" }],
    ["array.0", { kind: "open" }],
    ["any.x", { kind: "open" }],
    ["loose.x", { kind: "open" }],
    ["nowhere.x", { kind: "open" }],
    ["named.y", { kind: "unknown", name: "y", section: "named", known: ["x"] }],
    ["optional.y.z", { kind: "unknown", name: "y", section: "optional", known: ["x"] }],
    ["text.x", { kind: "unknown", name: "x", section: "text", known: [] }],
    ["either.x", { kind: "unknown", name: "x", section: "either", known: [] }],
  ])("%s", (path, expected) => {
    expect(look(path)).toEqual(expected);
  });

  test("its sections are its top-level keys, and there may be none", () => {
    expect([made.sections.has("text"), made.sections.has("x"), made.sections.size]).toEqual([true, false, 12]);
    const none = fieldsOf({ alias: null, schema: () => ({}) });
    expect([none.sections.size, none.find(["a"])]).toEqual([0, { kind: "open" }]);
  });

  test("the type of each value, and arrays and booleans in lists of values", () => {
    expect([null, [], {}, 1, 1.5, "a", true].map(jsonType)).toEqual([
      ...["null", "array", "object", "integer", "number", "string", "boolean"],
    ]);
    expect(fits(1.5, { types: ["integer", "number"], values: [1.5] })).toBe(true);
    expect(fits([], { types: ["array"], values: null })).toBe(true);
    expect(fits([], { types: ["object"], values: null })).toBe(false);
    expect(fits(2, { types: [], values: [1] })).toBe(false);
    expect(fits("a", { types: ["number"], values: null })).toBe(false);
  });
});
