import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { load } from "../../engine/index.js";
import { fettle } from "./fettle.js";

const packs: Readonly<Record<string, string>> = {
  Gemma4Config: "vllm/gemma4",
  HybridAttentionMambaModelConfig: "vllm/hybrid-attention-mamba",
  LlamaNemotronVLConfig: "vllm/llama-nemotron-vl",
  MambaModelConfig: "vllm/mamba",
  NemotronHForCausalLMConfig: "vllm/nemotron-h",
  Qwen3_5ForConditionalGenerationConfig: "vllm/qwen3-5",
};

const folder = new URL("../vectors/vllm-seed/", import.meta.url);

test("the command line answers all vectors as the library does, to the byte", async () => {
  const engine = await load({ target: "vllm@0.19.0" });
  let count = 0;
  for (const file of readdirSync(folder)) {
    const pack = packs[file.replace(".jsonl", "")]!;
    const inputs = readFileSync(new URL(file, folder), "utf8").trim().split("\n").map((line) => (JSON.parse(line) as { input: object }).input);
    const input = inputs.map((document) => `${JSON.stringify(document)}\n`).join("");
    const expected = inputs.map((document) => engine.evaluate(document, { pack }));
    const { code, out } = fettle(["apply", "--ndjson", "--pack", pack, "--target", "vllm@0.19.0", "-q"], { input });
    expect(out).toBe(expected.map((result) => `${JSON.stringify(result)}\n`).join(""));
    expect(code).toBe(expected.every(({ ok }) => ok) ? 0 : 1);
    count += inputs.length;
  }
  expect(count).toBe(912);
});
