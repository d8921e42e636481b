import { readFileSync } from "node:fs";
import path from "node:path";
import patch from "fast-json-patch";
import { expect, test } from "vitest";
import { acme, fettle, fixtures, folderWith } from "./fettle.js";

// Transformers 4.57.6, which vLLM 0.19.0 asks for, does not read Gemma 4; that version is tested by the refusals.
const onNewTransformers = [...acme, "--transformers", "5.5.4"];

const golden = (name: string) => path.join(import.meta.dirname, `golden/${name}.txt`);

test("tells what changes, by which rule and why, and where the old value came from", async () => {
  const { code, out, err } = fettle([
    "resolve",
    "gemma",
    ...onNewTransformers,
    "--",
    "--max-num-seqs",
    "200",
    "--port",
    "8000",
  ]);
  await expect(out).toMatchFileSnapshot(golden("resolve"));
  expect({ code, err }).toEqual({ code: 0, err: "" });
});

test("says that nothing changes, and what was looked at", async () => {
  const { code, out } = fettle([
    "resolve",
    "gemma",
    ...onNewTransformers,
    "--",
    "--max-model-len",
    "4096",
    "--attention-backend",
    "FLASHINFER",
    "--hf-overrides",
    '{"text_config":{"is_causal":true}}',
  ]);
  await expect(out).toMatchFileSnapshot(golden("resolve-nothing"));
  expect(code).toBe(0);
});

test("a failing rule is exit code 1, with its reason and what its conditions saw", async () => {
  const { code, out } = fettle(["resolve", "gemma", ...onNewTransformers, "--", "--attention-backend", "FLASH_ATTN"]);
  await expect(out).toMatchFileSnapshot(golden("resolve-failed"));
  expect(code).toBe(1);
});

test("takes a pasted command, with the shipped rules", () => {
  const { code, out } = fettle([
    "resolve",
    ...["--target", "0.19", "--transformers", "5.5.4"],
    "--",
    "vllm",
    "serve",
    "./gemma",
    "--served-model-name",
    "chat",
  ]);
  expect(code).toBe(0);
  expect(out).toContain('attention_config.backend  null → "TRITON_ATTN"');
  expect(out).toContain("vllm/gemma4/force-triton");
});

test("the id in a pasted command names the model, and the folder says what it is", () => {
  const { out } = fettle(["resolve", "gemma", "--", "vllm", "serve", "google/gemma-4"]);
  expect(out).toMatch(/^google\/gemma-4 {2}· {2}Gemma4ForConditionalGeneration {2}· {2}vllm@0\.33\.0\n/);
  expect(fettle(["resolve", "gemma", "--model-name", "my/gemma"]).out).toMatch(/^my\/gemma {2}·/);
  expect(fettle(["resolve", "gemma/config.json", "-q"]).out).toMatch(/^gemma\/config\.json {2}·/);
});

test("options may stand anywhere before the double dash", () => {
  const { out } = fettle(["resolve", "--format", "json", "gemma", ...onNewTransformers]);
  expect(fettle([...acme, "resolve", "gemma", "--transformers", "5.5.4", "--format", "json"]).out).toBe(out);
  expect(JSON.parse(out).ok).toBe(true);
});

test("json has the result, the origins and the flags that are not in the document", () => {
  const { out } = fettle([
    "resolve",
    "gemma",
    ...onNewTransformers,
    "--format",
    "json",
    "--",
    "--max-num-seqs",
    "200",
    "--port",
    "8000",
  ]);
  const resolution = JSON.parse(out);
  expect(Object.keys(resolution)).toEqual([
    "ok",
    "document",
    "changes",
    "logs",
    "error",
    "model",
    "target",
    "runtime",
    "effective",
    "certainty",
    "origins",
    "otherFlags",
    "diagnostics",
  ]);
  expect(resolution.model).toEqual({ name: "gemma", architecture: "Gemma4ForConditionalGeneration" });
  expect(resolution.target).toBe("vllm@0.19.0");
  expect(resolution.origins["scheduler_config.max_num_seqs"]).toMatchObject({
    kind: "flag",
    text: "--max-num-seqs 200",
  });
  expect(resolution.otherFlags).toMatchObject([{ flag: "--port", value: 8000, known: true }]);
  expect(resolution.document.attention_config.backend).toBe("TRITON_ATTN");
  expect(resolution.effective.device).toMatchObject({ name: "NVIDIA H100 80GB HBM3", isAssumed: true });
  expect(resolution.effective.overridden).toMatchObject([
    {
      path: "scheduler_config.max_num_seqs",
      value: 100,
      asked: { value: 200, origin: { text: "--max-num-seqs 200" } },
    },
  ]);
  expect(resolution.certainty["scheduler_config.max_num_batched_tokens"]).toEqual({
    kind: "assumed",
    dependsOn: ["environment.device_memory", "environment.device_name", "environment.platform"],
  });
  expect(resolution.certainty).not.toHaveProperty(["scheduler_config.max_num_seqs"]);
});

test("json is not ok where vLLM refuses a flag, as the exit code says", () => {
  const { out, code } = fettle(["resolve", "gemma", ...onNewTransformers, "--format", "json", "--", "--bogus"]);
  expect({ code, ...JSON.parse(out) }).toMatchObject({
    ...{ code: 1, ok: false, error: null },
    diagnostics: [{ code: "unknown-flag", severity: "warning" }],
  });
});

