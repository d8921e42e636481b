import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../../engine/common/diagnostic.js";
import { loadServeFacts } from "../../engine/vllm/facts.js";
import { readRecipe } from "../../engine/vllm/recipes/read-recipe.js";
import { readServeArgs } from "../../engine/vllm/args/read-serve-args.js";

/** Published recipes of vllm-project/recipes; they lie beside the repository and are not part of it. */
const folder = new URL("../../../shared/recipes/", import.meta.url);

/** Flags of newer releases and of plug-ins, looked up one by one: vLLM 0.19.0 registers none of them. */
const notIn0190 = [
  "--cfg-parallel-size",
  "--deploy-config",
  "--diffusion-attention-backend",
  "--enable-mamba-cache-stochastic-rounding",
  "--hsdp-shard-size",
  "--init-timeout",
  "--linear-backend",
  "--mamba-backend",
  "--mamba-cache-philox-rounds",
  "--mamba-ssu-algorithm",
  "--omni",
  "--tool-call-parser-plugin",
  "--ulysses-degree",
  "--use-hsdp",
];

/** Values of newer releases, as the field that they are given to and the value. */
const valuesNotIn0190 = [
  "--attention-backend TOKENSPEED_MLA",
  "--attention-config mla_prefill_backend",
  "--attention-config use_fp4_indexer_cache",
  "--compilation-config use_inductor",
  "--moe-backend deep_gemm_mega_moe",
  "--moe-backend humming",
  '--speculative-config "dflash"',
  '--speculative-config "dspark"',
];

/** Flags that no release of vLLM registers: those of vLLM-Omni, and one that a plug-in brings. */
const ofPlugIns = [
  "--cfg-parallel-size",
  "--deploy-config",
  "--diffusion-attention-backend",
  "--hsdp-shard-size",
  "--init-timeout",
  "--omni",
  "--tool-call-parser-plugin",
  "--ulysses-degree",
  "--use-hsdp",
];

/** Keys that recipes give to releases that have them no more, or not yet: looked up one by one. */
const mistaken: Readonly<Record<"own" | "newest", readonly string[]>> = {
  own: ["--compilation-config use_inductor", "--speculative-config moe_backend"],
  newest: ["--attention-config use_fp4_indexer_cache", "--compilation-config use_inductor"],
};

function fault({ message }: Diagnostic): string {
  const quoted = message.split("`").filter((_, index) => index % 2 === 1);
  const flagIn = (text: string) => /(?:: |^)(--?[a-z][\w-]*)/.exec(text)?.[1]?.replaceAll("_", "-");
  const shown = quoted.find((text) => flagIn(text) !== undefined);
  return `${flagIn(shown ?? "") ?? message} ${quoted.find((text) => text !== shown)}`;
}

describe.skipIf(!existsSync(folder))("every published recipe (skipped where ../shared/recipes is missing)", () => {
  const files = existsSync(folder)
    ? (readdirSync(folder, { recursive: true }) as string[]).filter((name) => name.endsWith(".yaml")).sort()
    : [];
  const facts = loadServeFacts("0.19.0");
  const unknown = new Set<string>();
  const faults = new Set<string>();
  const other: string[] = [];
  const later = {
    own: { unknown: new Set<string>(), faults: new Set<string>() },
    newest: { unknown: new Set<string>(), faults: new Set<string>() },
  };
  let selections = 0;

  for (const file of files) {
    const text = readFileSync(new URL(file, folder), "utf8");
    const base = readRecipe(text, {}, file);
    const names = base.features.map((feature) => feature.name);
    const subsets = [undefined, [], ...names.map((name) => [name]), names];
    const places = [
      ...base.hardware.map((hardware) => ({ hardware })),
      ...base.strategies.map((strategy) => ({ strategy })),
      {},
    ];
    const choices = base.variants.flatMap(({ name: variant }) => [
      ...subsets.map((features) => ({ variant, ...(features === undefined ? {} : { features }) })),
      ...places.map((place) => ({ variant, ...place })),
    ]);
    for (const selection of choices) {
      selections++;
      const recipe = readRecipe(text, selection, file);
      const read = readServeArgs(recipe.words, facts);
      for (const entry of [...recipe.diagnostics, ...read.diagnostics]) {
        if (entry.code === "unknown-flag") unknown.add(entry.message.split("`")[1]!);
        else if (entry.code === "bad-flag-value") faults.add(fault(entry));
        else if (entry.severity !== "note") other.push(`${file}: ${entry.message}`);
      }
      const newest = facts.releases.at(-1)!;
      for (const [name, release] of [
        ["own", recipe.minRelease ?? newest],
        ["newest", newest],
      ] as const) {
        for (const entry of readServeArgs(recipe.words, loadServeFacts(release)).diagnostics) {
          if (entry.code === "unknown-flag") later[name].unknown.add(entry.message.split("`")[1]!);
          else if (entry.code === "bad-flag-value") later[name].faults.add(fault(entry));
        }
      }
      const kept = [...read.settings.map((setting) => setting.origin), ...read.otherFlags.map((flag) => flag.origin)];
      if (kept.some((origin) => origin.kind !== "recipe")) other.push(`${file}: an origin is lost`);
    }
  }

  it("names a model, and reads in every variant with every selection of features, hardware and strategy", () => {
    expect(files.length).toBeGreaterThan(100);
    expect(selections).toBeGreaterThan(1500);
    expect([...new Set(other)]).toEqual(
      ["meta-models/Muse-Glimmer-30B.yaml: `spec_decoding` does not run on `rtx_5090`"].filter((line) =>
        other.includes(line),
      ),
    );
  });

  it("uses no flag that vLLM 0.19.0 does not have, these aside", () => {
    expect([...unknown].sort()).toEqual(notIn0190);
  });

  it("uses no value that vLLM 0.19.0 does not have, these aside", () => {
    expect([...faults].sort()).toEqual(valuesNotIn0190);
  });

  it.each(["own", "newest"] as const)(
    "uses only flags and values of vLLM in its %s release, those of plug-ins and mistakes aside",
    (name) => {
      expect([...later[name].unknown].sort()).toEqual(ofPlugIns);
      expect([...later[name].faults].sort()).toEqual(mistaken[name]);
    },
  );
});
