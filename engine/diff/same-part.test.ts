import { afterAll, beforeAll, expect, test } from "vitest";
import { loadProgram } from "../workspace/load-program.js";
import { openProver, type Prover } from "../solver/prover.js";
import { isSamePart } from "./same-part.js";

let prover: Prover;
beforeAll(async () => {
  prover = await openProver();
});
afterAll(() => prover.close());

async function link(rules: readonly object[], more: object = {}) {
  const files = {
    "acme.set.json": { set: "acme", target: "vllm@0.19.0", stages: [{ pack: "acme/a" }] },
    "acme/a.pack.json": { pack: "acme/a", hook: "vllm_config", ...more, rules },
  };
  const { program, diagnostics } = await loadProgram({ set: "acme", files });
  if (program === null) throw new Error(JSON.stringify(diagnostics));
  return program.linked;
}

const size = { fact: "cache_config.block_size", operator: "greaterThan", value: 16 };
const mode = "cache_config.mamba_cache_mode";
const isMode = (value: string) => ({ fact: mode, operator: "equal", value });
const rule = (id: string, when: object | null, ...then: object[]) => ({ id, ...(when !== null && { when }), then });
const all = rule("all", isMode("none"), { set: mode, value: "all" });
const align = rule("align", isMode("align"), { set: mode, value: "none" });
const smaller = rule("smaller", size, { set: "cache_config.block_size", value: 16 });
const loose = rule("all", null, { set: mode, value: "all" });
const aligned = rule("align", null, { set: mode, value: "align" });

const named = rule(
  "named",
  { fact: "model_config.hf_config.name", operator: "isPresent", value: false },
  { fail: "unnamed", kind: "missing", message: "unnamed" },
);
const kind = rule("kind", null, { set: "model_config.hf_config.kind", value: "gated" });
const copied = rule("copied", null, { set: "model_config.hf_config.alias", jsonata: "model_config.hf_config.name" });

const width = rule(
  "width",
  { fact: "model_config.hf_config.width", operator: "isPresent", value: true },
  { set: "model_config.hf_config.width", value: 1 },
);
const depth = rule(
  "depth",
  { fact: "model_config.hf_config.depth", operator: "isPresent", value: true },
  { set: "model_config.hf_config.depth", value: 1 },
);
const log = (id: string) => rule(id, isMode("none"), { log: "info", code: id, message: "logged" });
const [first, second] = [log("first"), rule("second", size, { log: "info", code: "second", message: "logged" })];

test.each([
  ["rules that have nothing to do with each other", [all, smaller], [smaller, all], "behavior"],
  ["rules one of which writes what the other looks at", [all, align], [align, all], null],
  ["what the rule that follows overwrites", [all, aligned, smaller], [loose, aligned, smaller], "behavior"],
  [
    "what a rule further on overwrites, which is not looked at",
    [all, smaller, aligned],
    [loose, smaller, aligned],
    null,
  ],
  ["two rules that fail in different ways", [kind, copied], [copied, kind], null],
  ["the same where an earlier rule keeps both from failing", [named, kind, copied], [named, copied, kind], "behavior"],
  [
    "a rule moved past others that it does not touch",
    [all, smaller, width, depth],
    [width, all, smaller, depth],
    "behavior",
  ],
  ["several rules in another order", [all, smaller, width, depth], [depth, width, smaller, all], "behavior"],
  [
    "a rule moved past one that it touches, behind others",
    [width, all, smaller, align],
    [align, width, all, smaller],
    null,
  ],
  ["logs in another order", [first, smaller, second], [second, first, smaller], null],
  ["a log moved past writes", [first, smaller, width], [smaller, width, first], "all"],
  ["a rule that is left out", [smaller, all], [smaller], null],
])("%s", async (_what, before, after, expected) => {
  expect(await isSamePart(prover, [await link(before), await link(after)], "acme/a")).toBe(expected);
});

const facts = { size: "cache_config.block_size", twice: "cache_config.block_size * 2" };
const sizes = ["size", "twice"].map((fact) =>
  rule(`log-${fact}`, { fact, operator: "greaterThan", value: 32 }, { log: "info", code: fact, message: "logged" }),
);

test.each([
  [
    "facts that come out alike",
    { ...facts, size: "(cache_config.block_size)", twice: "cache_config.block_size + cache_config.block_size" },
    "all",
  ],
  ["a fact that no rule names", { ...facts, unused: "1" }, "all"],
  ["a fact with another value", { ...facts, size: "cache_config.block_size + 2" }, null],
])("%s", async (_what, changed, expected) => {
  const versions = [await link(sizes, { facts }), await link(sizes, { facts: changed })] as const;
  expect(await isSamePart(prover, versions, "acme/a")).toBe(expected);
});

const big = (operator: string, value: number) => ({
  conditions: { big: { fact: "cache_config.block_size", operator, value } },
});
const asked = ["a", "b"].map((id) => rule(id, { condition: "big" }, { log: "info", code: id, message: "logged" }));
const fraction = rule("fraction", null, { set: "cache_config.block_size", jsonata: "model_config.hf_config.size" });

test.each([
  ["a condition that holds for the same whole numbers", asked, big("greaterThanInclusive", 17), "all"],
  ["a condition that holds for others", asked, big("greaterThan", 17), null],
  ["where a rule may leave what is no whole number", [fraction, ...asked], big("greaterThanInclusive", 17), null],
])("%s", async (_what, rules, changed, expected) => {
  const versions = [await link(rules, big("greaterThan", 16)), await link(rules, changed)] as const;
  expect(await isSamePart(prover, versions, "acme/a")).toBe(expected);
});
