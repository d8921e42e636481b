import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test as it } from "vitest";
import { audit, check, diff, FettleError, format, load, prove, resolve, test, upgrade } from "../../engine/index.js";

const folder = mkdtempSync(path.join(tmpdir(), "fettle-features-"));
const [base, head] = ["base", "head"].map((name) => path.join(folder, name)) as [string, string];
const pack = (value: string) => ({
  pack: "acme/backend",
  title: "Backend",
  hook: "vllm_config",
  rules: [
    {
      id: "missing-backend",
      why: "The fleet runs one backend.",
      when: { fact: "attention_config.backend", operator: "equal", value: null },
      then: [{ set: "attention_config.backend", value }],
    },
  ],
});
const cases = {
  pack: "acme/backend",
  cases: [
    {
      name: "a missing backend is set",
      document: { attention_config: { backend: null } },
      expect: { changes: { "attention_config.backend": "FLASHINFER" } },
    },
    { name: "a chosen one stays", document: { attention_config: { backend: "TRITON_ATTN" } }, expect: { changes: {} } },
  ],
};

beforeAll(() => {
  for (const [place, value] of [
    [base, "FLASHINFER"],
    [head, "TRITON_ATTN"],
  ] as const) {
    mkdirSync(path.join(place, "acme"), { recursive: true });
    writeFileSync(path.join(place, "acme/backend.pack.json"), JSON.stringify(pack(value)));
    writeFileSync(path.join(place, "acme/backend.cases.json"), JSON.stringify(cases));
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const target = "vllm@0.33.0";
const packs = ["acme/backend"];

it("audit of the library reports violations, and what does not start", async () => {
  const script = path.join(folder, "serve.sh");
  writeFileSync(script, "vllm serve acme/m --trust-remote-code --api-key k\nvllm serve acme/n --no-such-flag\n");
  const { deployments, failOn } = await audit({ places: [script], policies: ["policies/serving"], target });
  expect(deployments.map(({ launch }) => launch.map(({ code }) => code))).toEqual([[], ["unknown-flag"]]);
  const violated = deployments[0]?.outcomes.flatMap(({ rule, verdict }) => (verdict === "violated" ? [rule] : []));
  expect(violated).toEqual(["policies/serving/trusts-remote-code"]);
  expect(failOn).toEqual(["error"]);
  await expect(audit({ places: [script], policy: ["acme"] } as never)).rejects.toThrow(FettleError);
});

it("audit reads the files beside config.json, as resolve does", async () => {
  const config = { architectures: ["LlamaForCausalLM"], model_type: "llama", max_position_embeddings: 8192 };
  const sizes = { hidden_size: 4096, num_attention_heads: 32, num_hidden_layers: 32, vocab_size: 32000 };
  const launchOf = async (name: string, files: Readonly<Record<string, unknown>>) => {
    const place = path.join(folder, name);
    mkdirSync(place);
    const all = { "config.json": { ...config, ...sizes, torch_dtype: "bfloat16" }, ...files };
    for (const [file, content] of Object.entries(all)) writeFileSync(path.join(place, file), JSON.stringify(content));
    writeFileSync(path.join(place, "serve.sh"), "vllm serve acme/m --quantization awq\n");
    const { deployments } = await audit({ places: [place], policies: ["policies/serving"], target });
    const flags = ["--quantization", "awq"];
    const alone = await resolve({ model: place, flags, target, device: "H100" });
    expect(deployments).toHaveLength(1);
    expect(deployments[0]!.launch.length === 0).toBe(alone.ok);
    return deployments[0]!.launch.map(({ message }) => message).join();
  };
  const quantized = { quantization: { quant_algo: "FP8" }, producer: { name: "modelopt" } };
  const [plain, other] = [await launchOf("plain", {}), await launchOf("other", { "hf_quant_config.json": quantized })];
  // AWQ needs the checkpoint's own settings; those of ModelOpt replace the flag.
  expect([plain === "", other]).toEqual([false, ""]);
});

it("audit weighs the weights that a model's folder states against the memory of its GPUs", async () => {
  const place = path.join(folder, "large");
  mkdirSync(place);
  const config = { architectures: ["LlamaForCausalLM"], model_type: "llama", max_position_embeddings: 8192 };
  const sizes = { hidden_size: 8192, num_attention_heads: 64, num_hidden_layers: 80, vocab_size: 128256 };
  const index = { metadata: { total_size: 141_107_412_992 }, weight_map: {} };
  writeFileSync(path.join(place, "config.json"), JSON.stringify({ ...config, ...sizes, torch_dtype: "bfloat16" }));
  writeFileSync(path.join(place, "model.safetensors.index.json"), JSON.stringify(index));
  const violated = async (flags: string) => {
    writeFileSync(path.join(place, "serve.sh"), `vllm serve acme/m --api-key k ${flags}\n`);
    const h100 = { field: "device_memory", value: 80, text: "H100" };
    const { deployments } = await audit({
      places: [place],
      policies: ["policies/memory"],
      target,
      environment: [h100],
    });
    return deployments.flatMap(({ outcomes }) =>
      outcomes.flatMap((entry) => (entry.message === null ? [] : entry.rule)),
    );
  };
  expect(await violated("")).toEqual(["policies/memory/weights-exceed-memory"]);
  expect(await violated("-tp 2 --gpu-memory-utilization 0.9")).toEqual(["policies/memory/little-left-for-cache"]);
  expect(await violated("-tp 4")).toEqual([]);
});

it("upgrade of the library tells what another release changes", async () => {
  const script = path.join(folder, "old.sh");
  writeFileSync(script, "vllm serve acme/m --swap-space 4\n");
  const { deployments, flagsOnly, failOn } = await upgrade({ places: [script], from: "0.17", to: "0.33" });
  expect([flagsOnly, failOn]).toEqual([[script], ["failure", "flag", "field", "unread"]]);
  expect(deployments.flatMap(({ changes }) => changes.map(({ kind, name }) => [kind, name]))).toEqual([
    ["flag", "--swap-space"],
  ]);
  await expect(upgrade({ places: [script], form: "0.17" } as never)).rejects.toThrow(FettleError);
});

it("check, test, prove and diff of the library answer as the commands do", async () => {
  const checked = await check({ rules: [base], places: [base], target });
  expect(checked).toMatchObject({ diagnostics: [], target, unplaced: [] });
  const outcomes = async (rules: string) =>
    (await test({ rules: [rules], packs, target })).packs.map((tested) =>
      tested.cases.map(({ differences }) => differences.length),
    );
  expect([await outcomes(base), await outcomes(head)]).toEqual([[[0, 0]], [[1, 0]]]);
  const steps: string[] = [];
  const { proved } = await prove({ rules: [base], packs, target, seconds: 30, onProgress: (step) => steps.push(step) });
  expect(proved.map(({ name, proofs }) => [name, proofs.find(({ what }) => what === "fires")?.outcome])).toEqual([
    ["acme/backend", "yes"],
  ]);
  expect(steps.join("\n")).toContain("acme/backend");
  const differed = await diff({ base, head, target, seconds: 30 });
  expect(differed.packs).toMatchObject([
    {
      ...{ pack: "acme/backend", verdict: "differs" },
      effects: [{ outcome: [{ name: "attention_config.backend", before: "FLASHINFER", after: "TRITON_ATTN" }] }],
    },
  ]);
});

it("resolve of the library answers as the command does", async () => {
  const model = "test/vllm/fixtures/gemma4.config.json";
  const resolved = await resolve({ model, flags: ["--max-model-len", "32k"], device: "A100", target, rules: [head] });
  expect(resolved).toMatchObject({ ok: true, target, document: { model_config: { max_model_len: 32000 } } });
  expect(resolved.effective?.device).toMatchObject({ platform: "cuda", isAssumed: false });
  expect(resolved.origins["model_config.max_model_len"]).toMatchObject({ kind: "flag", text: "--max-model-len 32k" });
  const warnings: string[] = [];
  const onFindings = (found: readonly { message: string }[]) => void warnings.push(...found.map((it) => it.message));
  await resolve({ model, flags: ["--max-model-length", "32k"], target, onFindings }).catch(() => null);
  expect(warnings.join("\n")).toContain("--max-model-length");
  await expect(resolve({ model, device: "H1000" })).rejects.toThrow(/not a known device/);
});

it("format gives the canonical text, which it leaves as it is", async () => {
  const file = path.join(base, "acme/backend.pack.json");
  const text = await format(readFileSync(file, "utf8"), file);
  expect(text.split("\n").length).toBeGreaterThan(5);
  expect(await format(text, file)).toBe(text);
  await expect(format("{", "x.pack.json")).rejects.toThrow(FettleError);
});

it("a misspelled option is an error with the nearest one", async () => {
  const misspelled = { tagret: target } as object;
  for (const call of [check, test, prove, diff, load, resolve])
    await expect(call(misspelled)).rejects.toMatchObject({
      diagnostics: [{ code: "usage", hint: expect.stringContaining("target") }],
    });
});
