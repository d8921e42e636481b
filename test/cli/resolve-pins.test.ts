import { expect, test } from "vitest";
import yaml from "yaml";
import { acme, fettle } from "./fettle.js";

// Transformers 4.57.6, which vLLM 0.19.0 asks for, does not read Gemma 4; that version is tested by the refusals.
const onNewTransformers = [...acme, "--transformers", "5.5.4"];

test("pins what was resolved, and says what has no flag", () => {
  const { code, out, err } = fettle(["resolve", "gemma", ...onNewTransformers, "--device", "L4", "--pin"]);
  expect({ code, out, err }).toEqual({
    code: 0,
    out: `--attention-backend TRITON_ATTN --max-num-seqs 100 --hf-overrides '{"text_config":{"is_causal":true}}'\n`,
    err: "",
  });
  const pinned = [
    "--attention-backend",
    "TRITON_ATTN",
    "--max-num-seqs",
    "100",
    "--hf-overrides",
    '{"text_config":{"is_causal":true}}',
  ];
  expect(fettle(["resolve", "gemma", ...onNewTransformers, "--device", "L4", "--pin", "--", ...pinned])).toEqual({
    code: 0,
    out: "",
    err: "nothing to pin: the rules change nothing\n",
  });
});

test("pins as a configuration file, as Helm values and as a patch of a Deployment say the same", () => {
  const given = ["--", "--max-num-seqs", "200", "--port", "8000", "--api-key", "hush"];
  const print = (format: string) =>
    fettle(["resolve", "gemma", ...onNewTransformers, "--format", format, ...given]).out;
  const overrides = { text_config: { is_causal: true } };
  const file = print("serve-config");
  expect(yaml.parse(file)).toEqual({
    "attention-backend": "TRITON_ATTN",
    "max-num-seqs": 100,
    "hf-overrides": overrides,
  });
  expect(file).toContain("# remove `--max-num-seqs` from the command line, where it overrides this file\n");
  const pins = ["--attention-backend", "TRITON_ATTN", "--hf-overrides", JSON.stringify(overrides)];
  const helm = print("helm-values");
  expect(yaml.parse(helm)).toEqual({
    servingEngineSpec: { modelSpec: [{ vllmConfig: { maxNumSeqs: 100, enablePrefixCaching: true, extraArgs: pins } }] },
  });
  const patch = print("kubernetes-patch");
  const [container] = yaml.parse(patch).spec.template.spec.containers;
  expect(container).toEqual({
    name: "vllm",
    args: ["gemma", "--port", "8000", "--attention-backend", "TRITON_ATTN", "--max-num-seqs", "100", ...pins.slice(2)],
  });
  for (const text of [helm, patch])
    expect(text).toMatch(/# `--api-key` is omitted: its value is secret\n[^]*(?<!hush)$/);
  const again = fettle(["resolve", "gemma", ...onNewTransformers, "--pin", "--", ...container.args.slice(1)]);
  expect(again).toEqual({ code: 0, out: "", err: "nothing to pin: the rules change nothing\n" });
});

test("all that is not a default is pinned where it is asked for", () => {
  const { out } = fettle([
    "resolve",
    "gemma",
    "--target",
    "0.19",
    "--device",
    "H200",
    "--pin-all",
    "--",
    "--max-model-len",
    "4k",
  ]);
  for (const words of [
    "--attention-backend TRITON_ATTN",
    "--max-model-len 4000",
    "--enable-prefix-caching",
    "--max-num-batched-tokens 8192",
  ])
    expect(out).toContain(words);
  const { code, err } = fettle(["resolve", "gemma", "--pin-all", "--format", "json"]);
  expect({ code, err }).toMatchObject({
    code: 2,
    err: expect.stringContaining("`--pin-all` cannot be combined with `--format json`"),
  });
});
