import { expect, test } from "vitest";
import { check, packFile, packText, place, ruleText } from "./broken.js";

type Row = readonly [name: string, text: string, code: string, words: RegExp, severity?: "warning"];

const always = `{ "fact": "cache_config.block_size", "operator": "isSet", "value": true }`;
const action = (then: string) => packText(ruleText(always, then));
const log = (message: string) => action(`{ "log": "info", "code": "x", "message": "${message}" }`);
const withFacts = (facts: string, use = "f") =>
  packText(ruleText(`{ "fact": "${use}", "operator": "equal", "value": 1 }`), `  "facts": { ${facts} },\n`);
const fact = (expression: string) => withFacts(`"f": "${expression}"`);
const head = (more: string) => packText(ruleText(always), more);
const rules = (text: string) => packText(text);
const rule = (keys: string) => `{ ${keys}, "then": [{ "log": "info", "code": "x", "message": "x" }] }`;

const named = (id: string, when: string) =>
  packText(`{ "id": ▸"${id}", "when": ${when}, "then": [{ "log": "info", "code": "x", "message": "x" }] }`);
const asks = (value: boolean) => `{ "fact": "cache_config.block_size", "operator": "isSet", "value": ${value} }`;

const rows: readonly Row[] = [
  // where it comes from, and what it is for
  [
    "a misspelt architecture",
    head(`  "match": { "architectures": ["Qwen3ForCausalLM", ▸"Qwen3ForCasualLM"] },\n`),
    "unknown-architecture",
    /did you mean `Qwen3ForCausalLM`\? Or, .*"custom": true/,
  ],
  [
    "a misspelt architecture of some releases",
    head(`  "match": { "architectures": [{ "architecture": ▸"Gemma5ForCausalLM", "versions": ">=0.20.0" }] },\n`),
    "unknown-architecture",
    /did you mean/,
  ],
  [
    "a file that is a web address",
    head(`  "source": { "project": "vllm", "file": ▸"https://example.org/config.py" },\n`),
    "bad-source",
    /project's root/,
  ],
  ["a file outside of its project", head(`  "source": { "file": ▸"../config.py" },\n`), "bad-source", /project's root/],
  [
    "a file that is a folder",
    head(`  "source": { "file": ▸"vllm/model_executor/" },\n`),
    "bad-source",
    /project's root/,
  ],
  ["a web address that is none", head(`  "source": { "url": ▸"vllm/config.py" },\n`), "bad-source", /https/],
  [
    "an id that says there is what is missing",
    named("has-block-size", asks(false)),
    "inverted-id",
    /name the situation/,
    "warning",
  ],
  [
    "an id that says there is not what is",
    named("missing-block-size", `{ "all": [${asks(true)}, { "not": ${asks(false)} }] }`),
    "inverted-id",
    /name the situation/,
    "warning",
  ],
  // actions
  [
    "writing a misspelt field",
    action(`{ "set": "cache_config.▸blok_size", "value": 1 }`),
    "unknown-field",
    /did you mean `block_size`/,
  ],
  [
    "removing a misspelt field",
    action(`{ "unset": "cache_config.▸blok_size" }`),
    "unknown-field",
    /did you mean `block_size`/,
  ],
  [
    "writing a value that is none of the field's",
    action(`{ "set": "cache_config.mamba_cache_mode", "value": ▸"aling" }`),
    "wrong-enum-value",
    /did you mean `align`/,
  ],
  [
    "writing a string into a number",
    action(`{ "set": "cache_config.block_size", "value": ▸"16" }`),
    "wrong-value-type",
    /is an integer/,
  ],
  [
    "writing a fraction into an integer",
    action(`{ "set": "cache_config.block_size", "value": ▸1.5 }`),
    "wrong-value-type",
    /is an integer/,
  ],
  [
    "writing a number over a section",
    action(`{ "set": "cache_config", "value": ▸3 }`),
    "wrong-value-type",
    /is an object/,
  ],
  [
    "writing a string into a number of a section",
    action(`{ "set": "cache_config", "value": { "block_size": ▸"16" } }`),
    "wrong-value-type",
    /`cache_config.block_size` is an integer/,
  ],
  [
    "writing a section with a misspelled field",
    action(`{ "set": "cache_config", "value": { "blok_size": ▸16 } }`),
    "unknown-field",
    /did you mean `block_size`/,
  ],
  [
    "writing an expression that is a string",
    action(`{ "set": "cache_config.block_size", "jsonata": ▸"'16'" }`),
    "wrong-value-type",
    /is an integer/,
  ],
  [
    "writing one field into another of another type",
    action(`{ "set": "cache_config.block_size", "jsonata": ▸"model_config.model" }`),
    "wrong-value-type",
    /but `model_config.model` is a string/,
  ],
  [
    "writing through an inherited name",
    action(`{ "set": ▸"cache_config.__proto__.x", "value": 1 }`),
    "forbidden-path",
    /every JavaScript object/,
  ],
  [
    "writing `constructor`",
    action(`{ "set": ▸"model_config.hf_config.constructor", "value": 1 }`),
    "forbidden-path",
    /every JavaScript object/,
  ],
  [
    "writing with brackets",
    action(`{ "set": ▸"cache_config['block_size']", "value": 1 }`),
    "bad-path",
    /names separated by dots/,
  ],
  [
    "writing a fact",
    packText(
      ruleText(`{ "fact": "f", "operator": "equal", "value": 1 }`, `{ "set": ▸"f", "value": 1 }`),
      `  "facts": { "f": "cache_config.block_size" },\n`,
    ),
    "bad-path",
    /write `cache_config.block_size`/,
  ],
  ["no value", action(`▸{ "set": "cache_config.block_size" }`), "schema", /add `value` or `jsonata`/],
  [
    "a misspelt value",
    action(`{ "set": "cache_config.block_size", ▸"valu": 1 }`),
    "unknown-key",
    /did you mean `value`/,
  ],
  [
    "a value and an expression",
    action(`{ "set": "cache_config.block_size", "value": 1, ▸"jsonata": "1" }`),
    "schema",
    /cannot be combined with `value`/,
  ],
  [
    "two actions in one",
    action(`{ "set": "cache_config.block_size", "value": 1, ▸"log": "info" }`),
    "schema",
    /in its own object/,
  ],
  [
    "a misspelt action",
    action(`{ ▸"sett": "cache_config.block_size", "value": 1 }`),
    "unknown-key",
    /did you mean `set`/,
  ],
  ["an empty action", action(`▸{}`), "schema", /expected one of `set`, `unset`, `log`, `fail`, `include`/],
  ["a text as action", action(`▸"set"`), "schema", /`then\[0\]` is the string/],
  [
    "a level that is none",
    action(`{ "log": ▸"warn", "code": "x", "message": "x" }`),
    "schema",
    /did you mean `warning`/,
  ],
  ["a log without code", action(`▸{ "log": "info", "message": "x" }`), "schema", /add `code`/],
  [
    "a kind that is none",
    action(`{ "fail": "x", "kind": ▸"asertion", "message": "x" }`),
    "schema",
    /did you mean `assertion`/,
  ],
  ["a code in capitals", action(`{ "log": "info", "code": ▸"Block Size", "message": "x" }`), "schema", /lower-case/],
  ["including nothing that is", action(`{ "include": ▸"acme/gpuu" }`), "unknown-pack", /did you mean `acme\/gpu`/],
  ["including without a vendor", action(`{ "include": ▸"gpu" }`), "schema", /expected vendor\/family/],
  ["including itself", action(`▸{ "include": "acme/gpu" }`), "include-cycle", /remove one of these includes/],
  // messages
  ["a misspelt placeholder", log("a {cache_config.▸blok_size} b"), "unknown-field", /did you mean/],
  ["a placeholder of no fact", log("a { ▸warmth } b"), "unknown-fact", /name one of the pack's `facts`/],
  ["a placeholder behind escapes", log('\\u0041\\t\\"{▸warmth}'), "unknown-fact", /unknown fact `warmth`/],
  ["an empty placeholder", log("a ▸{} b"), "bad-placeholder", /between the braces/],
  ["an open brace", log("a ▸{mode"), "bad-placeholder", /write `\{\{`/],
  ["a closing brace alone", log("a ▸} b"), "bad-placeholder", /write `\{\{`/],
  ["an inherited name as placeholder", log("a {▸__proto__}"), "forbidden-path", /every JavaScript object/],
  [
    "an inherited name in a placeholder",
    log("a {▸cache_config.constructor.name}"),
    "forbidden-path",
    /every JavaScript object/,
  ],
  // facts and expressions
  ["an expression that stops", fact("1 +▸"), "expression-syntax", /unexpected end/],
  ["a function of one's own", fact("function▸($x){ $x }(1)"), "expression-refused", /./],
  ["a regular expression", fact("▸$match(model_config.model, /a/)"), "expression-refused", /\$contains/],
  ["a misspelt function", fact("1 + ▸$lenght(model_config.model)"), "expression-refused", /did you mean `\$length`/],
  [
    "a misspelt field in an expression",
    fact("1 + cache_config.▸blok_size"),
    "unknown-field",
    /did you mean `block_size`/,
  ],
  [
    "a fact in another fact",
    withFacts(`"a": "cache_config.block_size", "f": "▸a + 1"`).replace(`"x" }]`, `"{a}" }]`),
    "unknown-field",
    /the document has no field `a`/,
  ],
  [
    "an inherited name in an expression",
    fact("cache_config.▸__proto__"),
    "expression-refused",
    /every JavaScript object inherits it/,
  ],
  [
    "an inherited name as a fact's name",
    withFacts(`▸"toString": "cache_config.block_size"`, "toString"),
    "forbidden-path",
    /choose another name/,
  ],
  [
    "`constructor` as a fact's name",
    withFacts(`▸"constructor": "cache_config.block_size"`, "constructor"),
    "forbidden-key",
    /remove it/,
  ],
  ["a fact's name with a blank", withFacts(`▸"a b": "cache_config.block_size"`), "schema", /is not a valid name/],
  ["a fact that is no text", withFacts(`"f": ▸1`), "schema", /expected a string/],
  [
    "a misspelt use of a fact, which is then not unused as well",
    withFacts(`"mode": "cache_config.block_size"`, "▸mdoe").replace(`"▸mdoe`, `▸"mdoe`),
    "unknown-fact",
    /did you mean `mode`/,
  ],
  ["an unused fact", head(`  "facts": { ▸"f": "cache_config.block_size" },\n`), "unused-fact", /remove it/, "warning"],
  ["an unused condition", head(`  "conditions": { ▸"c": ${always} },\n`), "unused-condition", /remove it/, "warning"],
  [
    "a misspelt condition, which is then not unused as well",
    packText(ruleText(`{ "condition": ▸"prefx" }`), `  "conditions": { "prefix": ${always} },\n`),
    "unknown-condition",
    /did you mean `prefix`/,
  ],
  [
    "conditions in a circle",
    packText(
      ruleText(`{ "condition": "a" }`),
      `  "conditions": { "a": ▸{ "condition": "b" }, "b": { "not": { "condition": "a" } } },\n`,
    ),
    "condition-cycle",
    /`a` → `b` → `a`/,
  ],
  [
    "a mistake in a condition that two rules use",
    packText(
      ruleText(`{ "condition": "c" }`) + `, ` + ruleText(`{ "condition": "c" }`).replace(`"r"`, `"s"`),
      `  "conditions": { "c": { "fact": "cache_config.▸blok_size", "operator": "equal", "value": 1 } },\n`,
    ),
    "unknown-field",
    /did you mean/,
  ],
  // structure
  ["a misspelt `when`", rules(rule(`"id": "r", ▸"wehn": ${always}`)), "unknown-key", /did you mean `when`/],
  ["a misspelt `then`", rules(`{ "id": "r", ▸"thn": [] }`), "unknown-key", /did you mean `then`/],
  ["no action", rules(`{ "id": "r", "then": ▸[] }`), "schema", /at least one/],
  ["an id with a blank", rules(rule(`"id": ▸"R 1"`)), "schema", /lower-case/],
  ["two rules of one id", rules(`${rule(`"id": "r"`)}, ${rule(`"id": ▸"r"`)}`), "duplicate-rule", /a unique id/],
  ["a range that is none", rules(rule(`"id": "r", "versions": ▸"banana"`)), "bad-version-range", /semver range/],
  ["an empty range", head(`  "versions": ▸"",\n`), "bad-version-range", /semver range/],
  [
    "a range outside of the pack's",
    packText(rule(`"id": "r", "versions": ▸">=0.20.0"`), `  "versions": "<0.20.0",\n`),
    "never-runs",
    /is outside/,
    "warning",
  ],
  [
    "a hook that is none",
    `{ "pack": "acme/gpu", "hook": ▸"vllm", "rules": [] }`,
    "schema",
    /did you mean `vllm_config`/,
  ],
  [
    "a misspelt hook",
    `{ "pack": "acme/gpu", ▸"hok": "vllm_config", "rules": [] }`,
    "unknown-key",
    /did you mean `hook`/,
  ],
  ["no rules", `▸{ "pack": "acme/gpu", "hook": "vllm_config" }`, "schema", /add `rules`/],
  [
    "rules that are an object",
    `{ "pack": "acme/gpu", "hook": "vllm_config", "rules": ▸{} }`,
    "schema",
    /expected an array/,
  ],
  ["a list instead of a pack", `▸[]`, "schema", /expected an object/],
  [
    "another name than the file's",
    `{ "pack": ▸"acme/gpux", "hook": "vllm_config", "rules": [] }`,
    "name-mismatch",
    /acme\/gpux.pack.json/,
  ],
  [
    "a name without vendor",
    `{ "pack": ▸"gpu", "hook": "vllm_config", "rules": [] }`,
    "schema",
    /expected vendor\/family/,
  ],
  ["no architecture to match", head(`  "match": { "architectures": ▸[] },\n`), "schema", /at least one/],
  ["a misspelt match", head(`  "match": { ▸"architecture": ["A"] },\n`), "unknown-key", /did you mean `architectures`/],
  [
    "a section that does not stand yet",
    `{ "pack": "acme/gpu", "hook": "model_config", "rules": [{ "id": "r", "then": [{ "set": ▸"cache_config.block_size", "value": 1 }] }] }`,
    "hook-mismatch",
    /hook vllm_config/,
    "warning",
  ],
  // JSON
  [
    "a key twice",
    `{ "pack": "acme/gpu", "hook": "vllm_config",\n  ▸"hook": "vllm_config", "rules": [] }`,
    "duplicate-key",
    /keep one/,
  ],
  [
    "an inherited key",
    `{ "pack": "acme/gpu", ▸"__proto__": {}, "hook": "vllm_config", "rules": [] }`,
    "forbidden-key",
    /remove it/,
  ],
  [
    "an inherited key in a written value",
    action(`{ "set": "model_config.hf_config.x", "value": { "a": { ▸"__proto__": 1 } } }`),
    "forbidden-key",
    /remove it/,
  ],
  [
    "an inherited key written as an escape",
    `{ "pack": "acme/gpu", ▸"__pr\\u006fto__": {}, "hook": "vllm_config", "rules": [] }`,
    "forbidden-key",
    /remove it/,
  ],
  ["a text that is cut off", `{ "pack": "acme/gpu",▸`, "json-syntax", /unexpected end of input/],
  ["a comma too many", `{\n  "pack": "acme/gpu",\n▸}`, "json-syntax", /trailing commas/],
  ["a comment", `{ ▸// a pack\n "pack": "acme/gpu" }`, "json-syntax", /remove comments/],
  ["nothing", `▸`, "json-syntax", /expected one JSON value/],
  [
    "windows line ends",
    `{\r\n  "pack": "acme/gpu",\r\n  "hook": "vllm_config",\r\n  "rules": [],\r\n  ▸"hooks": []\r\n}`,
    "unknown-key",
    /did you mean `hook`/,
  ],
  [
    "characters beyond the first plane before it",
    `{ "title": "🚀🚀", "pack": "acme/gpu", "hook": ▸"vllm", "rules": [] }`,
    "schema",
    /did you mean/,
  ],
];

test.each(rows.map(([name, text, code, words, severity = "error"]) => ({ name, text, code, words, severity })))(
  "$name",
  async ({ text, code, words, severity }) => {
    const { diagnostics, marked } = await check({ [packFile]: text });
    expect(diagnostics.map((entry) => [entry.code, place(entry), entry.severity])).toEqual([
      [code, marked[0], severity],
    ]);
    expect(`${diagnostics[0]!.message} / ${diagnostics[0]!.hint}`).toMatch(words);
  },
);

test("each of several mistakes is told", async () => {
  const text = packText(
    ruleText(
      `{ "all": [{ "fact": "▸warmth", "operator": "▸equals", "value": 1 }] }`.replaceAll(`"▸`, `▸"`),
      `{ "log": "info", "code": "x", "message": "{▸a} {▸b}" }`,
    ),
  );
  const { diagnostics, marked } = await check({ [packFile]: text });
  expect(diagnostics.map(place)).toEqual(marked);
});

test("what is right draws nothing", async () => {
  const text = packText(
    ruleText(
      `{ "all": [] }`,
      `{ "log": "info", "code": "x", "message": "{{braces}} {cache_config.block_size}" }, { "set": "model_config.hf_config.any.thing", "value": { "a": [1] } }, { "set": "cache_config.block_size", "value": null }`,
    ),
  );
  expect((await check({ [packFile]: text })).diagnostics).toEqual([]);
});

test("a plug-in's own architecture is said to be one, and ids that are in order draw nothing", async () => {
  for (const text of [
    head(
      `  "match": { "architectures": [{ "architecture": "AcmeForCausalLM", "custom": true }, "MotifForCausalLM", "Qwen3ForSequenceClassification"] },\n  "source": { "file": "vllm/models/config.py", "url": "https://example.org/x" },\n`,
    ),
    named("missing-block-size", asks(false)),
    named("no-block-size", asks(true)),
    named("has-block-size", `{ "all": [${asks(true)}, ${asks(false)}] }`),
  ])
    expect(
      (await check({ [packFile]: text.replaceAll("▸", "") })).diagnostics.filter(({ code }) => code !== "never-runs"),
    ).toEqual([]);
});

test("an id that an included pack has, too", async () => {
  const outer = `{ "pack": "acme/outer", "hook": "vllm_config", "rules": [{ "id": ▸"r", "then": [{ "include": "acme/gpu" }] }] }`;
  const { diagnostics, marked } = await check({
    [packFile]: packText(ruleText(always)),
    "acme/outer.pack.json": outer,
  });
  expect(diagnostics.map((found) => [found.code, found.severity, place(found)])).toEqual([
    ["duplicate-rule", "warning", ...marked],
  ]);
});
