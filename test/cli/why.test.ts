import path from "node:path";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { acme, fettle, fixtures } from "./fettle.js";

const golden = (name: string) => path.join(import.meta.dirname, `golden/${name}.txt`);
const document = () => JSON.parse(readFileSync(path.join(fixtures, "document.json"), "utf8"));

test("tells who moved a field, with what the conditions saw, and who could have", async () => {
  const { code, out, err } = fettle([
    "why",
    "attention_config.backend",
    "gemma",
    ...[...acme, "--transformers", "5.5.4"],
    "--",
    "--max-num-seqs",
    "64",
  ]);
  await expect(out).toMatchFileSnapshot(golden("why"));
  expect({ code, err }).toEqual({ code: 0, err: "" });
});

test("every step of a field that moved twice", async () => {
  await expect(fettle(["why", "scheduler_config.max_num_seqs", "document.json", ...acme]).out).toMatchFileSnapshot(
    golden("why-twice"),
  );
});

test("names the condition that stopped a rule", () => {
  const own = document();
  own.attention_config.backend = "FLASHINFER";
  const { out } = fettle(["why", "attention_config.backend", "-", ...acme], { input: JSON.stringify(own) });
  expect(out).toContain('attention_config.backend = "FLASHINFER"  ·  vllm@0.19.0\n');
  expect(out).toContain(
    'acme/heads/one-backend  was stopped by\n    ✗ attention_config.backend is not set  (is "FLASHINFER")\n',
  );
});

test("says that a pack is for other architectures, and which stage condition did not hold", () => {
  const own = document();
  own.model_config.architecture = "LlamaForCausalLM";
  own.model_config.max_model_len = 4096;
  const input = JSON.stringify(own);
  expect(fettle(["why", "attention_config.backend", "-", ...acme], { input }).out).toContain(
    "acme/heads/one-backend\n    not reached: the pack applies to other architectures, not to `LlamaForCausalLM`\n",
  );
  expect(fettle(["why", "scheduler_config.max_num_seqs", "-", ...acme], { input }).out).toContain(
    "acme/limits/cap\n    not reached: the condition of its stage does not hold\n    ✗ model_config.max_model_len > 8192  (is 4096)\n",
  );
});

test("a field is known by every path that leads to it, and by the whole around it", () => {
  const alias = fettle(["why", "model_config.hf_config.text_config.is_causal", "gemma", ...acme]).out;
  expect(alias).toContain("the same field as model_config.hf_text_config.is_causal");
  expect(alias).toContain("acme/heads/causal-text  absent → true  (wrote model_config.hf_text_config.is_causal)");
  const whole = fettle(["why", "attention_config", "document.json", ...acme]).out;
  expect(whole).toContain('acme/heads/one-backend  null → "TRITON_ATTN"  (wrote attention_config.backend)');
});

test("a rule behind the one that failed was not reached", () => {
  const own = document();
  own.attention_config.backend = "FLASH_ATTN";
  const { code, out } = fettle(["why", "attention_config.backend", "-", ...acme], { input: JSON.stringify(own) });
  expect(code).toBe(1);
  expect(out).toContain("no value: the evaluation failed");
  expect(out).toContain("failed: FLASH_ATTN cannot run this");
});

test("json has the moves, and the others with what settled their conditions", () => {
  const { out } = fettle([
    "why",
    "attention_config.backend",
    "gemma",
    ...acme,
    "--format",
    "json",
    "--",
    "--attention-backend",
    "FLASHINFER",
  ]);
  expect(JSON.parse(out)).toMatchObject({
    path: "attention_config.backend",
    after: "FLASHINFER",
    origin: { kind: "flag", text: "--attention-backend FLASHINFER" },
    moves: [],
    others: [
      {
        rule: "acme/heads/one-backend",
        outcome: "stopped",
        stoppedBy: [{ negated: false, comparison: { fact: "attention_config.backend", actual: "FLASHINFER" } }],
      },
    ],
  });
});

test.each([
  ["attention_config.backnd", "did you mean `backend`?"],
  ["max_num_seqs", "did you mean `scheduler_config.max_num_seqs`?"],
  ["atention_config.backend", "did you mean `attention_config`?"],
  ["model_config.hf_text_config.head_dmi", "did you mean `head_dim`?"],
  ["attention_config..backend", "write names separated by dots"],
  ["__proto__.x", "use a key of the document itself"],
])("%s is no field: %s", (field, hint) => {
  const { code, out, err } = fettle(["why", field, "document.json", ...acme]);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toContain(hint);
});
