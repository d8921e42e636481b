import { expect, test } from "vitest";
import { check, packFile, packText, place, ruleText } from "./broken.js";

const mode = `"fact": "cache_config.mamba_cache_mode"`;
const size = `"fact": "cache_config.block_size"`;

/** Condition, code, and what the hint or message must say; ▸ stands where the finding points. */
const conditions: readonly (readonly [string, string, string, RegExp])[] = [
  [
    "a misspelt field",
    `{ "fact": "cache_config.▸blok_size", "operator": "equal", "value": 1 }`,
    "unknown-field",
    /did you mean `block_size`/,
  ],
  [
    "a misspelt section",
    `{ "fact": "▸cach_config.block_size", "operator": "equal", "value": 1 }`,
    "unknown-field",
    /did you mean `cache_config`/,
  ],
  [
    "a field of another section",
    `{ "fact": "cache_config.▸max_num_seqs", "operator": "equal", "value": 1 }`,
    "unknown-field",
    /it is a field of `scheduler_config`/,
  ],
  [
    "a field inside a number",
    `{ "fact": "cache_config.block_size.▸x", "operator": "equal", "value": 1 }`,
    "unknown-field",
    /it is an integer/,
  ],
  ["a wrong value", `{ ${mode}, "operator": "equal", "value": ▸"alll" }`, "wrong-enum-value", /did you mean `all`/],
  [
    "a wrong value in a list",
    `{ ${mode}, "operator": "in", "value": ["all", ▸"alighn"] }`,
    "wrong-enum-value",
    /did you mean `align`/,
  ],
  [
    "a number as a string",
    `{ ${size}, "operator": "equal", "value": ▸"16" }`,
    "wrong-value-type",
    /is an integer, not a string/,
  ],
  [
    "a boolean as a string",
    `{ "fact": "cache_config.enable_prefix_caching", "operator": "equal", "value": ▸"true" }`,
    "wrong-value-type",
    /is a boolean/,
  ],
  [
    "a field of another type",
    `{ ${size}, "operator": "equal", "value": { "fact": ▸"cache_config.mamba_cache_mode" } }`,
    "wrong-value-type",
    /but `cache_config.mamba_cache_mode` is a string/,
  ],
  ["an ordering of a string", `{ ${mode}, "operator": ▸"greaterThan", "value": 3 }`, "operator-type", /needs a number/],
  [
    "an ordering against a string",
    `{ ${size}, "operator": "greaterThan", "value": ▸"3" }`,
    "wrong-value-type",
    /compares with a number, not with a string/,
  ],
  [
    "an ordering against a field that is none",
    `{ ${size}, "operator": "lessThan", "value": { "fact": ▸"cache_config.mamba_cache_mode" } }`,
    "wrong-value-type",
    /is a string/,
  ],
  ["a search in a number", `{ ${size}, "operator": ▸"contains", "value": 3 }`, "operator-type", /needs an array/],
  [
    "membership in a string",
    `{ ${size}, "operator": "in", "value": ▸"3" }`,
    "wrong-value-type",
    /compares with an array/,
  ],
  [
    "membership in a field that is a number",
    `{ ${size}, "operator": "in", "value": { "fact": ▸"model_config.max_model_len" } }`,
    "wrong-value-type",
    /compares with an array/,
  ],
  [
    "isSet with a string",
    `{ ${size}, "operator": "isSet", "value": ▸"true" }`,
    "wrong-value-type",
    /compares with a boolean/,
  ],
  ["equality with an array", `{ ${size}, "operator": "equal", "value": ▸[1] }`, "operator-type", /use `in`/],
  [
    "equality with an object",
    `{ "fact": "model_config.hf_config.x", "operator": "equal", "value": ▸{ "a": 1 } }`,
    "operator-type",
    /compare its parts/,
  ],
  [
    "a misspelt operator",
    `{ ${size}, "operator": ▸"greaterThen", "value": 1 }`,
    "unknown-operator",
    /did you mean `greaterThan`/,
  ],
  [
    "an inherited name as operator",
    `{ ${size}, "operator": ▸"constructor", "value": 1 }`,
    "unknown-operator",
    /known operators/,
  ],
  [
    "a misspelt decorator",
    `{ ${size}, "operator": "▸everyFac:equal", "value": 1 }`,
    "unknown-operator",
    /did you mean `everyFact`/,
  ],
  [
    "a misspelt decorated operator",
    `{ ${size}, "operator": "not:▸equl", "value": 1 }`,
    "unknown-operator",
    /did you mean `equal`/,
  ],
  [
    "an unknown fact",
    `{ "fact": ▸"warmth", "operator": "equal", "value": 1 }`,
    "unknown-fact",
    /name one of the pack's `facts`/,
  ],
  [
    "an unknown fact to compare with",
    `{ ${size}, "operator": "equal", "value": { "fact": ▸"warmth" } }`,
    "unknown-fact",
    /name one of the pack's `facts`/,
  ],
  [
    "more than a fact to compare with",
    `{ ${size}, "operator": "equal", "value": ▸{ "fact": "model_config.max_model_len", "path": "$.x" } }`,
    "schema",
    /takes a single name/,
  ],
  [
    "JSONPath",
    `{ "fact": ▸"$.cache_config.block_size", "operator": "equal", "value": 1 }`,
    "bad-path",
    /names separated by dots/,
  ],
  ["an empty path", `{ "fact": ▸"", "operator": "equal", "value": 1 }`, "bad-path", /names separated by dots/],
  [
    "an inherited name as fact",
    `{ "fact": ▸"constructor", "operator": "equal", "value": 1 }`,
    "forbidden-path",
    /every JavaScript object/,
  ],
  [
    "an inherited name in a path",
    `{ "fact": ▸"cache_config.__proto__.x", "operator": "equal", "value": 1 }`,
    "forbidden-path",
    /every JavaScript object/,
  ],
  ["an unknown condition", `{ "condition": ▸"prefix" }`, "unknown-condition", /name one of the pack's `conditions`/],
  ["an inherited name as condition", `{ "condition": ▸"toString" }`, "unknown-condition", /name one of/],
  ["a misspelt `all`", `{ ▸"al": [] }`, "unknown-key", /did you mean `all`/],
  ["a misspelt `fact`", `{ ▸"fct": "a", "operator": "equal", "value": 1 }`, "unknown-key", /did you mean `fact`/],
  ["a misspelt `operator`", `{ ${size}, ▸"operater": "equal", "value": 1 }`, "unknown-key", /did you mean `operator`/],
  ["a misspelt `value`", `{ ${size}, "operator": "equal", ▸"val": 1 }`, "unknown-key", /did you mean `value`/],
  [
    "json-rules-engine's `priority`",
    `{ ${size}, "operator": "equal", "value": 1, ▸"priority": 2 }`,
    "unknown-key",
    /known keys: fact, operator, value/,
  ],
  ["`all` beside `any`", `{ "all": [], ▸"any": [] }`, "schema", /keep one of the two/],
  [
    "a comparison beside `all`",
    `{ "all": [], ▸"fact": "a", "operator": "equal", "value": 1 }`,
    "schema",
    /cannot be combined with `all`/,
  ],
  ["a comparison without value", `▸{ ${size}, "operator": "equal" }`, "schema", /add `value`/],
  ["a comparison without operator", `▸{ ${size}, "value": 1 }`, "schema", /add `operator`/],
  ["an empty condition", `▸{}`, "schema", /expected one of `all`, `any`, `not`, `condition`, `fact`/],
  ["a name instead of a condition", `▸"prefix"`, "schema", /an object with one of/],
  [
    "a list instead of a condition",
    `▸[{ ${size}, "operator": "equal", "value": 1 }]`,
    "schema",
    /an object with one of/,
  ],
  ["`all` of one condition", `{ "all": ▸{ ${size}, "operator": "equal", "value": 1 } }`, "schema", /expected an array/],
  [
    "a mistake four levels down",
    `{ "all": [{ "not": { "any": [▸{ ${size}, "operator": "equal" }] } }] }`,
    "schema",
    /add `value`/,
  ],
];

test.each(conditions)("%s", async (_name, when, code, words) => {
  const { diagnostics, marked } = await check({ [packFile]: packText(ruleText(when)) });
  expect(diagnostics.map((entry) => [entry.code, place(entry), entry.severity])).toEqual([[code, marked[0], "error"]]);
  expect(`${diagnostics[0]!.message} / ${diagnostics[0]!.hint}`).toMatch(words);
});
