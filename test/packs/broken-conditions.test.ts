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

const is = (value: unknown, operator = "equal") =>
  `{ ${size}, "operator": "${operator}", "value": ${JSON.stringify(value)} }`;
const fact = (name: string, operator: string, value: unknown) =>
  JSON.stringify({ fact: `model_config.hf_config.${name}`, operator, value });
const other = (name: string) => ({ fact: `model_config.hf_config.${name}` });
const reach: readonly (readonly [string, string, boolean])[] = [
  ["two values at once", `{ "all": [${is(1)}, ${is(2)}] }`, false],
  ["above and below", `{ "all": [${is(5, "greaterThan")}, ${is(3, "lessThan")}] }`, false],
  ["between two integers", `{ "all": [${is(5, "greaterThan")}, ${is(6, "lessThan")}] }`, false],
  ["in an empty list", is([], "in"), false],
  [
    "every value ruled out",
    `{ "all": [{ ${mode}, "operator": "isSet", "value": true }, { ${mode}, "operator": "notIn", "value": ["none", "all", "align"] }] }`,
    false,
  ],
  [
    "neither true nor false nor unset",
    `{ "all": [${["true", "false"].map((value) => `{ "not": { "fact": "cache_config.enable_prefix_caching", "operator": "equal", "value": ${value} } }`).join()}, { "fact": "cache_config.enable_prefix_caching", "operator": "isSet", "value": true }] }`,
    false,
  ],
  [
    "the same and another",
    `{ "all": [${fact("a", "greaterThan", other("b"))}, ${fact("a", "lessThan", other("b"))}] }`,
    false,
  ],
  ["a value between", `{ "all": [${is(5, "greaterThan")}, ${is(7, "lessThan")}] }`, true],
  ["two items of one list", `{ "all": [${fact("a", "contains", "x")}, ${fact("a", "contains", "y")}] }`, true],
  [
    "two items and not a third",
    `{ "all": [${fact("a", "contains", "x")}, ${fact("a", "contains", "y")}, ${fact("a", "doesNotContain", "z")}] }`,
    true,
  ],
  ["in what another fact lists", fact("a", "in", other("b")), true],
  [
    "a chain of facts above a constant",
    `{ "all": [${fact("a", "greaterThan", 100)}, ${fact("b", "greaterThan", other("a"))}, ${fact("c", "greaterThan", other("b"))}] }`,
    true,
  ],
  [
    "two integers above a constant",
    `{ "all": [${is(100, "greaterThan")}, { "fact": "model_config.max_model_len", "operator": "greaterThan", "value": { "fact": "cache_config.block_size" } }] }`,
    true,
  ],
  [
    "two strings that differ",
    `{ "all": [${fact("a", "isSet", true)}, ${fact("b", "isSet", true)}, ${fact("a", "notEqual", "x")}, ${fact("b", "notEqual", "x")}, ${fact("a", "notEqual", other("b"))}] }`,
    true,
  ],
];

test.each(reach)("reach: %s", async (_name, when, isFine) => {
  const { diagnostics } = await check({ [packFile]: packText(ruleText(`▸${when}`)) });
  expect(diagnostics.map(({ code, severity }) => [code, severity])).toEqual(isFine ? [] : [["never-runs", "warning"]]);
  if (!isFine) expect(place(diagnostics[0]!)).toBe(`${packFile}:7:15`);
});
