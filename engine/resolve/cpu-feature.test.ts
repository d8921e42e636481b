import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { certaintyOf } from "../explain/certainty.js";
import { resolveModel } from "./resolve-model.js";

const folder = mkdtempSync(path.join(tmpdir(), "fettle-cpu-"));
const config = {
  architectures: ["DeepseekV3ForCausalLM"],
  model_type: "deepseek_v3",
  torch_dtype: "bfloat16",
  vocab_size: 129280,
  hidden_size: 1024,
  num_hidden_layers: 4,
  num_attention_heads: 16,
  kv_lora_rank: 512,
  qk_rope_head_dim: 64,
  qk_nope_head_dim: 128,
  v_head_dim: 128,
  max_position_embeddings: 4096,
};
writeFileSync(path.join(folder, "config.json"), JSON.stringify(config));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const field = "cache_config.enable_prefix_caching";
async function prefixCaching(device: string, cpuFeatures?: readonly string[]) {
  const { evaluated } = await resolveModel({ model: folder, device, cpuFeatures });
  const document = evaluated.result.document as { cache_config: { enable_prefix_caching: unknown } } | null;
  return [document?.cache_config.enable_prefix_caching, certaintyOf(evaluated)(field)];
}

it("whether prompts are reused on a CPU depends on AMX, and is unknown without `--cpu-feature`", async () => {
  expect(await prefixCaching("CPU")).toEqual([false, { kind: "unknown", settledBy: ["--cpu-feature"] }]);
  expect(await prefixCaching("CPU", ["none"])).toEqual([false, { kind: "known" }]);
  expect(await prefixCaching("CPU", ["avx512_bf16", "amx"])).toEqual([true, { kind: "known" }]);
  expect((await prefixCaching("H100"))[1]).toEqual({ kind: "known" });
});
