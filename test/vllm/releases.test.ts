import { readFileSync } from "node:fs";
import { describe, expect, it, test } from "vitest";
import type { JsonObject } from "../../engine/common/json.js";
import { readPath } from "../../engine/common/path.js";
import { buildDocument } from "../../engine/vllm/config/build-document.js";
import type { BuildOptions } from "../../engine/serving/build.js";
import { loadServeFacts } from "../../engine/vllm/facts.js";
import { fillSection } from "../../engine/vllm/config/fill-section.js";
import { readServeArgs } from "../../engine/vllm/args/read-serve-args.js";
import { describeAbsence, knownRelease, valueAt } from "../../engine/vllm/releases.js";
import { isIn } from "../../engine/vllm/presence.js";
import { validate } from "../../engine/generated/validate-vllm-config.js";

const { releases } = loadServeFacts();

function build(name: string, release: string, args: readonly string[] = [], more: Partial<BuildOptions> = {}) {
  const hfConfig = JSON.parse(
    readFileSync(new URL(`fixtures/${name}.config.json`, import.meta.url), "utf8"),
  ) as JsonObject;
  const built = buildDocument({ hfConfig, model: `org/${name}`, args, facts: loadServeFacts(release), ...more });
  return { ...built, at: (path: string) => readPath(built.document, path.split(".")) };
}

function hintsOf(release: string, ...args: string[]): readonly (string | null)[] {
  return readServeArgs(args, loadServeFacts(release)).diagnostics.map(({ hint }) => hint);
}

test("every release from 0.17.0 to 0.33.0 is known", () => {
  expect(releases).toHaveLength(25);
  expect([releases[0], releases.at(-1)]).toEqual(["0.17.0", "0.33.0"]);
});

describe.each(releases.map((release) => [release]))("vLLM %s", (release) => {
  const { schema, flags, target } = loadServeFacts(release);

  it("has flags that mean one thing each, with the values that their kinds need", () => {
    expect(target).toBe(release);
    const names = flags.flags.flatMap((flag) => [flag.flag, ...flag.aliases]);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    expect(names.length).toBeGreaterThan(230);
    expect(flags.flags.filter(({ kind, values }) => kind === "enum" && !values?.length)).toEqual([]);
  });

  it("has defaults that its schema takes", () => {
    const document = fillSection(schema, schema, "").value;
    expect(validate(document) ? null : validate.errors).toBeNull();
    const sections = [schema, ...Object.values(schema["$defs"] as Record<string, JsonObject>)];
    const fields = sections.flatMap((section) => Object.entries(section["properties"] as Record<string, JsonObject>));
    const outside = fields.filter(
      ([, field]) =>
        Array.isArray(field["enum"]) && field["default"] !== undefined && !field["enum"].includes(field["default"]),
    );
    expect(outside).toEqual([]);
  });
});

