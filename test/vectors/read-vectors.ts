import { readdirSync, readFileSync } from "node:fs";

/** One answer of an original handler. */
export interface Vector {
  readonly id: string;
  readonly handler: string;
  readonly input: object;
  readonly expect: {
    readonly document: object | null;
    readonly logs: readonly { readonly level: string; readonly args: readonly unknown[] }[];
    readonly error: { readonly kind: string } | null;
  };
}

/** The pack of each handler. */
export const packs: Readonly<Record<string, string>> = {
  Gemma4Config: "vllm/gemma4",
  HybridAttentionMambaModelConfig: "vllm/hybrid-attention-mamba",
  LlamaNemotronVLConfig: "vllm/llama-nemotron-vl",
  MambaModelConfig: "vllm/mamba",
  NemotronHForCausalLMConfig: "vllm/nemotron-h",
  Qwen3_5ForConditionalGenerationConfig: "vllm/qwen3-5",
};

const folder = new URL("./vllm-seed/", import.meta.url);
/** Files of vectors, one a handler. */
export const files = readdirSync(folder).filter((name) => name.endsWith(".jsonl"));
export const vectorsOf = (file: string): Vector[] =>
  readFileSync(new URL(file, folder), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Vector);
