import { describe, expect, test } from "vitest";
import type { Condition } from "../generated/pack.js";
import { closeCondition, emitCondition } from "./conditions.js";
import { literal } from "./emitter.js";
import { runtime } from "./expression/runtime.js";
import { linkCondition } from "./link-condition.js";
import type { LinkContext } from "./link-context.js";
import { operatorTable } from "./operators.js";
import { readPath } from "../base/path.js";
import { traceCondition } from "./trace-condition.js";

const operators = operatorTable(null);
const context: LinkContext = {
  ...{ pack: "acme/gpu", packs: new Set<string>(), sections: new Set(["a", "b"]), facts: new Map(), brokenFacts: new Set<string>() },
  ...{ conditions: new Map(), broken: new Set<string>(), operators, used: { facts: new Set<string>(), conditions: new Set<string>() } },
  report(code) {
    throw new Error(code);
  },
};

/** The condition's result in the three ways in which it can run. */
function run(condition: Condition, document: object): readonly unknown[] {
  const node = linkCondition(condition, "/when", context)!;
  const constants: unknown[] = [];
  const reference = (value: unknown) => `k[${constants.push(value) - 1}]`;
  const emitter = { reference, constant: (value: unknown) => (typeof value === "object" && value !== null ? reference(value) : literal(value as null)) };
  const source = emitCondition(node, operators, emitter);
  const emitted = new Function("d", "k", "x", "h", `return ${source}`) as (...args: unknown[]) => unknown;
  return [closeCondition(node, operators)(document as never), emitted(document, constants, runtime, { readPath }), traceCondition(node, operators)(document as never).result];
}

const is = (fact: string, value: unknown, operator = "equal") => ({ fact, operator, value });

describe("closures, generated code and the trace agree", () => {
  test.each<[string, Condition, object, boolean]>([
    ["equal", is("a", 1), { a: 1 }, true],
    ["an absent fact is not null", is("a", null), {}, false],
    ["a deep path through nothing", is("a.b.c", null, "notEqual"), { a: null }, true],
    ["a path through an array", is("a.1.b", 2), { a: [0, { b: 2 }] }, true],
    ["a key that arrays inherit", is("a.length", 1, "isPresent"), { a: [1] }, false],
    ["all", { all: [is("a", 1), is("b", 2)] }, { a: 1, b: 3 }, false],
    ["all of nothing", { all: [] }, {}, true],
    ["any", { any: [is("a", 1), is("b", 2)] }, { a: 0, b: 2 }, true],
    ["any of nothing holds, as in json-rules-engine", { any: [] }, {}, true],
    ["not", { not: is("a", 1) }, {}, true],
    ["another fact", is("a", { fact: "b" }), { a: "x", b: "x" }, true],
    ["a list", is("a", ["x", null], "in"), { a: null }, true],
    ["a text that would break out of code", is("a", "\"+process.exit()+\"\u2028</script>"), { a: "x" }, false],
  ])("%s", (_name, condition, document, expected) => {
    expect(run(condition, document)).toEqual([expected, expected, expected]);
  });
});

test("what stands behind the part that decides is not reached", () => {
  const broken = { get b(): never { throw new Error("reached"); }, a: 1 };
  expect(run({ any: [is("a", 1), is("b", 2)] }, broken)).toEqual([true, true, true]);
  expect(run({ all: [is("a", 2), is("b", 2)] }, broken)).toEqual([false, false, false]);
});