describe("flags", () => {
  it("are those of the release, and others say which release has them", () => {
    expect(hintsOf("0.17.0", "--swap-space", "4")).toEqual([]);
    expect(hintsOf("0.19.0", "--swap-space", "4")).toEqual([
      "vLLM 0.18.0 removed it; 0.17.1 was the last release with it",
    ]);
    expect(hintsOf("0.19.0", "--watermark", "0.1")).toEqual(["vLLM 0.24.0 added it"]);
    expect(hintsOf("0.24.0", "--watermark", "0.1")).toEqual([]);
    expect(hintsOf("0.19.0", "--no-numa-bind")).toEqual(["vLLM 0.20.0 added it"]);
    expect(hintsOf("0.28.0", "--max-num-partial-prefills", "2")).toEqual([
      "vLLM 0.27.0 removed it; 0.26.0 was the last release with it",
    ]);
    expect(hintsOf("0.19.0", "--max-modl-len", "2")).toEqual(["did you mean `--max-model-len`?"]);
  });

  it("take the values, spellings and other names of the release", () => {
    const value = (release: string, ...args: string[]) =>
      readServeArgs(args, loadServeFacts(release)).settings[0]?.value;
    expect(value("0.19.0", "--kv-cache-dtype", "nvfp4")).toBeUndefined();
    expect(value("0.33.0", "--kv-cache-dtype", "nvfp4")).toBe("nvfp4");
    expect(value("0.32.0", "--disable-prefix-caching")).toBeUndefined();
    expect(value("0.33.0", "--disable-prefix-caching")).toBe(false);
    expect(value("0.30.0", "--device-memory-utilization", "0.8")).toBeUndefined();
    expect(value("0.31.0", "--device-memory-utilization", "0.8")).toBe(0.8);
    expect(value("0.33.0", "--mamba-backend", "flashinfer")).toBe("FLASHINFER");
  });

  it("take numbers with suffixes inside sections from 0.20.0 on", () => {
    const value = (release: string, ...args: string[]) =>
      readServeArgs(args, loadServeFacts(release)).settings[0]?.value;
    const json = '{"kv_connector": "80g", "kv_buffer_size": 80k}';
    expect(["0.19.1", "0.20.0"].map((release) => value(release, "--kv-transfer-config", json))).toEqual([
      undefined,
      { kv_connector: "80g", kv_buffer_size: 80000 },
    ]);
    const dotted = (release: string) => value(release, "--kv-transfer-config.kv_buffer_size", "1K");
    expect(["0.19.1", "0.20.0"].map(dotted)).toEqual([undefined, { kv_buffer_size: 1024 }]);
  });

  it("of speculative decoding open its section, and exclude its keys", () => {
    const { at } = build("llama", "0.22.0", ["--spec-method", "ngram", "--spec-tokens", "3"]);
    expect([at("speculative_config.method"), at("speculative_config.num_speculative_tokens")]).toEqual(["ngram", 3]);
    const { diagnostics } = build("llama", "0.22.0", [
      "--spec-method",
      "ngram",
      "--speculative-config",
      '{"method": "eagle"}',
    ]);
    expect(diagnostics.map(({ message }) => message)).toEqual([
      "`--spec-method ngram` and `method` in `--speculative-config` are mutually exclusive",
    ]);
  });
});

