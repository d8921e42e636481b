import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { fettle } from "../cli/fettle.js";
import { changeRules, edit, repositoryWith, shippedFiles, splitRule, type Rule } from "./repository.js";

interface ReviewJson {
  readonly ok: boolean;
  readonly findings: readonly {
    readonly kind: string;
    readonly file: string;
    readonly line: number | null;
    readonly message: string;
  }[];
  readonly packs: readonly {
    readonly pack: string;
    readonly differed: {
      readonly verdict: string;
      readonly effects: readonly {
        readonly document: readonly { path: string; value: unknown }[];
        readonly outcome: readonly { kind: string; name: string; before?: unknown; after?: unknown }[];
      }[];
    } | null;
  }[];
}

/** The review of the shipped packs after a change, as data. */
function review(
  change: (repository: string) => void,
  ...options: readonly string[]
): ReviewJson & { readonly code: number | null } {
  const repository = repositoryWith(shippedFiles);
  change(repository);
  const { code, out } = fettle(["review", "--format", "json", ...options], { cwd: repository });
  return { code, ...(JSON.parse(out) as ReviewJson) };
}

const effectsOf = ({ packs }: ReviewJson, name: string) => packs.find(({ pack }) => pack === name)!.differed!.effects;

test("a limit that takes in one more value, and a failure that is gone, are shown with a document each", () => {
  const reviewed = review((repository) => {
    edit(
      repository,
      "rules/vllm/gemma4.pack.json",
      `"greaterThan", "value": 256`,
      `"greaterThanInclusive", "value": 256`,
    );
    changeRules(repository, (rules) => rules.filter(({ id }) => id !== "align-needs-chunked-prefill"));
  });
  expect(reviewed.code).toBe(1);
  expect(reviewed.packs.map(({ pack }) => pack)).toEqual([
    "vllm/diffusion-gemma",
    "vllm/gemma4",
    "vllm/hybrid-attention-mamba",
    "vllm/mamba",
  ]);

  const [heads] = effectsOf(reviewed, "vllm/gemma4");
  expect(heads!.document).toContainEqual({ path: "model_config.hf_text_config.head_dim", value: 256 });
  expect(heads!.outcome).toContainEqual(
    expect.objectContaining({ kind: "field", name: "attention_config.backend", after: "TRITON_ATTN" }),
  );
  const line =
    shippedFiles["rules/vllm/gemma4.pack.json"]!.split("\n").findIndex((text) =>
      text.includes(`"greaterThan", "value": 256`),
    ) + 1;
  const found = reviewed.findings.find(
    ({ kind, file }) => kind === "unstated" && file === "rules/vllm/gemma4.pack.json",
  )!;
  expect(found.line).toBe(line);
  expect(found.message).toContain("hf_text_config.head_dim is 256");

  const [prefill] = effectsOf(reviewed, "vllm/mamba");
  const failure = prefill!.outcome.find(({ name }) => name === "vllm/mamba/align-needs-chunked-prefill")!;
  expect(failure).toMatchObject({ kind: "failure", before: expect.any(String) });
  expect(failure).not.toHaveProperty("after");
  expect(prefill!.document).toContainEqual({ path: "cache_config.enable_prefix_caching", value: true });
});

test("two rules that do not commute are shown with a document", () => {
  const reviewed = review((repository) =>
    changeRules(repository, (rules) => {
      const [check, chosen] = ["align-needs-chunked-prefill", "cache-aligned-states"].map(
        (id) => rules.find((rule) => rule.id === id)!,
      ) as [Rule, Rule];
      return rules.map((rule) => (rule === check ? chosen : rule === chosen ? check : rule));
    }),
  );
  expect(reviewed.code).toBe(1);
  expect(effectsOf(reviewed, "vllm/mamba").flatMap(({ outcome }) => outcome.map(({ name }) => name))).toContain(
    "vllm/mamba/align-needs-chunked-prefill",
  );
});

test("a rule that is split in two is proved harmless, and a change that a case states passes", () => {
  const reviewed = review(
    (repository) => {
      splitRule(repository);
      for (const kind of ["pack", "cases"]) {
        const file = path.join(repository, `rules/vllm/nemotron-h.${kind}.json`);
        writeFileSync(file, readFileSync(file, "utf8").replaceAll(`"info"`, `"warning"`));
      }
    },
    "--fail-on",
    "error,case,unstated,unproved",
  );
  expect(reviewed.packs.map(({ pack, differed }) => [pack, differed!.verdict])).toEqual([
    ["vllm/hybrid-attention-mamba", "same-apart-from-ledger"],
    ["vllm/mamba", "same-apart-from-ledger"],
    ["vllm/nemotron-h", "differs"],
  ]);
  expect(new Set(reviewed.findings.filter(({ file }) => file.includes("nemotron-h")).map(({ kind }) => kind))).toEqual(
    new Set(["behavior"]),
  );
  expect(reviewed.code).toBe(0);
});

test("a case that fails is told once, after the behavior that fails it", () => {
  const repository = repositoryWith(shippedFiles);
  changeRules(repository, (rules) => rules.filter(({ id }) => id !== "align-needs-chunked-prefill"));
  const { code, out } = fettle(["review", "--format", "json"], { cwd: repository });
  const { findings } = JSON.parse(out) as { findings: { kind: string; code: string }[] };
  const codes = findings.map((found) => found.code);
  expect([code, findings[0]!.kind, codes.includes("case-failed"), codes.includes("bad-case")]).toEqual([
    1,
    "unstated",
    true,
    false,
  ]);
});
