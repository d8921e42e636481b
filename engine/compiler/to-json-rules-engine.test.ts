import { expect, test } from "vitest";
import type { Pack } from "../generated/pack.js";
import { toJsonRulesEngine } from "./to-json-rules-engine.js";

const is = (fact: string, value: unknown) => ({ fact, operator: "equal", value });
const rule = (id: string, when?: object) => ({
  ...{ id, then: [{ log: "info", code: id, message: id }] },
  ...(when && { when }),
});
const pack = {
  ...{ pack: "acme/p", hook: "vllm_config" },
  facts: { double: "m.n * 2", "m.k": "'computed'" },
  conditions: { isSmall: is("m.n", 1), isTwice: { any: [{ condition: "isSmall" }, is("double", 4)] } },
  rules: [
    rule("z-always"),
    rule("small", { condition: "isSmall" }),
    rule("twice", { condition: "isTwice" }),
    rule("none", { all: [is("m.absent", null), is("m.n", null)] }),
    rule("compares", is("m.n", { fact: "m.same" })),
    rule("shadowed", { not: is("m.k", "read") }),
    rule("a-last", { any: [is("m.list", [1]), is("other", 1), is("m.n", 2)] }),
  ],
} as unknown as Pack;

test.each([
  [{ m: { n: 1, same: 1, k: "read" } }, ["z-always", "small", "twice", "compares", "shadowed"]],
  [{ m: { n: 2, k: "read" } }, ["z-always", "twice", "shadowed", "a-last"]],
  [{}, ["z-always", "compares", "shadowed"]],
])("a stock engine fires what holds, in the pack's order, with its actions: %j", async (document, fired) => {
  const engine = toJsonRulesEngine(pack);
  const { events } = await engine.run({ document });
  expect(events).toEqual(fired.map((id) => ({ type: id, params: { then: [{ log: "info", code: id, message: id }] } })));
});

test("operators of one's own can be added", async () => {
  const own = { ...pack, rules: [rule("like", { fact: "m.n", operator: "like", value: 3 })] } as unknown as Pack;
  const engine = toJsonRulesEngine(own, { operators: { like: (actual, expected) => actual === expected } });
  expect((await engine.run({ document: { m: { n: 3 } } })).events).toHaveLength(1);
});