test("a patch holds for the text of the document, which says that the text config is one object with a part of hf_config", () => {
  const before = JSON.parse(
    fettle(["resolve", "gemma", "--set", "none", "--rules", noRules, "--transformers", "5.5.4", "--format", "json"])
      .out,
  ).document;
  const operations = JSON.parse(fettle(["resolve", "gemma", ...onNewTransformers, "--patch"]).out);
  const after = JSON.parse(fettle(["resolve", "gemma", ...onNewTransformers, "--format", "json"]).out).document;
  expect(operations.map(({ path: place }: { path: string }) => place)).toEqual([
    "/model_config/hf_config/text_config/is_causal",
    "/scheduler_config/max_num_seqs",
    "/attention_config/backend",
  ]);
  expect(before.model_config.hf_text_config).toEqual({ $same: "hf_config.text_config" });
  expect(patch.applyPatch(before, operations, true).newDocument).toEqual(after);
});

const noRules = folderWith({ "none.set.json": JSON.stringify({ set: "none", target: "vllm@0.19.0", stages: [] }) });

test("a document shows each field with its origin, and is one that apply takes", async () => {
  const { out } = fettle(["resolve", "gemma", ...onNewTransformers, "--document", "--", "--max-num-seqs", "200"]);
  expect(out).toMatch(/\nscheduler_config\n(?:[ ~] .*\n)* {2}max_num_seqs +100 +acme\/limits\/halve\n/);
  expect(out).toMatch(/ {2}hf_text_config +\(the same as hf_config\.text_config\) +from config\.json: text_config\n/);
  const { document } = JSON.parse(fettle(["resolve", "gemma", ...onNewTransformers, "--format", "json"]).out);
  const again = fettle(["apply", "-", ...acme], { input: JSON.stringify(document) });
  expect(again.out).toContain("no changes");
  expect(again.err).toBe("");
});

test("what vLLM refuses to start with is exit code 1, whatever the rules make of it; with --strict, so is any warning", () => {
  const codeOf = (...args: string[]) => fettle(["resolve", "gemma", ...onNewTransformers, ...args]).code;
  expect(codeOf("--", "--max-model-len", "4M")).toBe(1);
  expect(codeOf("--recipe", "long.yaml", "--", "--max-model-len", "4M")).toBe(0);
  expect(codeOf("--", "a/model", "--model", "another/model")).toBe(1);
  expect(codeOf("--", "--max-num-seqs", "200", "--max-num-seqs", "100")).toBe(0);
  expect(codeOf("--strict", "--", "--max-num-seqs", "200", "--max-num-seqs", "100")).toBe(1);
  expect(codeOf("--strict")).toBe(0);
});

test("an unknown flag is a warning with the nearest one, also if quiet, since vLLM does not start with it", () => {
  const run = (...args: readonly string[]) => {
    const { code, err } = fettle(["resolve", "gemma", ...onNewTransformers, ...args]);
    return { code, err };
  };
  const told = {
    code: 1,
    err: [
      "warning: `--gpu-memory-utilisation` is not a flag of `vllm serve` [unknown-flag]",
      "  did you mean `--gpu-memory-utilization`?\n",
    ].join("\n"),
  };
  expect(run("--", "--gpu-memory-utilisation", "0.9")).toEqual(told);
  expect(run("-q", "--", "--gpu-memory-utilisation", "0.9")).toEqual(told);
  expect(run("-q", "--", "--max-num-seqs", "200", "--max-num-seqs", "100")).toEqual({ code: 0, err: "" });
});

test("the memory of the GPU moves the defaults that follow it", () => {
  const read = (...args: string[]) =>
    JSON.parse(fettle(["resolve", "gemma", "--format", "json", ...args]).out).document.scheduler_config
      .max_num_batched_tokens;
  expect(read("--gpu-memory", "22", "--gpu-name", "NVIDIA L4")).toBe(2048);
  expect(read("--device", "L4")).toBe(2048);
  expect(read("--gpu-memory", "80", "--gpu-name", "NVIDIA H100 80GB HBM3")).toBe(8192);
  expect(read()).toBe(8192);
});

test("a file of --config is read", () => {
  const folder = folderWith({
    "serve.yaml": "max-num-seqs: 30\n",
    "config.json": readFileSync(path.join(fixtures, "gemma/config.json")),
  });
  const { out } = fettle(["resolve", ".", "--format", "json", "--", "--config", "serve.yaml"], { cwd: folder });
  expect(JSON.parse(out).document.scheduler_config.max_num_seqs).toBe(30);
  expect(JSON.parse(out).origins["scheduler_config.max_num_seqs"].kind).toBe("config-file");
});

test("what is installed and what the CPU can do reach the document", () => {
  const model = path.resolve(import.meta.dirname, "../vllm/fixtures/llama.config.json");
  const environmentOf = (...words: string[]) => {
    const { out } = fettle(["resolve", model, "--device", "CPU", "--document", "--format", "json", ...words]);
    return (JSON.parse(out) as { document: { environment: object } }).document.environment;
  };
  expect(environmentOf()).toMatchObject({ installed: null, amx: null, avx512_bf16: null });
  expect(environmentOf("--installed", "nixl", "--cpu-feature", "amx")).toMatchObject({
    installed: ["nixl"],
    amx: true,
    avx512_bf16: false,
  });
  expect(environmentOf("--installed", "none", "--cpu-feature", "none")).toMatchObject({ installed: [], amx: false });
});
