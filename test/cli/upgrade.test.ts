import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { fettle, folderWith } from "./fettle.js";

const config = (name: string) =>
  readFileSync(path.resolve(import.meta.dirname, `../vllm/fixtures/${name}.config.json`));

/**
 * A Gemma 4 and a Nemotron-H deployment, a Mamba model as a command, a recipe without its model, and a document that
 * nothing happens to.
 */
const files = {
  "gemma/config.json": config("gemma4"),
  "gemma/deployment.yaml":
    "kind: Pod\nspec:\n  containers:\n    - image: vllm/vllm-openai:v0.19.0\n      args: [--model, google/gemma-4, --max-num-partial-prefills, 2]\n",
  "nemotron/config.json": config("nemotron-h"),
  "nemotron/recipe.yaml": "model:\n  model_id: nvidia/nemotron\n  base_args: [--kv-cache-dtype, fp8]\n",
  "mamba/serve.sh": "#!/bin/sh\nexec vllm serve acme/mamba \\\n  --enable-prefix-caching --max-model-len 32k\n",
  "models/acme/mamba/config.json": config("mamba2"),
  "other/recipe.yaml": "model:\n  model_id: acme/none\n  base_args: [--swap-space, 4, --calculate-kv-scales]\n",
  "untouched.json": JSON.stringify({ model_config: { architecture: "LlamaForCausalLM" } }),
};
const fleet = ["gemma", "nemotron", "mamba", "other", "untouched.json"];
let folder: string;
beforeAll(() => void (folder = folderWith(files)));

const upgrade = (...args: string[]) => fettle(["upgrade", ...args], { cwd: folder });

describe("a small fleet", () => {
  let report: any;
  beforeAll(() => {
    const { code, out, err } = upgrade(
      ...fleet,
      "--target",
      "0.19.0",
      "--models",
      "models",
      "--to",
      "0.33.0",
      "--format",
      "json",
      "--output",
      "page.html",
    );
    expect([code, err]).toEqual([1, ""]);
    report = JSON.parse(out);
  });

  const changesOf = (name: string) => report.deployments.find((entry: any) => entry.name === name).changes;
  const change = (name: string, what: string) => changesOf(name).find((entry: any) => entry.name === what);

  test("every deployment has its place, the worst first", () => {
    expect(report).toMatchObject({
      ok: false,
      failing: ["flag", "field"],
      from: ["vllm@0.19.0"],
      to: "vllm@0.33.0",
      isDowngrade: false,
      unchanged: ["untouched.json"],
      flagsOnly: ["other/recipe.yaml"],
      findings: [],
    });
    expect(report.deployments.map(({ name }: any) => name)).toEqual(
      ["gemma/deployment.yaml", "other/recipe.yaml", "nemotron/recipe.yaml", "mamba/serve.sh"].toSorted(
        (left, right) => weight(right) - weight(left),
      ),
    );
  });

  const weight = (name: string) =>
    changesOf(name).filter(({ kind }: any) => kind === "flag").length * 100 +
    changesOf(name).filter(({ kind }: any) => kind === "field").length;

  test("a default that changed, with the flag that keeps it", () => {
    for (const name of ["gemma/deployment.yaml", "nemotron/recipe.yaml", "mamba/serve.sh"]) {
      expect(change(name, "cache_config.gpu_memory_utilization")).toMatchObject({
        before: 0.9,
        after: 0.92,
        keep: { kind: "flags", args: ["--gpu-memory-utilization", "0.9"] },
      });
    }
  });

  test("what rules do otherwise, with their source", () => {
    const mode = change("mamba/serve.sh", "cache_config.mamba_cache_mode");
    expect(mode).toMatchObject({ before: "all", after: "align", since: "0.28.0" });
    expect(mode.causes.map(({ rule, source }: any) => [rule, source.symbol])).toEqual([
      ["vllm/mamba/cache-every-state", "MambaModelConfig"],
      ["vllm/mamba/align-by-default", "MambaModelConfig"],
    ]);
    expect(change("gemma/deployment.yaml", "vllm/gemma4/forced-triton")).toMatchObject({ kind: "log" });
  });

  test("flags that are gone, also where the model is not there", () => {
    expect(change("gemma/deployment.yaml", "--max-num-partial-prefills")).toMatchObject({
      kind: "flag",
      since: "0.27.0",
    });
    expect(changesOf("other/recipe.yaml").map(({ kind, name }: any) => [kind, name])).toEqual([
      ["flag", "--calculate-kv-scales"],
    ]);
  });

  test("the flags that it names keep what they promise", () => {
    const { keep } = report.deployments.find((entry: any) => entry.name === "mamba/serve.sh");
    writeFileSync(
      path.join(folder, "mamba/kept.sh"),
      `${files["mamba/serve.sh"].trim()} ${keep.args.map((word: string) => `'${word}'`).join(" ")}\n`,
    );
    const again = JSON.parse(
      upgrade("mamba/kept.sh", "--target", "0.19.0", "--models", "models", "--to", "0.33.0", "--format", "json").out,
    );
    const kept = changesOf("mamba/serve.sh")
      .filter((entry: any) => entry.keep?.kind === "flags")
      .map(({ name }: any) => name);
    expect(kept.length).toBeGreaterThan(2);
    const left = again.deployments.flatMap((entry: any) => entry.changes.map(({ name }: any) => name));
    expect(left.filter((name: string) => kept.includes(name))).toEqual([]);
  });

  test("the page that was written beside it shows the same", () => {
    const page = readFileSync(path.join(folder, "page.html"), "utf8");
    expect(page).toContain("vllm@0.19.0 → vllm@0.33.0");
    expect(page).toContain("--gpu-memory-utilization 0.9");
  });
});

