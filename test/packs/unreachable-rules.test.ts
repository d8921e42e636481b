import { expect, test } from "vitest";
import { check, packFile, packText, place, ruleText } from "./broken.js";

const mode = `"fact": "cache_config.mamba_cache_mode"`;
const size = `"fact": "cache_config.block_size"`;

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
