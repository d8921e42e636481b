import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { fettle } from "../cli/fettle.js";
import { changeRules, edit, repositoryWith, shippedFiles, splitRule, type Rule } from "./repository.js";

interface ReviewJson {
  readonly ok: boolean;
  readonly findings: readonly { readonly kind: string; readonly file: string; readonly line: number | null; readonly message: string }[];
  readonly packs: readonly {
    readonly pack: string;
    readonly differed: { readonly verdict: string; readonly effects: readonly { readonly document: readonly { path: string; value: unknown }[]; readonly outcome: readonly { kind: string; name: string; before?: unknown; after?: unknown }[] }[] } | null;
  }[];
}

/** The review of the shipped packs after a change, as data. */
function review(change: (repository: string) => void, ...options: readonly string[]): ReviewJson & { readonly code: number | null } {
  const repository = repositoryWith(shippedFiles);
  change(repository);
  const { code, out, err } = fettle(["review", "--format", "json", ...options], { cwd: repository });
  expect(err).toBe("");
  return { code, ...(JSON.parse(out) as ReviewJson) };
}

const effectsOf = ({ packs }: ReviewJson, name: string) => packs.find(({ pack }) => pack === name)!.differed!.effects;

describe("a review names the effect of a change, with a document that shows it", () => {
  test("a limit that takes in one more value", () => {
    const reviewed = review((repository) => edit(repository, "rules/vllm/gemma4.pack.json", `"greaterThan", "value": 256`, `"greaterThanInclusive", "value": 256`));
    expect(reviewed.code).toBe(1);
    const effects = effectsOf(reviewed, "vllm/gemma4");
    expect(effects[0]!.document).toContainEqual({ path: "model_config.hf_text_config.head_dim", value: 256 });
    expect(effects[0]!.outcome).toContainEqual(expect.objectContaining({ kind: "field", name: "attention_config.backend", after: "TRITON_ATTN" }));
    const found = reviewed.findings.find(({ kind }) => kind === "unstated")!;
    const line = shippedFiles["rules/vllm/gemma4.pack.json"]!.split("\n").findIndex((text) => text.includes(`"greaterThan", "value": 256`)) + 1;
    expect(found).toMatchObject({ file: "rules/vllm/gemma4.pack.json", line });
    expect(found.message).toContain("hf_text_config.head_dim is 256");
  });

  test("a failure that is gone", () => {
    const reviewed = review((repository) => changeRules(repository, (rules) => rules.filter(({ id }) => id !== "align-needs-chunked-prefill")));
    expect(reviewed.code).toBe(1);
    const [effect] = effectsOf(reviewed, "vllm/mamba");
    expect(effect!.outcome).toContainEqual(expect.objectContaining({ kind: "failure", name: "vllm/mamba/align-needs-chunked-prefill", before: expect.any(String) }));
    expect(effect!.outcome.find(({ name }) => name === "vllm/mamba/align-needs-chunked-prefill")).not.toHaveProperty("after");
    expect(effect!.document).toContainEqual({ path: "cache_config.enable_prefix_caching", value: true });
    expect(reviewed.packs.map(({ pack }) => pack)).toEqual(["vllm/hybrid-attention-mamba", "vllm/mamba"]);
  });

  test("two rules in another order", () => {
    const swapped = (rules: readonly Rule[]) => {
      const [check, chosen] = ["align-needs-chunked-prefill", "cache-aligned-states"].map((id) => rules.findIndex((rule) => rule.id === id)) as [number, number];
      return rules.map((rule, index) => (index === check ? rules[chosen]! : index === chosen ? rules[check]! : rule));
    };
    const reviewed = review((repository) => changeRules(repository, swapped));
    expect(reviewed.code).toBe(1);
    const effects = effectsOf(reviewed, "vllm/mamba");
    expect(effects.flatMap(({ outcome }) => outcome.map(({ name }) => name))).toContain("vllm/mamba/align-needs-chunked-prefill");
  });
});

test("a rule that is split without another effect is proved harmless, even where nothing may change", () => {
  const reviewed = review((repository) => splitRule(repository), "--fail-on", "error,case,behaviour,unproved");
  expect(reviewed.packs.map(({ pack, differed }) => [pack, differed!.verdict])).toEqual([["vllm/hybrid-attention-mamba", "same"], ["vllm/mamba", "same"]]);
  expect(reviewed.code).toBe(0);
});

test("a change that a case states is told, and passes", () => {
  const stated = (repository: string) => {
    for (const kind of ["pack", "cases"]) {
      const file = path.join(repository, `rules/vllm/nemotron-h.${kind}.json`);
      writeFileSync(file, readFileSync(file, "utf8").replaceAll(`"info"`, `"warning"`));
    }
  };
  const reviewed = review(stated);
  expect(reviewed.findings.map(({ kind }) => kind)).toContain("behaviour");
  expect(reviewed.findings.map(({ kind }) => kind)).not.toContain("unstated");
  expect(reviewed.code).toBe(0);
});
