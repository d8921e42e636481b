import { isDeepStrictEqual } from "node:util";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { isObject, type Json, type JsonObject } from "../../engine/common/json.js";
import { loadServeFacts, type ServeFacts } from "../../engine/vllm/facts.js";
import { applyOverrides } from "../../engine/vllm/files/hf-overrides.js";
import { keepPins, type Pin } from "../../engine/serving/pins.js";
import { readConfigText } from "../../engine/vllm/files/read-config-file.js";
import { readServeArgs } from "../../engine/vllm/args/read-serve-args.js";
import { toServeArgs } from "../../engine/vllm/args/to-serve-args.js";
import { loadProgram, type Program } from "../../engine/workspace/load-program.js";
import { holds } from "../../engine/explain/pins.js";
import { lastChanges } from "../../engine/explain/net-changes.js";
import { configEntries } from "../../engine/report/serve-formats/serve-config.js";
import { manifest, readVectors } from "./release-vectors.js";
import { files as seedFiles, packs as seedPacks, vectorsOf } from "./read-vectors.js";

const byProperty: Readonly<Record<string, string>> = {
  HybridAttentionMambaModelConfig: "vllm/hybrid-attention-mamba",
  SequenceClassificationConfig: "vllm/sequence-classification",
};

/** The vectors of a handler, with the release and the pack that answer them. */
interface Group {
  readonly release: string;
  readonly vectors: readonly { readonly id: string; readonly input: object }[];
  packOf(program: Program, architecture: string): string;
}

const groups: readonly Group[] = [
  ...seedFiles.map(
    (file): Group => ({
      release: "0.19.0",
      vectors: vectorsOf(file),
      packOf: () => seedPacks[file.replace(".jsonl", "")]!,
    }),
  ),
  ...Object.entries(manifest.files).map(
    ([file, { handler, hook, releases }]): Group => ({
      release: releases[0]!,
      vectors: readVectors(file),
      packOf: ({ linked }, architecture) =>
        byProperty[handler] ??
        linked.stages
          .flatMap((stage) => (stage.kind === "dispatch" ? [...stage.packs] : []))
          .find(([name, pack]) => name === architecture && linked.packs.get(pack)!.pack.hook === hook)![1],
    }),
  ),
];

/** A document with the words of pins laid over it, as flags set fields; shared objects stay shared. */
function withPins(input: object, pins: readonly Pin[], facts: ServeFacts): JsonObject {
  const document = structuredClone(input) as Record<string, Json>;
  const { settings, diagnostics } = readServeArgs(
    pins.flatMap(({ args }) => args),
    facts,
  );
  if (diagnostics.length > 0) throw new Error(JSON.stringify(diagnostics));
  for (const { flag, value } of settings) {
    if (flag.field === "model_config.hf_overrides")
      applyOverrides(
        (document["model_config"] as Record<string, Json>)["hf_config"] as Record<string, Json>,
        value as JsonObject,
      );
    else lay(document, flag.field!.split("."), value);
  }
  return document;
}

function lay(section: Record<string, Json>, [key, ...rest]: readonly string[], value: Json): void {
  if (rest.length > 0) lay((section[key!] ??= {}) as Record<string, Json>, rest, value);
  else if (isObject(value) && isObject(section[key!]))
    for (const [inner, part] of Object.entries(value)) lay(section[key!] as Record<string, Json>, [inner], part);
  else section[key!] = value;
}

/**
 * Fields that a handler writes and no flag holds: values without a flag, text parts that stand apart from config.json,
 * results that a handler refuses as input.
 */
