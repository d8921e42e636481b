import { expect, test } from "vitest";
import type { Alias } from "../common/engine-adapter.js";
import { parseExpression } from "../language/expression/parse-expression.js";
import type { ComparisonNode, ConditionNode, ValueNode } from "../language/node.js";
import type { LinkedRule } from "../packs/linked.js";
import { loadProgram } from "../workspace/load-program.js";
import { cacheReads } from "./cache-reads.js";

const alias: Alias = { section: "m", field: "text", of: "hf", deepest: 2, usualKey: "a" };
const at = "/rules/0/when";
type Operand = ComparisonNode["value"];
const path = (text: string): Operand & { kind: "path" } => ({ kind: "path", at, text, path: text.split(".") });
const one: Operand = { kind: "constant", at, value: 1 };
const fact = (text: string): Operand & { kind: "fact" } => {
  const parsed = parseExpression(text);
  if (!parsed.ok) throw new Error(parsed.message);
  return { kind: "fact", at, text, expression: parsed.node };
};
const rule = (when: ConditionNode | null, ...written: ValueNode[]) =>
  ({
    ...{ id: "r", when },
    then: written.map((value) => ({ kind: "set", at, path: ["x", "y"], value })),
  }) as unknown as LinkedRule;
const compare = (left: ComparisonNode["fact"], value: Operand = one): ConditionNode => ({
  ...{ kind: "comparison", at, fact: left, operator: "equal", value },
});
const read = (text: string) => `d.${text.replaceAll(".", "?.")}`;

test("what is read once stays where it is, and what is read again is kept in a variable", () => {
  const [a, b, sum] = [path("m.a"), path("m.b"), fact("m.a + 1")];
  const memory = cacheReads([rule(compare(a, b), sum), rule(compare(a), sum, one, one)], true, alias);
  expect(memory.kept).toEqual([a, sum, a, sum]);
  expect(memory.recall(b, "B", "B")).toBe("B");
  expect(memory.recall(a, read("m.a"), read("m.a"))).toBe("m0");
  expect(memory.recall(a, "slow(d)", read("m.a"))).toBe("(m0===undefined?slow(d):m0)");
  expect(memory.recall(sum, "sum(d)", null)).toBe('(typeof m1==="object"&&m1!==null?m1=sum(d):m1)');
  expect(memory.declarations()).toEqual(["s0=d.m", "m0=s0?.a", "m1=h"]);
  expect(memory.forget(null)).toBe("m0=d.m?.a;m1=h;");
  expect(memory.forget(["m", "b"])).toBe("");
});

test("variables of one section share its read, and a whole section needs none", () => {
  const places = ["mm.a", "mm.b", "section", "n.a"].map(path);
  const memory = cacheReads(
    places.flatMap((place) => [rule(compare(place)), rule(compare(place))]),
    true,
    null,
  );
  for (const place of places) memory.recall(place, read(place.text), read(place.text));
  expect(memory.declarations()).toEqual([...["s0=d.mm", "s1=d.n", "m0=s0?.a", "m1=s0?.b", "m2=d.section", "m3=s1?.a"]]);
});

test("named conditions count only where they are inlined", () => {
  const a = path("m.a");
  const named: ConditionNode = { kind: "named", at, name: "n", of: compare(a) };
  const kept = (withNamed: boolean) => cacheReads([rule(named), rule(compare(a))], withNamed, null).kept.length;
  expect([kept(true), kept(false)]).toEqual([2, 0]);
});

test.each<[string, string, string, boolean]>([
  ["the path itself", "s.a.b", "s.a.b", true],
  ["an object that holds it", "s.a.b", "s.a", true],
  ["something in it", "s.a", "s.a.b", true],
  ["another key", "s.a.b", "s.a.c", false],
  ["another key in another order", "s.a.b", "s.b.a", false],
  ["another section", "s.a", "t.a", false],
  ["an item of an array in it", "s.l.x", "s.l.0.x", true],
  ["the eleventh item of an array in it", "s.l.x", "s.l.10.x", true],
  ["an item of another array", "s.l.x", "s.k.10.x", false],
  ["a key that begins with a digit", "s.4b.x", "s.5b.x", false],
  ["a key that ends with a digit", "s.b4.x", "s.b5.x", false],
  ["the same object by its other name", "m.text.x", "m.hf.deep.y", true],
  ["and the other way round", "m.hf.deep.y", "m.text.z", true],
  ["another key beside the same object", "m.hf.deep.y", "m.hf.other.y", false],
  ["another key of the section with two names", "m.other", "m.hf.x", false],
  ["a key of that name in another section", "n.text.x", "m.hf.y", false],
  ["a section without it", "m.text.x", "s.a", false],
  ["such keys of another section", "n.text.x", "n.hf.y", false],
])("a write forgets what it may change: %s", (_, kept, written, isForgotten) => {
  const value = path(kept);
  const memory = cacheReads([rule(compare(value)), rule(compare(value))], true, alias);
  memory.recall(value, read(kept), read(kept));
  expect(memory.forget(written.split(".")) !== "").toBe(isForgotten);
});

test("a named condition sees a write between the first rule and its only use", async () => {
  const at = "cache_config.block_size";
  const log = [{ log: "info", code: "seen", message: "seen" }];
  const { program } = await loadProgram({
    ...{ set: "s", mode: "code" },
    files: {
      "s.set.json": { set: "s", target: "vllm@0.33.0", stages: [{ pack: "s/p" }] },
      "s/p.pack.json": {
        ...{ pack: "s/p", hook: "vllm_config", conditions: { isTwo: { fact: at, operator: "equal", value: 2 } } },
        rules: [
          { id: "write", then: [{ set: at, value: 2 }] },
          { id: "use", when: { condition: "isTwo" }, then: log },
        ],
      } as never,
    },
  });
  expect(program?.run({ cache_config: { block_size: 1 } }).logs).toHaveLength(1);
});

test("a computed value is forgotten with any of its reads", () => {
  const value = fact("s.a + t.b");
  const memory = cacheReads([rule(compare(value)), rule(compare(value))], true, null);
  memory.recall(value, "sum(d)", null);
  expect(["s.a", "t.b", "t.c"].map((written) => memory.forget(written.split(".")))).toEqual(["m0=h;", "m0=h;", ""]);
});
