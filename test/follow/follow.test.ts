import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import MarkdownIt from "markdown-it";
import { expect, test } from "vitest";
import { loadProgram, type Program } from "../../engine/workspace/load-program.js";
import { askHandlers, type HandlerAnswers, type HandlerDifference } from "../../scripts/follow/ask-handlers.js";
import { draftRules } from "../../scripts/follow/draft-rules.js";
import { followReport, type Followed } from "../../scripts/follow/report.js";
import { sourceDifferences } from "../../scripts/follow/source-differences.js";

/** A program with one pack that writes one constant. */
async function program(): Promise<Program> {
  const rule = {
    id: "fixed-size",
    when: { fact: "cache_config.block_size", operator: "equal", value: null },
    then: [{ set: "cache_config.block_size", value: 16 }],
  };
  const files = {
    "acme.set.json": { set: "acme", target: "vllm@0.32.0", stages: [{ pack: "acme/one" }] },
    "acme/one.pack.json": { pack: "acme/one", hook: "vllm_config", rules: [rule] },
  };
  const loaded = await loadProgram({ set: "acme", files });
  return loaded.program!;
}

const field = {
  ...{ path: "cache_config.block_size", count: 3, found: 16, expected: 32, isConstant: true, isLeft: false },
  witness: { id: "One/0001", sets: ['cache_config.cache_dtype "auto"'] },
};
const difference: HandlerDifference = {
  ...{ handler: "OneForCausalLMConfig", hook: "vllm_config", pack: "acme/one", answers: 3, fields: [field] },
};
const answers = (...differing: HandlerDifference[]): HandlerAnswers => ({ agreeing: [], differing, unasked: {} });

test("a constant that changed is a draft: the old rule ends, and a new one begins", async () => {
  const when = { fact: "cache_config.block_size", operator: "equal", value: null };
  const then = [{ set: "cache_config.block_size", value: 32 }];
  expect(draftRules(answers(difference), await program(), "0.33.0")).toEqual([
    {
      pack: "acme/one",
      ends: { rule: "acme/one/fixed-size", versions: "<0.33.0" },
      rule: { id: "block-size-since-0-33-0", versions: ">=0.33.0", when, then },
    },
  ]);
});

test("where the handler writes nothing any more, the old rule only ends", async () => {
  const left = { ...difference, fields: [{ ...field, expected: null, isLeft: true }] };
  expect(draftRules(answers(left), await program(), "0.33.0")).toMatchObject([{ rule: null }]);
});

test("a new handler that always writes the same is a draft of a pack", async () => {
  const fresh = { ...difference, pack: null };
  expect(draftRules(answers(fresh), await program(), "0.33.0")).toMatchObject([
    { pack: "vllm/one", ends: null, rule: { then: [{ set: "cache_config.block_size", value: 32 }] } },
  ]);
  const sometimes = { ...fresh, answers: 4 };
  expect(draftRules(answers(sometimes), await program(), "0.33.0")).toEqual([]);
});

test("what is no constant is no draft", async () => {
  const varying = { ...difference, fields: [{ ...field, isConstant: false }] };
  const other = { ...difference, fields: [{ ...field, found: 64 }] };
  expect(draftRules(answers(varying, other), await program(), "0.33.0")).toEqual([]);
});

test("the report is Markdown with every part, whatever names and values hold", async () => {
  const place = { file: "config/cache.py", line: 7 };
  const followed: Followed = {
    ...{ from: "0.32.0", to: "0.33.0" },
    source: {
      functions: [{ name: "CacheConfig.check", ...place, what: "changed" }],
      handlers: [{ name: "OneForCausalLMConfig", ...place, what: "changed" }],
      architectures: [{ name: "One|Two", before: null, after: "OneForCausalLMConfig" }],
      fields: [{ name: "CacheConfig.block_size", before: { default: 16 }, after: { default: 32 }, ...place }],
      flags: [{ name: "--new", after: { field: null, kind: "boolean", values: null } }],
      variables: [{ name: "VLLM_OLD", before: { default: "`a|b`" } }],
    },
    handlers: { ...answers(difference), unasked: { TwoConfig: "KeyError: 'TwoConfig'" } },
    deployments: { answers: 2, agreeing: 1, fields: new Map([["cache_config.block_size", ["h100/llama/plain"]]]) },
    drafts: draftRules(answers(difference), await program(), "0.33.0"),
  };
  const page = followReport(followed);
  const html = new MarkdownIt().render(page);
  for (const text of ["config/cache.py:7", "TwoConfig", "VLLM_OLD", "block-size-since-0-33-0", "1 of 2", "removed"])
    expect(html).toContain(text);
  expect(html.match(/<table>/g)).toHaveLength(8);
  const tables = page
    .trimEnd()
    .split("\n\n")
    .filter((block) => block.startsWith("| "));
  for (const table of tables) {
    const widths = table.split("\n").map((row) => row.split(" | ").length);
    expect(new Set(widths).size, table).toBe(1);
  }
});

const cache = path.join(process.env["XDG_CACHE_HOME"] ?? path.join(homedir(), ".cache"), "fettle-oracle");
const hasSources = ["0.32.0", "0.33.0"].every((release) => existsSync(path.join(cache, release, "vllm")));

test.skipIf(!hasSources)(
  "the step from 0.32.0 to 0.33.0, as if 0.32.0 were the newest",
  { timeout: 60_000 },
  async () => {
    const loaded = await loadProgram({ target: "vllm@0.32.0" });
    const handlers = askHandlers("0.33.0", loaded.program!);
    const packs = new Set(handlers.differing.map(({ pack }) => pack));
    expect([...packs]).toEqual(expect.arrayContaining([null, "vllm/gemma4", "vllm/diffusion-gemma"]));
    expect(handlers.agreeing.length).toBeGreaterThan(handlers.differing.length);
    expect(handlers.unasked).toEqual({});
    const now = await loadProgram({ target: "vllm@0.33.0" });
    expect(askHandlers("0.33.0", now.program!).differing).toEqual([]);
    const source = sourceDifferences("0.32.0", "0.33.0");
    expect(source.handlers.map(({ name }) => name)).toContain("Gemma4Config");
    expect(source.fields.map(({ name }) => name)).toContain("KernelConfig.monokernel");
  },
);

test("the page of a followed release says how it was made", () => {
  const page = readFileSync(new URL("../../docs/reference/followed-release.md", import.meta.url), "utf8");
  expect(page).toContain("Generated by `npx tsx scripts/follow.ts --from 0.32.0 --to 0.33.0`; do not edit.");
});