describe("documents", () => {
  const prefix = "cache_config.enable_prefix_caching";
  const tokens = "scheduler_config.max_num_batched_tokens";

  it("have the sections, fields and defaults of the release", () => {
    const fields = (release: string) => Object.keys(build("llama", release).document["cache_config"] as JsonObject);
    expect(fields("0.17.0")).toContain("swap_space");
    expect(fields("0.17.0")).not.toContain("user_specified_block_size");
    expect(fields("0.19.0")).toContain("user_specified_block_size");
    expect(build("llama", "0.19.0").document).not.toHaveProperty("mamba_config");
    expect(build("llama", "0.20.0").at("mamba_config.backend")).toBe("TRITON");
    expect(
      ["0.19.1", "0.20.0"].map((release) => build("llama", release).at("cache_config.gpu_memory_utilization")),
    ).toEqual([0.9, 0.92]);
    expect(build("llama", "0.20.0").origins["cache_config.gpu_memory_utilization"]).toEqual({
      kind: "default",
      text: "default of vLLM 0.20.0",
      isConstant: true,
    });
  });

  it("reuse prefixes of hybrid models from 0.28.0 on", () => {
    expect(["0.25.1", "0.27.1", "0.28.0", "0.33.0"].map((release) => build("falcon-h1", release).at(prefix))).toEqual([
      false,
      false,
      true,
      true,
    ]);
    expect(["0.25.1", "0.28.0"].map((release) => build("mamba2", release).at(prefix))).toEqual([false, false]);
    const pooling = ["--runner", "pooling", "--convert", "embed"];
    expect(["0.25.1", "0.26.0", "0.28.0"].map((release) => build("falcon-h1", release, pooling).at(prefix))).toEqual([
      true,
      false,
      true,
    ]);
  });

  it("take steps that follow the device and the experts", () => {
    const on = (memoryGiB: number, name: string) => (release: string) =>
      build("llama", release, [], { device: { memoryGiB, name } }).at(tokens);
    expect(["0.27.1", "0.28.0"].map(on(178, "NVIDIA B200"))).toEqual([8192, 16384]);
    expect(["0.32.0", "0.33.0"].map(on(119, "NVIDIA GB10"))).toEqual([8192, 2048]);
    const experts = [
      "--enable-expert-parallel",
      "--data-parallel-size",
      "2",
      "--all2all-backend",
      "deepep_low_latency",
    ];
    expect(["0.19.1", "0.20.0"].map((release) => build("llama", release, experts).at(tokens))).toEqual([2048, 256]);
  });

  it("read YaRN, layers and runners as the release does", () => {
    const yarn = {
      architectures: ["Qwen3ForCausalLM"],
      max_position_embeddings: 131072,
      rope_scaling: { rope_type: "yarn", factor: 4, original_max_position_embeddings: 32768 },
    };
    const length = (release: string, hfConfig: JsonObject) =>
      build("llama", release, [], { hfConfig }).at("model_config.max_model_len");
    expect(["0.29.0", "0.30.0"].map((release) => length(release, { ...yarn, max_position_embeddings: 65536 }))).toEqual(
      [131072, 65536],
    );
    const layers = { architectures: ["GraniteMoeHybridForCausalLM"], layer_types: ["full_attention"] };
    expect(
      ["0.28.0", "0.29.0"].map((release) =>
        build("llama", release, [], { hfConfig: layers }).at("model_config.is_hybrid"),
      ),
    ).toEqual([true, false]);
    const convert = (release: string) => build("llama", release, ["--convert", "embed"]).at("model_config.runner_type");
    expect(["0.21.0", "0.22.0"].map(convert)).toEqual(["generate", "pooling"]);
  });

  it("say of a model class of other releases which have it", () => {
    const hint = (release: string, architecture: string) =>
      build("llama", release, [], { hfConfig: { architectures: [architecture] } }).diagnostics[0]?.hint;
    expect(hint("0.19.0", "BambaForCausalLM")).toBeUndefined();
    expect(hint("0.24.0", "BambaForCausalLM")).toBe("vLLM 0.24.0 removed it; 0.23.0 was the last release with it");
    expect(hint("0.19.0", "D3ForSequenceClassification")).toBe("vLLM 0.33.0 added it");
    expect(hint("0.33.0", "Phi3SmallForCausalLM")).toBe("vLLM 0.9.2 was the last release with it");
  });
});

describe("timelines", () => {
  it("tell whether something is there, since when, and with what value", () => {
    expect(
      ["0.17.0", "0.20.0", "0.25.1", "0.26.0", "0.32.0"].map((release) =>
        isIn(["0.20.0", "0.26.0", "0.32.0"], release),
      ),
    ).toEqual([false, true, true, false, true]);
    expect(isIn(undefined, "0.17.0")).toBe(true);
    expect(describeAbsence(["0.20.0", "0.26.0", "0.32.0"], "0.27.0", releases)).toBe(
      "vLLM 0.26.0 removed it; 0.25.1 was the last release with it; vLLM 0.32.0 brought it back",
    );
    expect(["0.17.0", "0.19.1", "0.20.0"].map((release) => valueAt({ "0.17.0": 1, "0.20.0": null }, release))).toEqual([
      1,
      1,
      null,
    ]);
  });

  it("take the newest known release for one that is not known", () => {
    const known = ["0.19.0", "0.19.2", "0.20.0-rc1", "0.99.0", "0.10.2"].map((version) =>
      knownRelease(version, releases),
    );
    expect(known).toEqual(["0.19.0", "0.19.1", "0.20.0", "0.33.0", "0.17.0"]);
  });
});