test("nothing changes: 0; only some kinds count: 0 as well", () => {
  expect(upgrade("untouched.json", "--from", "0.19", "--to", "0.20.0")).toMatchObject({
    code: 0,
    out: expect.stringContaining("1 deployment: 1 is unchanged"),
  });
  expect(upgrade("gemma", "--from", "0.27.1", "--to", "0.28.0", "--fail-on", "failure").code).toBe(0);
});

test("where nothing says which release runs today, it asks for it", () => {
  const { code, out } = upgrade("untouched.json", "gemma", "--to", "0.20.0", "--format", "json");
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({
    failing: ["field", "unread"],
    from: ["vllm@0.19.0"],
    findings: [
      { code: "unknown-release", file: "untouched.json", hint: "name the current release, such as `--from 0.32`" },
    ],
  });
});

test("standard input, and the way back", () => {
  const document = {
    model_config: { architecture: "MambaForCausalLM", supports_mamba_prefix_caching: true, max_model_len: 4096 },
    cache_config: { enable_prefix_caching: true, mamba_cache_mode: "none", block_size: 16 },
    scheduler_config: { enable_chunked_prefill: true },
  };
  const lines = `${JSON.stringify(document)}\n{"model_config": {}}\n`;
  const { code, out } = fettle(["upgrade", "-", "--from", "v0.29", "--to", "vllm@0.27"], { input: lines });
  expect(code).toBe(1);
  expect(out).toContain("vllm@0.29.0 → vllm@0.27.1 (a downgrade)");
  expect(out).toContain("cache_config.mamba_cache_mode: align → all  up to 0.27.1");
});

test.each([
  [
    "a release that is not known",
    ["untouched.json", "--to", "0.99.0"],
    /`--to 0\.99\.0` is not a known release of vllm \[unknown-release\]\n.*did you mean `vllm@0\.33\.0`/,
  ],
  ["no deployments", [], /no deployments to check \[usage\]/],
  ["a place that is not there", ["nowhere"], /nowhere/],
  ["a kind of change that there is not", ["untouched.json", "--fail-on", "fields"], /unknown kind of changes `fields`/],
  ["a file whose ending says nothing", ["untouched.json", "--output", "x.pdf"], /cannot tell the format of/],
])("%s is told, and nothing is written", (_name, args, message) => {
  const { code, out, err } = upgrade(...args);
  expect([code, out]).toEqual([2, ""]);
  expect(err).toMatch(message);
});

test("what cannot be read is told and counts, and the rest is compared", () => {
  const broken = folderWith({
    "a.json": "{",
    "b.json": files["untouched.json"],
    "c.sh": "vllm serve acme/m --seed $SEED\n",
    "d/k8s.yaml": "image: vllm/vllm-openai:v9.9.9\nargs: [--model, acme/m]\n",
    "d/config.json": files["gemma/config.json"],
  });
  const { code, out, err } = fettle(["upgrade", ".", "--target", "0.19.0", "--to", "0.20.0", "--format", "json"], {
    cwd: broken,
  });
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({
    failing: ["unread"],
    unchanged: ["b.json", "c.sh"],
    flagsOnly: ["c.sh"],
    findings: [
      { code: "unknown-release", file: "d/k8s.yaml" },
      { code: "json-syntax", file: "a.json" },
    ],
  });
  expect(err).toContain("unset variable `$SEED`");
});
