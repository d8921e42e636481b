import { expect, test } from "vitest";
import { must } from "../common/must.js";
import type { ConditionNode, ValueNode } from "../language/node.js";
import { valueReads } from "../language/value-reads.js";
import { readsOf } from "../language/expression/static.js";
import { comparisonsOf } from "../language/walk.js";
import { loadProgram } from "./load-program.js";
import { fromLines, toLines } from "./pack-lines.js";

test.each(["vllm@0.19.0", "vllm@0.33.0"])("every pack linked for %s reads back as it was", async (target) => {
  const { program } = await loadProgram({ target, fromFiles: true });
  const packs = [...must(program, "the program").linked.packs.values()];
  expect(packs.length).toBeGreaterThan(40);
  for (const { pack, rules } of packs) {
    const read = fromLines(toLines({ pack, rules }));
    expect(read.rules.map(({ rule, ...rest }) => ({ ...rest, then: rest.then, rule }))).toEqual(rules);
    expect(read.pack).toEqual(pack);
    const values = read.rules.flatMap(({ when }) => comparisonsIn(when));
    for (const value of values) expect(valueReads(value)).toEqual("path" in value ? [value.path] : readsIn(value));
  }
});

test("uses of a named condition and of an expression share one object", async () => {
  const { program } = await loadProgram({ target: "vllm@0.33.0", fromFiles: true });
  const linked = must(must(program, "the program").linked.packs.get("core/draft-checks"), "the pack");
  const { rules } = fromLines(toLines(linked));
  const facts = rules.flatMap(({ when }) => comparisonsIn(when)).filter(({ kind }) => kind === "fact");
  const names = new Set(facts.map((fact) => "text" in fact && fact.text));
  expect(facts.length).toBeGreaterThan(names.size);
  expect(new Set(facts.map((fact) => "expression" in fact && fact.expression)).size).toBe(names.size);
});

test("a constant that looks like a part of a pack reads back as it was", async () => {
  const value = {
    at: "/rules/0/then/0/value/at",
    kind: "named",
    of: 0,
    in: { at: "here", kind: "fact", expression: 0 },
  };
  const pack = {
    pack: "acme/p",
    hook: "vllm_config",
    rules: [{ id: "r", then: [{ set: "additional_config", value }] }],
  };
  const set = { set: "acme", target: "vllm@0.33.0", stages: [{ pack: "acme/p" }] };
  const files = { "p.pack.json": JSON.stringify(pack), "acme.set.json": JSON.stringify(set) };
  const { program } = await loadProgram({ set: "acme", files });
  const linked = must(must(program, "the program").linked.packs.get("acme/p"), "the pack");
  expect(fromLines(toLines(linked)).rules[0]?.then).toEqual(linked.rules[0]?.then);
});

function comparisonsIn(when: ConditionNode | null): readonly ValueNode[] {
  return when === null ? [] : comparisonsOf(when).flatMap(({ fact, value }) => [fact, value]);
}

function readsIn(value: ValueNode): unknown {
  return "expression" in value ? readsOf(value.expression) : [];
}
