import { expect, test } from "vitest";
import { check, packFile, packText, place } from "./broken.js";

type Files = Readonly<Record<string, string>>;
type Row = readonly [name: string, files: Files, code: string, words: RegExp, severity?: "warning"];

const then = `"then": [{ "set": "cache_config.block_size", "value": 16 }, { "log": "info", "code": "sized", "message": "x" }]`;
const pack = packText(
  `{ "id": "r", ${then} }, { "id": "s", "when": { "fact": "model_config.model", "operator": "equal", "value": "m" }, "then": [{ "fail": "no", "kind": "value", "message": "x" }] }`,
);
const casesFile = "acme/gpu.cases.json";
const cases = (text: string) => ({
  [packFile]: pack,
  [casesFile]: `{\n  "pack": "acme/gpu",\n  "cases": [${text}]\n}`,
});
const one = (expect: string, document = "{}", more = "") =>
  cases(`{ "name": "a", ${more}"document": ${document}, "expect": ${expect} }`);
const set = (text: string) => ({
  [packFile]: pack,
  "acme.set.json": `{ "set": "acme", "target": "vllm@0.19.0", ${text} }`,
});
const empty = (name: string, more = "") => `{ "pack": "${name}", "hook": "vllm_config", ${more}"rules": [] }`;
const including = (name: string, other: string, mark = "") =>
  `{ "pack": "${name}", "hook": "vllm_config", "rules": [{ "id": "r", "then": [${mark}{ "include": "${other}" }] }] }`;

