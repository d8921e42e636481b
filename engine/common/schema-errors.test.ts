import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import * as casesSchema from "../generated/validate-cases.js";
import * as packSchema from "../generated/validate-pack.js";
import * as setSchema from "../generated/validate-set.js";
import * as documentSchema from "../generated/validate-vllm-config.js";
import { checkSchema, type SchemaModule } from "./explain-schema.js";
import { isObject, type Json } from "./json.js";
import { readJson, type JsonSource } from "./read-json.js";

const file = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../rules/vllm/${name}`, import.meta.url), "utf8")) as Json;
const document = {
  model_config: { max_model_len: 8192, is_hybrid: true, hf_config: {} },
  cache_config: { mamba_cache_mode: "none", gpu_memory_utilization: 0.9 },
};
const texts: readonly (readonly [string, unknown, Json])[] = [
  ["pack", packSchema, file("mamba.pack.json")],
  ["pack with every action", packSchema, file("llama-nemotron-vl.pack.json")],
  ["cases", casesSchema, file("gemma4.cases.json")],
  ["set", setSchema, file("vllm.set.json")],
  ["document", documentSchema, document],
];

/** Replaces, removes or renames one part of a value; `path` selects the part by fractions from 0 to 1. */
function mutate(value: Json, path: readonly number[], change: Json | undefined, rename: boolean): Json {
  const entries = typeof value === "object" && value !== null ? Object.entries(value as object) : [];
  const [chance, ...rest] = path;
  if (chance === undefined || entries.length === 0) return change ?? null;
  const at = Math.min(Math.floor(chance * entries.length), entries.length - 1);
  const [key, child] = entries[at] as [string, Json];
  const next = rest.length === 0 && change === undefined ? undefined : mutate(child, rest, change, rename);
  if (Array.isArray(value))
    return value.flatMap((item: Json, index) => (index === at ? (next === undefined ? [] : [next]) : [item]));
  const renamed = rename && rest.length === 0 ? `${key}x` : key;
  return Object.fromEntries(
    entries.flatMap(([name, item]) =>
      name === key
        ? next === undefined
          ? []
          : [[renamed, rename && rest.length === 0 ? child : next]]
        : [[name, item]],
    ),
  );
}

const source = (value: Json): JsonSource => {
  const read = readJson(JSON.stringify(value));
  if (!read.ok) throw new Error("not read");
  return read.source;
};

test.each(texts)("what ajv refuses of a %s is explained, and nothing else", (_name, schema, value) => {
  const module = schema as SchemaModule;
  expect(checkSchema(source(value), module)).toEqual([]);
  const change = fc.option(
    fc.constantFrom<Json>(null, 1, -1, 1.5, "x", true, [], {}, { all: [] }, { set: "a" }, [{}]),
    { nil: undefined },
  );
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 1, maxLength: 9 }),
      change,
      fc.boolean(),
      (path, replacement, rename) => {
        const mutant = mutate(value, path, replacement, rename);
        const findings = checkSchema(source(mutant), module);
        expect(findings.length > 0).toBe(!module.validate(mutant));
        // At most, every inserted key is unknown and the three required keys of an object are missing.
        if (isObject(mutant)) expect(findings.length).toBeLessThanOrEqual(3 + Object.keys(Object(replacement)).length);
        for (const found of findings) expect(found.line).not.toBeNull();
      },
    ),
    { numRuns: 400 },
  );
});

test.each(texts)("a %s is refused where the schema, as it is written, refuses it", (_name, schema, value) => {
  const module = schema as SchemaModule;
  const [own, ...others] = module.readSchemas();
  const asWritten = new Ajv2020({ strict: false, schemas: others as object[] }).compile(own as object);
  const { all, set } = { all: [], set: "a" };
  const change = fc.option(
    fc.constantFrom<Json>(
      null,
      1,
      "x",
      [],
      {},
      { all },
      { all, any: [] },
      { not: { all } },
      { set },
      { set, value: 1 },
      { set, jsonata: "1" },
      { set, value: 1, jsonata: "1" },
      [{}],
    ),
    { nil: undefined },
  );
  const path = fc.array(
    fc.nat({ max: 59 }).map((part) => part / 60),
    { minLength: 1, maxLength: 9 },
  );
  fc.assert(
    fc.property(path, change, fc.boolean(), (place, replacement, rename) => {
      const mutant = mutate(value, place, replacement, rename);
      expect(module.validate(mutant)).toBe(asWritten(mutant));
    }),
    { numRuns: 400 },
  );
});
