import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { isLong } from "../long.js";
import { printableLines } from "../../engine/common/printable.js";
import { run } from "../../engine/cli/run.js";
import { plain } from "../../engine/report/terminal/style.js";

const folder = mkdtempSync(path.join(tmpdir(), "fettle-no-fault-"));
const config = path.join(folder, "config.json");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs in this process, and holds what was written to what holds for every run. */
async function call(words: readonly string[]): Promise<{ code: number; out: string }> {
  let [out, err] = ["", ""];
  const code = await run(words, {
    write: async (text) => void (out += printableLines(text)),
    writeData: async (data) => void (out += String(data)),
    note: (text) => void (err += printableLines(text)),
    showLine: () => {},
    input: (async function* () {})(),
    ...{ colors: plain, noteColors: plain, columns: 80, isNoteTerminal: false },
  });
  expect({ words, code, err }).toEqual({
    words,
    code: expect.toSatisfy((value: number) => [0, 1, 2].includes(value)),
    err,
  });
  expect(`${out}${err}`).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  if (code === 2) expect({ words, out, says: err !== "" }).toEqual({ words, out: "", says: true });
  return { code, out };
}

const key = fc.constantFrom(
  "text_config",
  "llm_config",
  "head_dim",
  "global_head_dim",
  "num_attention_heads",
  "max_position_embeddings",
  "rope_scaling",
  "sliding_window",
  "layer_types",
  "vision_config",
  "pooling",
  "quantization_config",
  "mamba_ssm_cache_dtype",
  "torch_dtype",
  "is_encoder_decoder",
  "num_experts",
  "factor",
  "_name_or_path",
  "patch_size",
);
const { json } = fc.letrec((tie) => ({
  json: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(null, true, false, 0, -1, 1.5, 1e308, 256, 512, "", "auto", "float16", "x\u001b[2J", "avg"),
    fc.array(tie("json"), { maxLength: 3 }),
    fc.dictionary(key, tie("json"), { maxKeys: 5 }),
  ),
}));
const model = fc
  .tuple(
    fc.dictionary(key, json, { maxKeys: 8 }),
    fc.constantFrom(
      "Gemma4ForConditionalGeneration",
      "MambaForCausalLM",
      "NemotronHForCausalLM",
      "LlamaNemotronVLModel",
      "Nope",
    ),
  )
  .map(([own, architecture]) => ({ model_type: "x", ...own, architectures: [architecture] }));
const flags = fc.array(
  fc.constantFrom(
    "--max-model-len",
    "32k",
    "--port",
    "--no-enable-prefix-caching",
    "--hf-overrides",
    '{"text_config":{"head_dim":1}}',
    '{"a":',
    "-O3",
    "--dtype",
    "vllm",
    "serve",
    "m",
    "--bogus",
    "\u001b[2J",
    "--api-key",
  ),
  { maxLength: 6 },
);

test("whatever a checkpoint and the flags say, there is an answer or a diagnostic", async () => {
  const format = fc.constantFrom("text", "json", "json-patch", "serve-args");
  const field = fc.constantFrom(
    "attention_config.backend",
    "cache_config.mamba_block_size",
    "model_config.hf_config",
    "model_config.hf_text_config.head_dim",
  );
  await fc.assert(
    fc.asyncProperty(model, flags, format, field, async (checkpoint, words, chosen, named) => {
      writeFileSync(config, JSON.stringify(checkpoint));
      const { code, out } = await call([
        "resolve",
        config,
        "--format",
        chosen,
        "--document",
        "--trace",
        "--",
        ...words,
      ]);
      if (chosen === "json" && code < 2) expect(JSON.parse(out).ok).toBe(code === 0);
      await call(["why", named, config, "--", ...words]);
    }),
    { numRuns: isLong ? 150 : 15 },
  );
});

test("whatever the words are, there is an answer or a diagnostic", async () => {
  const word = fc.oneof(
    fc.constantFrom(
      "resolve",
      "apply",
      "why",
      "list",
      "show",
      "completion",
      "check",
      "test",
      "help",
      "--set",
      "vllm",
      "--rules",
      "--target",
      "-q",
      "--format",
      "json",
      "--",
      "--help",
      "-V",
      "--pack",
      "--ndjson",
      "--jobs",
      "2",
      "-",
      "--recipe",
      "--x=",
      "=",
    ),
    fc.string({ maxLength: 6, unit: "binary" }),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(word, { maxLength: 6 }),
      async (words) => void (await call(words.includes("test") ? ["--help"] : words)),
    ),
    { numRuns: isLong ? 300 : 150 },
  );
});
