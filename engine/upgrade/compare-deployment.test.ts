import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import type { JsonObject } from "../common/json.js";
import { serving } from "../vllm/serving.js";
import { loadProgram } from "../workspace/load-program.js";
import { compareDeployment, type Move } from "./compare-deployment.js";
import { datingWith } from "./date-changes.js";
import { runDeployment, type Deployment, type Release } from "./deployment.js";

const fixture = (name: string): JsonObject =>
  JSON.parse(readFileSync(new URL(`../../test/vllm/fixtures/${name}.config.json`, import.meta.url), "utf8"));
const model = (name: string, ...args: string[]): Deployment => ({
  kind: "model",
  name,
  build: { hfConfig: fixture(name), model: `acme/${name}`, args },
});

async function open(version: string): Promise<Release> {
  return {
    version,
    serving: serving.release(version),
    program: (await loadProgram({ target: `vllm@${version}` })).program!,
  };
}

let move: Move;
beforeAll(async () => {
  const way = [await open("0.20.0"), await open("0.27.1"), await open("0.28.0")];
  move = { from: await open("0.19.0"), to: await open("0.29.0"), way, ...datingWith(way) };
}, 20_000);

const find = (deployment: Deployment, name: string) =>
  compareDeployment(deployment, move).changes.find((change) => change.name === name);

