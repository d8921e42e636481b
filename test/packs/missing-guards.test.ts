import { expect, test } from "vitest";
import { check, packFile, packText, place, ruleText } from "./broken.js";

const mode = `"fact": "cache_config.mamba_cache_mode"`;
const size = `"fact": "cache_config.block_size"`;

const guards: readonly (readonly [string, string, boolean])[] = [
  ["notEqual alone", `{ ${mode}, "operator": ▸"notEqual", "value": "none" }`, false],
  ["notIn alone", `{ ${mode}, "operator": ▸"notIn", "value": ["none"] }`, false],
  [
    "a guard that comes too late",
    `{ "all": [{ ${mode}, "operator": ▸"notEqual", "value": "none" }, { ${mode}, "operator": "isPresent", "value": true }] }`,
    false,
  ],
  [
    "a guard in the other branch",
    `{ "any": [{ ${mode}, "operator": "isPresent", "value": true }, { ${mode}, "operator": ▸"notEqual", "value": "none" }] }`,
    false,
  ],
  [
    "a guard of another field",
    `{ "all": [{ ${size}, "operator": "isPresent", "value": true }, { ${mode}, "operator": ▸"notEqual", "value": "none" }] }`,
    false,
  ],
  ["a decorated negative", `{ ${size}, "operator": ▸"not:equal", "value": 1 }`, false],
  [
    "the fact to compare with",
    `{ "all": [{ ${size}, "operator": "isSet", "value": true }, { ${size}, "operator": ▸"notEqual", "value": { "fact": "model_config.max_model_len" } }] }`,
    false,
  ],
  [
    "isPresent before it",
    `{ "all": [{ ${mode}, "operator": "isPresent", "value": true }, { ${mode}, "operator": "notEqual", "value": "none" }] }`,
    true,
  ],
  [
    "isSet before it",
    `{ "all": [{ ${mode}, "operator": "isSet", "value": true }, { ${mode}, "operator": "notEqual", "value": "none" }] }`,
    true,
  ],
  [
    "an ordering before it",
    `{ "all": [{ ${size}, "operator": "greaterThan", "value": 1 }, { ${size}, "operator": "notEqual", "value": 16 }] }`,
    true,
  ],
  [
    "a field inside is there, so it is",
    `{ "all": [{ "fact": "model_config.hf_config.a.b", "operator": "isPresent", "value": true }, { "fact": "model_config.hf_config.a", "operator": "notEqual", "value": 1 }] }`,
    true,
  ],
  [
    "absence settled in an any",
    `{ "any": [{ ${mode}, "operator": "isPresent", "value": false }, { ${mode}, "operator": "notEqual", "value": "none" }] }`,
    true,
  ],
  ["not around the positive operator", `{ "not": { ${mode}, "operator": "equal", "value": "none" } }`, true],
  ["not around the negative operator", `{ "not": { ${mode}, "operator": "notEqual", "value": "none" } }`, true],
];

test.each(guards)("guards: %s", async (_name, when, isFine) => {
  const { diagnostics, marked } = await check({ [packFile]: packText(ruleText(when)) });
  expect(diagnostics.map((entry) => [entry.code, place(entry), entry.severity])).toEqual(
    isFine ? [] : [["unguarded-negative", marked[0], "warning"]],
  );
});

test("a fact that is never absent needs no guard", async () => {
  const when = `{ "all": [{ "fact": "a", "operator": "notEqual", "value": true }, { "fact": "b", "operator": "notEqual", "value": "x" }] }`;
  const facts = `  "facts": { "a": "cache_config.block_size > 3 and true", "b": "cache_config.mamba_cache_mode = 'all' ? 'x' : 'y'" },\n`;
  expect((await check({ [packFile]: packText(ruleText(when), facts) })).diagnostics).toEqual([]);
});
