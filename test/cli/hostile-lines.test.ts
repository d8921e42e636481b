import { readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { hostileJson } from "../engine/hostile-values.js";
import { fettle, folderWith } from "./fettle.js";

const gemma = JSON.parse(
  readFileSync(path.resolve(import.meta.dirname, "../vllm/fixtures/gemma4.config.json"), "utf8"),
);
const sample = <Value>(values: fc.Arbitrary<Value>, count: number): Value[] =>
  fc.sample(values, { seed: 13, numRuns: count });
const key = (...names: string[]) => fc.dictionary(fc.constantFrom(...names), hostileJson, { maxKeys: 3 });

/** Values that were found to end the program, and generated ones. */
const documents: readonly object[] = [
  {
    model_config: {
      architecture: "Gemma4ForCausalLM",
      hf_text_config: { head_dim: 256, global_head_dim: { toString: 1 } },
    },
    attention_config: { backend: null },
  },
  {
    model_config: {
      architecture: { valueOf: 1 },
      hf_text_config: { head_dim: { valueOf: null, toString: [] }, global_head_dim: 1 },
    },
    attention_config: { toString: 1 },
  },
  ...sample(
    fc.record({
      architecture: fc.constantFrom<unknown>("Gemma4ForCausalLM", "MambaForCausalLM", { toString: 1 }),
      hf_text_config: key("head_dim", "global_head_dim", "toString"),
      hf_config: hostileJson,
      dtype: hostileJson,
    }),
    150,
  ).map((model_config) => ({ model_config, cache_config: {}, attention_config: {} })),
];
const noDocuments = [
  '{"a":',
  "[]",
  "nul",
  '{"toString":1',
  '{"__proto__":{}}',
  `${"[".repeat(3000)}`,
  '"\\ud800"',
  "\u0000",
  "1e999",
  '{"model_config":{"model_config":1,"model_config":2}}',
];

test("one hostile line costs one error, and never the rest", () => {
  const lines = documents.flatMap((document, index) => [
    JSON.stringify(document),
    ...(index % 10 === 0 ? [noDocuments[(index / 10) % noDocuments.length]!] : []),
  ]);
  for (const words of [[], ["--trace"], ["--jobs", "2"]]) {
    const { code, out, err } = fettle(["apply", "--ndjson", "-", ...words], { input: `${lines.join("\n")}\n{}\n` });
    expect([code, err]).toEqual([1, expect.not.stringMatching(/internal error|at .*:\d+:\d+/)]);
    const results = out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { ok: boolean; error: unknown });
    expect(results).toHaveLength(lines.length + 1);
    expect(results.at(-1)).toMatchObject({ ok: true, document: {} });
    for (const { ok, error } of results) expect(ok).toBe(error === null);
  }
});

test("one hostile model costs one failed deployment of an upgrade, and never the rest", () => {
  const configs = sample(
    key(
      "head_dim",
      "global_head_dim",
      "model_type",
      "architectures",
      "dtype",
      "quantization_config",
      "rope_scaling",
      "layer_types",
      "sliding_window",
      "max_position_embeddings",
    ),
    20,
  );
  const hostile = [
    {
      ...gemma,
      text_config: {
        ...gemma.text_config,
        head_dim: { toString: 1 },
        dtype: { toString: 1 },
        max_position_embeddings: { valueOf: 1 },
      },
    },
    { ...gemma, architectures: [{ toString: 1 }] },
    ...configs.map((config) => ({ ...gemma, text_config: { ...gemma.text_config, ...config } })),
    ...configs.map((config) => ({ ...gemma, ...config })),
  ];
  const files = Object.fromEntries(
    hostile.map((config, index) => [`fleet/m${index}/config.json`, JSON.stringify(config)]),
  );
  const cwd = folderWith({
    ...files,
    "fleet/good/config.json": JSON.stringify(gemma),
    "fleet/cut/config.json": '{"model_type":',
    "fleet/lines.ndjson": [...documents.map((document) => JSON.stringify(document)), ...noDocuments].join("\n"),
  });
  const { code, out, err } = fettle(["upgrade", "fleet", "--from", "0.19.0", "--to", "0.33.0", "--format", "json"], {
    cwd,
  });
  expect([code, err]).toEqual([1, expect.not.stringMatching(/internal error|at .*:\d+:\d+/)]);
  const { deployments, unchanged, findings } = JSON.parse(out) as {
    deployments: { name: string }[];
    unchanged: string[];
    findings: { file: string; hint: string }[];
  };
  const told = [...deployments.map(({ name }) => name), ...unchanged, ...findings.map(({ file }) => file)];
  const named = new Set(told.map((name) => name.replace(/\/config\.json$/, "")));
  expect(
    ["fleet/good", "fleet/cut", ...hostile.map((_, index) => `fleet/m${index}`)].filter((name) => !named.has(name)),
  ).toEqual([]);
  expect(deployments.length).toBeGreaterThan(hostile.length / 2);
  for (const { hint } of findings) expect(hint).toMatch(/\S/);
});