const rows: readonly Row[] = [
  // cases
  [
    "cases of a pack that is not there",
    { [packFile]: pack, [casesFile]: `{ "pack": ▸"acme/gpux", "cases": [] }` },
    "bad-case",
    /did you mean `acme\/gpu`/,
  ],
  [
    "cases that stand elsewhere",
    { [packFile]: pack, "acme/other.cases.json": `{ "pack": ▸"acme/gpu", "cases": [] }` },
    "name-mismatch",
    /acme\/gpu.cases.json/,
  ],
  ["a misspelt expectation", one(`{ ▸"change": {} }`), "unknown-key", /did you mean `changes`/],
  ["no expectation", cases(`▸{ "name": "a", "document": {} }`), "schema", /add `expect`/],
  [
    "two cases of one name",
    cases(`{ "name": "a", "document": {}, "expect": {} }, { "name": ▸"a", "document": {}, "expect": {} }`),
    "bad-case",
    /what is different/,
  ],
  ["a target that is none", one(`{}`, "{}", `"target": ▸"vllm 0.19", `), "bad-target", /project@version/],
  [
    "a wrong value in a document",
    one(`{}`, `{ "cache_config": { "mamba_cache_mode": ▸"alll" } }`),
    "document-type",
    /did you mean `all`/,
  ],
  [
    "an unknown field in a document",
    one(`{}`, `{ "cache_config": { ▸"blok_size": 1 } }`),
    "document-unknown-field",
    /did you mean `block_size`/,
    "warning",
  ],
  [
    "a misspelt changed path",
    one(`{ "changes": { ▸"cache_config.blok_size": 16 } }`),
    "unknown-field",
    /did you mean `block_size`/,
  ],
  [
    "an inherited name in a changed path",
    one(`{ "changes": { ▸"cache_config.__proto__.x": 16 } }`),
    "forbidden-path",
    /every JavaScript object/,
  ],
  [
    "a misspelt removed path",
    one(`{ "removed": [▸"cache_config.blok_size"] }`),
    "unknown-field",
    /did you mean `block_size`/,
  ],
  [
    "changed and removed",
    one(`{ "changes": { ▸"cache_config.block_size": 16 }, "removed": ["cache_config.block_size"] }`),
    "bad-case",
    /keep one/,
  ],
  [
    "a failure with changes",
    one(`▸{ "changes": { "cache_config.block_size": 16 }, "error": { "code": "acme/gpu/no", "kind": "value" } }`),
    "bad-case",
    /remove `changes`/,
  ],
  [
    "a log that no rule gives",
    one(`{ "logs": [{ "level": "info", "code": ▸"acme/gpu/sizd" }] }`),
    "bad-case",
    /did you mean `acme\/gpu\/sized`/,
  ],
  [
    "a log's code without its pack",
    one(`{ "logs": [{ "level": "info", "code": ▸"sized" }] }`),
    "bad-case",
    /vendor\/family\/code/,
  ],
  [
    "an error that nothing gives",
    one(`{ "error": { "code": ▸"acme/gpu/sized", "kind": "value" } }`),
    "bad-case",
    /no rule has the error/,
  ],
  // sets
  ["a stage of no pack", set(`"stages": [{ "pack": ▸"acme/gpux" }]`), "unknown-pack", /did you mean `acme\/gpu`/],
  ["a misspelt stage", set(`"stages": [{ ▸"pak": "acme/gpu" }]`), "unknown-key", /did you mean `pack`/],
  [
    "a misspelt field in a stage",
    set(
      `"stages": [{ "pack": "acme/gpu", "when": { "fact": "model_config.▸is_hybird", "operator": "equal", "value": true } }]`,
    ),
    "unknown-field",
    /did you mean `is_hybrid`/,
  ],
  [
    "an unguarded stage",
    set(
      `"stages": [{ "pack": "acme/gpu", "when": { "fact": "model_config.is_hybrid", "operator": ▸"notEqual", "value": true } }]`,
    ),
    "unguarded-negative",
    /isPresent/,
    "warning",
  ],
  ["a base that is not there", set(`"extends": ▸"vlm", "stages": []`), "unknown-set", /unknown set/],
  [
    "a target that is none",
    { [packFile]: pack, "acme.set.json": `{ "set": "acme", "target": ▸"newest", "stages": [] }` },
    "bad-target",
    /project@version/,
  ],
  [
    "no target at all",
    { [packFile]: pack, "acme.set.json": `{ "set": ▸"acme", "stages": [] }` },
    "bad-target",
    /--target/,
  ],
  [
    "a set of another name than its file",
    { [packFile]: pack, "other.set.json": `{ "set": ▸"different", "stages": [] }` },
    "name-mismatch",
    /different.set.json/,
  ],
  [
    "a mistake in a set that is not chosen",
    { [packFile]: pack, "other.set.json": `{ "set": "other", "stages": [{ "pack": ▸"acme/gpux" }] }` },
    "unknown-pack",
    /did you mean/,
  ],
  ["a set that extends itself", set(`"extends": ▸"acme", "stages": []`), "include-cycle", /extends itself/],
  [
    "two packs for one architecture",
    {
      "acme/a.pack.json": empty("acme/a", `"match": { "architectures": ["LlamaForCausalLM"] }, `),
      "acme/b.pack.json": empty("acme/b", `"match": { "architectures": ["LlamaForCausalLM"] }, `),
      "acme.set.json": `{ "set": "acme", "target": "vllm@0.19.0", "stages": [▸{ "dispatch": "vllm_config" }] }`,
    },
    "ambiguous-dispatch",
    /one pack per hook/,
  ],
  // packs together
  [
    "packs that include each other",
    { "acme/a.pack.json": including("acme/a", "acme/b"), "acme/b.pack.json": including("acme/b", "acme/a", "▸") },
    "include-cycle",
    /`acme\/a` → `acme\/b` → `acme\/a`/,
  ],
  [
    "a pack of another hook",
    {
      "acme/a.pack.json": including("acme/a", "acme/b").replace(`"acme/b"`, `▸"acme/b"`),
      "acme/b.pack.json": empty("acme/b").replace("vllm_config", "model_config"),
    },
    "hook-mismatch",
    /same hook/,
    "warning",
  ],
  [
    "one name in two files",
    { [packFile]: pack, "more/acme/gpu.pack.json": pack.replace(`"acme/gpu"`, `▸"acme/gpu"`) },
    "duplicate-pack",
    /is also in acme\/gpu.pack.json/,
  ],
  [
    "what includes a refused pack, and its cases, draw nothing of their own",
    {
      "acme/a.pack.json": including("acme/a", "acme/b"),
      "acme/b.pack.json": `{ "pack": "acme/b", "hook": "vllm_config", "rules": ▸{} }`,
      "acme/b.cases.json": `{ "pack": "acme/b", "cases": [] }`,
    },
    "schema",
    /expected an array/,
  ],
  [
    "the logs that cases of a refused pack expect are not judged",
    {
      ...one(`{ "logs": [{ "level": "info", "code": "acme/gpu/sized" }] }`),
      [packFile]: pack.replace(`"operator"`, `▸"operatr"`),
    },
    "unknown-key",
    /did you mean `operator`/,
  ],
];

test.each(rows.map(([name, files, code, words, severity = "error"]) => ({ name, files, code, words, severity })))(
  "$name",
  async ({ files, code, words, severity }) => {
    const { diagnostics, marked } = await check(files);
    expect(diagnostics.map((entry) => [entry.code, place(entry), entry.severity])).toEqual([
      [code, marked[0], severity],
    ]);
    expect(`${diagnostics[0]!.message} / ${diagnostics[0]!.hint}`).toMatch(words);
  },
);

test("a case may be about a wrong document, and about the engine's own errors", async () => {
  const wrong = one(`{ "error": { "code": "fettle/document-type", "kind": "type" } }`, `{ "cache_config": 3 }`);
  expect((await check(wrong)).diagnostics).toEqual([]);
  const missing = one(
    `{ "error": { "code": "fettle/missing-parent", "kind": "missing", "path": "cache_config.block_size" } }`,
  );
  expect((await check(missing)).diagnostics).toEqual([]);
});