describe("compareDeployment", () => {
  it("names the rules behind a field, the release that brought it, and the flag that keeps it", () => {
    const deployment = model("nemotron-h", "--enable-prefix-caching");
    expect(find(deployment, "cache_config.mamba_cache_mode")).toMatchObject({
      ...{ kind: "field", before: "all", after: "align", since: "0.28.0" },
      causes: [
        {
          kind: "rule",
          rule: "vllm/mamba/cache-every-state",
          acts: "before",
          versions: "<0.28.0",
          source: { symbol: "MambaModelConfig" },
        },
        { kind: "rule", rule: "vllm/mamba/align-by-default", acts: "after", versions: ">=0.28.0", because: [] },
      ],
      keep: { kind: "flags", args: ["--mamba-cache-mode", "all"], isAlone: true },
    });
    const kept = {
      ...deployment,
      build: {
        ...(deployment as Deployment & { kind: "model" }).build,
        args: ["--enable-prefix-caching", "--mamba-cache-mode", "all"],
      },
    };
    expect(runDeployment(kept, move.to).result.document!.cache_config).toMatchObject({ mamba_cache_mode: "all" });
  });

  it("tells a default that changed apart from what a rule makes of it, and keeps both with one flag", () => {
    const { changes, keep } = compareDeployment(model("nemotron-h"), move);
    const of = (name: string) => changes.find((change) => change.name === name);
    expect(of("cache_config.enable_prefix_caching")).toMatchObject({
      before: false,
      after: true,
      causes: [{ kind: "origin", before: { kind: "default" }, after: { kind: "default" } }],
    });
    const size = of("cache_config.mamba_block_size")!;
    expect(size.causes).toMatchObject([
      {
        rule: "vllm/mamba/one-block-a-sequence",
        acts: "before",
        because: [{ fact: "cache_config.enable_prefix_caching", before: false, after: true }],
      },
      { rule: "vllm/mamba/block-size-of-attention", acts: "after" },
    ]);
    expect(size.keep).toEqual({ kind: "flags", args: ["--no-enable-prefix-caching"], isAlone: true });
    expect(keep!.args).toContain("--no-enable-prefix-caching");
    expect(keep!.args).not.toContain("--mamba-block-size");
  });

  it.each([
    ["0.32.0", '`--mamba-cache-mode` does not accept "all"'],
    ["0.33.0", "its flag has no effect: in vLLM 0.33.0 the mode follows `--enable-prefix-caching`"],
  ])("says so where no flag of %s keeps a value", async (release, reason) => {
    const newest = { ...move, to: await open(release) };
    const { changes, keep } = compareDeployment(model("nemotron-h", "--enable-prefix-caching"), newest);
    expect(changes.find(({ name }) => name === "cache_config.mamba_cache_mode")!.keep).toEqual({
      kind: "none",
      reason,
    });
    expect(keep!.args).not.toContain("--mamba-cache-mode");
    expect(keep!.left).toBeGreaterThan(0);
  });

  it("runs a document as it stands, and tries values in it as flags would set them", () => {
    const cache = { enable_prefix_caching: true, mamba_cache_mode: "none", block_size: 16 };
    const document = {
      model_config: { architecture: "MambaForCausalLM", supports_mamba_prefix_caching: true, max_model_len: 4096 },
      cache_config: cache,
      scheduler_config: { enable_chunked_prefill: true },
    };
    const before = structuredClone(document);
    const { changes } = compareDeployment({ kind: "document", name: "d", document }, move);
    expect(changes.filter(({ kind }) => kind === "field")).toMatchObject([
      {
        name: "cache_config.mamba_cache_mode",
        before: "all",
        after: "align",
        keep: { kind: "flags", args: ["--mamba-cache-mode", "all"] },
      },
    ]);
    expect(document).toEqual(before);
  });

  it("tells flags that are gone, with what was given, and no field twice for them", () => {
    const { changes } = compareDeployment(
      model("llama", "--max-num-partial-prefills", "2", "--attention-backend", "TREE_ATTN"),
      move,
    );
    expect(changes.filter(({ kind }) => kind === "flag")).toMatchObject([
      {
        name: "--max-num-partial-prefills",
        before: "--max-num-partial-prefills 2",
        since: "0.27.1",
        causes: [{ kind: "release", text: expect.stringContaining("0.27.0 removed it") }],
      },
      {
        name: "--attention-backend",
        before: "--attention-backend TREE_ATTN",
        causes: [{ kind: "release", text: expect.stringContaining("invalid value `TREE_ATTN`") }],
      },
    ]);
    expect(changes.map(({ name }) => name)).not.toContain("attention_config.backend");
    expect(changes.map(({ name }) => name)).not.toContain("scheduler_config.max_num_partial_prefills");
  });

  it("tells what rules ask of the machine, until somebody says it", () => {
    const gemma = (environment: NonNullable<(Deployment & { kind: "model" })["build"]["environment"]>): Deployment => ({
      kind: "model",
      name: "g",
      build: { hfConfig: fixture("gemma4"), model: "g", args: [], environment },
    });
    expect(compareDeployment(gemma([]), move).askedOfMachine).toContain("environment.flash_attn_4");
    const said = compareDeployment(gemma([{ field: "flash_attn_4", value: true, text: "--flash-attention 4" }]), move);
    expect(said.askedOfMachine).not.toContain("environment.flash_attn_4");
    expect(said.changes.find(({ name }) => name === "attention_config.flash_attn_version")).toMatchObject({ after: 4 });
  });

  it("tells nothing twice that a section's flag set which is not taken any more", () => {
    const { changes } = compareDeployment(
      model("llama", "--attention-config", '{"disable_flashinfer_prefill": false, "backend": "FLASH_ATTN"}'),
      move,
    );
    expect(changes.filter(({ kind }) => kind === "flag").map(({ name }) => name)).toEqual(["--attention-config"]);
    expect(changes.map(({ name }) => name)).not.toContain("attention_config.backend");
  });

  it("sets fields apart that come and go at their defaults", () => {
    const { changes, newFields, goneFields } = compareDeployment(model("llama"), move);
    expect(newFields).toContain("mamba_config");
    expect(goneFields).toContain("scheduler_config.max_num_partial_prefills");
    expect(changes.map(({ name }) => name)).not.toContain("mamba_config");
  });

  it("tells a flag that is taken only then, and a model that only then has a class", () => {
    const kinds = (deployment: Deployment) =>
      compareDeployment(deployment, move)
        .changes.filter(({ kind }) => kind === "fixed")
        .map(({ name }) => name);
    expect(kinds(model("llama", "--watermark", "0.1"))).toEqual(["--watermark"]);
    const later: Deployment = {
      kind: "model",
      name: "k",
      build: { hfConfig: { ...fixture("llama"), architectures: ["DeepseekV4ForCausalLM"] }, model: "k", args: [] },
    };
    expect(kinds(later)).toEqual(["unknown-architecture"]);
  });

  it("finds nothing between a release and itself", () => {
    const same = { ...move, to: move.from, way: [] };
    expect(compareDeployment(model("nemotron-h", "--swap-space", "4"), same)).toEqual({
      changes: [],
      fails: null,
      newFields: [],
      goneFields: [],
      askedOfMachine: [],
      keep: null,
    });
  });

  it("tells a failure that comes, one that goes, and one that stays", () => {
    const failing = {
      model_config: { architecture: "MambaForCausalLM", supports_mamba_prefix_caching: true, max_model_len: 4096 },
      cache_config: { enable_prefix_caching: true, mamba_cache_mode: "none", block_size: 16 },
      scheduler_config: { enable_chunked_prefill: false },
    };
    const compared = compareDeployment({ kind: "document", name: "d", document: failing }, move);
    expect(compared.changes[0]).toMatchObject({
      kind: "failure",
      name: "vllm/mamba/align-needs-chunked-prefill",
      since: "0.28.0",
      causes: [{ rule: "vllm/mamba/align-needs-chunked-prefill" }],
    });
    const back = compareDeployment(
      { kind: "document", name: "d", document: failing },
      { ...move, from: move.to, to: move.from, way: [], ...datingWith([]) },
    );
    expect(back.changes[0]).toMatchObject({ kind: "fixed", name: "vllm/mamba/align-needs-chunked-prefill" });
    const stays = compareDeployment(
      { kind: "document", name: "d", document: failing },
      { ...move, from: move.to, way: [] },
    );
    expect(stays).toMatchObject({ changes: [], fails: expect.stringContaining("chunked prefill") });
  });
});