const notPinnable = [
  'cache_config.mamba_ssm_cache_dtype: `--mamba-ssm-cache-dtype` does not accept "bfloat16"',
  "cache_config.mamba_ssm_cache_dtype: `--mamba-ssm-cache-dtype` does not accept null",
  "model_config.hf_config.hidden_act: --hf-overrides changes the result",
  "model_config.hf_config.rope_parameters.mrope_interleaved: no flag removes a field",
  "model_config.hf_config.rope_parameters.mrope_section: no flag removes a field",
  "model_config.hf_config.rope_parameters.partial_rotary_factor: --hf-overrides changes the result",
  "model_config.hf_config.rotary_kwargs: --hf-overrides changes the result",
  "model_config.hf_text_config.classifier_from_token: no flag sets it",
  "model_config.hf_text_config.is_causal: no flag sets it",
  "model_config.hf_text_config.method: no flag sets it",
  "model_config.hf_text_config.num_labels: no flag sets it",
  "model_config.hf_text_config.quantization_config.quant_method: no flag sets it",
  "model_config.hf_text_config.rope_parameters.mrope_interleaved: no flag removes a field",
  "model_config.hf_text_config.rope_parameters.mrope_section: no flag removes a field",
  "model_config.hf_text_config.use_sep_token: no flag sets it",
  "model_config.model_arch_config.derived_max_model_len_and_key: no flag sets it",
  "model_config.model_arch_config.hidden_size: no flag sets it",
  "model_config.model_arch_config.quantization_config.quant_method: no flag sets it",
  "model_config.model_arch_config.total_num_hidden_layers: no flag sets it",
];

const programs = new Map<string, Promise<Program>>();
const load = (release: string): Promise<Program> => {
  const loaded = programs.get(release) ?? loadProgram({ target: `vllm@${release}` }).then(({ program }) => program!);
  programs.set(release, loaded);
  return loaded;
};

describe("pins of every vector, read back as flags of the release", () => {
  const counts = { changed: 0, whole: 0 };
  const open = new Set<string>();
  const words = new Map<string, { pins: readonly Pin[]; facts: ServeFacts }>();

  test("leave the same document, and a rule moves only what is named as not pinned", async () => {
    const wrong: string[] = [];
    for (const { release, vectors, packOf } of groups) {
      const [program, facts] = [await load(release), loadServeFacts(release)];
      for (const { id, input } of vectors) {
        const pack = packOf(program, (input as { model_config: { architecture: string } }).model_config.architecture);
        const first = program.run(input as never, { pack });
        const changes = lastChanges(first.changes).map(({ path, after }) => ({
          path,
          after: after as Json | undefined,
        }));
        if (first.document === null || changes.length === 0) continue;
        const { pins, unpinned } = toServeArgs({ document: first.document as JsonObject, changes, facts });
        const again = (tried: readonly Pin[]) => program.run(withPins(input, tried, facts), { pack });
        const { kept, dropped } = keepPins(pins, (tried) => holds(first, again(tried), tried, []));
        const named = new Set([...unpinned.map(({ path }) => path), ...dropped.flatMap(({ paths }) => paths)]);
        const second = again(kept);
        const isHeld =
          isDeepStrictEqual(second.document, first.document) &&
          lastChanges(second.changes).every(({ path }) => named.has(path));
        const isTold = changes.every(({ path }) => named.has(path) !== kept.some(({ paths }) => paths.includes(path)));
        if (!isHeld || !isTold) wrong.push(id);
        counts.changed++;
        if (named.size === 0 && second.changes.length === 0) counts.whole++;
        for (const { path, reason } of unpinned) open.add(`${path}: ${reason.replace(/take .*/, "take it")}`);
        for (const { paths, flag } of dropped)
          for (const path of paths) open.add(`${path}: ${flag.flag} changes the result`);
        words.set(`${release} ${JSON.stringify(pins.map(({ args }) => args))}`, { pins, facts });
      }
    }
    expect(wrong).toEqual([]);
    expect(counts).toEqual({ changed: 9632, whole: 7492 });
    expect([...open].sort()).toEqual(notPinnable);
  });

  test("say the same in a configuration file", () => {
    expect(words.size).toBeGreaterThan(100);
    for (const { pins, facts } of words.values()) {
      const { entries, missing } = configEntries(pins);
      const inFile = pins.filter((pin) => !missing.includes(pin));
      if (inFile.length === 0) continue;
      const file = readConfigText(stringify(entries, { version: "1.1", lineWidth: 0 }), "pins.yaml");
      const read = (args: Parameters<typeof readServeArgs>[0]) => {
        const { settings, otherFlags, diagnostics } = readServeArgs(args, facts);
        return { settings: settings.map(({ flag, value }) => [flag.flag, value]), otherFlags, diagnostics };
      };
      expect([...file.diagnostics, read(file.words)]).toEqual([read(inFile.flatMap(({ args }) => args))]);
    }
  });
});
