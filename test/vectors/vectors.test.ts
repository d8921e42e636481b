import { describe, expect, test } from "vitest";
import { validate } from "../../engine/generated/validate-result.js";
import { load, type Result, type VllmConfig } from "../../engine/index.js";
import { files, packs, vectorsOf } from "./read-vectors.js";

/** The part of a result that the original handler determines. */
function outcome({ document, logs, error }: Result) {
  return {
    document,
    logs: logs.map(({ level, params }) => ({ level, args: Object.values(params) })),
    error: error === null ? null : error.kind,
  };
}

test("every handler has its vectors", () => {
  expect(files.map((file) => file.replace(".jsonl", ""))).toEqual(Object.keys(packs).sort());
  expect(files.flatMap(vectorsOf)).toHaveLength(912);
});

describe.each([
  { mode: "code", trace: false },
  { mode: "closures", trace: false },
  { mode: "code", trace: true },
] as const)("as $mode, trace $trace", ({ mode, trace }) => {
  test.each(files)("%s", async (file) => {
    const fettle = await load({ target: "vllm@0.19.0", mode });
    for (const { id, handler, input, expect: expected } of vectorsOf(file)) {
      const before = JSON.stringify(input);
      const whole = fettle.evaluate(input, { pack: packs[handler]!, trace });
      const result = outcome(whole);
      const error = expected.error === null ? null : expected.error.kind;
      expect({ id, ...result }).toEqual({ id, ...expected, error });
      expect(JSON.stringify(input)).toBe(before);
      expect(validate(JSON.parse(JSON.stringify(whole)))).toBe(true);
    }
  });
});

test("the set sends each document to the pack of its handler", async () => {
  const fettle = await load({ set: "vllm" });
  for (const file of files.filter((name) => !name.startsWith("Hybrid"))) {
    for (const { id, handler, input } of vectorsOf(file)) {
      const whole = fettle.evaluate(input, { trace: true });
      const isHybrid = (input as { model_config: { is_hybrid: boolean } }).model_config.is_hybrid;
      const ran = new Set(whole.trace!.map(({ rule }) => rule.split("/").slice(0, 2).join("/")));
      expect({ id, isHybrid, ran: [...ran] }).toEqual({ id, isHybrid: false, ran: [packs[handler]] });
      const { trace: _, ...alone } = fettle.evaluate(input, { pack: packs[handler]!, trace: true });
      expect({ ...whole, trace: undefined }).toEqual({ ...alone, trace: undefined });
    }
  }
});

test("the set runs the hybrid pack after the architecture's own", async () => {
  const fettle = await load({ set: "vllm", target: "0.19.0" });
  const document: VllmConfig = {
    model_config: {
      model: "m",
      architecture: "NemotronHForCausalLM",
      is_hybrid: true,
      max_model_len: 4096,
      hf_config: {},
    },
    cache_config: { mamba_ssm_cache_dtype: "auto", calculate_kv_scales: true, enable_prefix_caching: false },
  };
  const { changes } = fettle.evaluate(document);
  expect(changes.map(({ rule, path }) => `${rule}: ${path}`)).toEqual([
    "vllm/nemotron-h/undeclared-dtype-float16: cache_config.mamba_ssm_cache_dtype",
    "vllm/hybrid-attention-mamba/no-kv-scales: cache_config.calculate_kv_scales",
    "vllm/mamba/one-block-a-sequence: cache_config.mamba_block_size",
  ]);
});
