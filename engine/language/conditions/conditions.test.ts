import { describe, expect, test } from "vitest";
import type { Condition } from "../../generated/pack.js";
import { loadProgram } from "../../workspace/load-program.js";

const hf = (name: string) => `model_config.hf_config.${name}`;
const is = (name: string, value: unknown, operator = "equal") => ({ fact: hf(name), operator, value });

/** Evaluates a condition on all three execution paths and returns whether its rule fires on each. */
async function fires(when: Condition, config: object): Promise<readonly unknown[]> {
  const pack = {
    pack: "acme/gpu",
    hook: "vllm_config",
    facts: { sum: `${hf("a")} + 1`, made: `{"part": ${hf("a")}}` },
    conditions: { one: is("a", 1), either: { any: [{ condition: "one" }, is("b", 2)] } } as Record<string, Condition>,
    rules: [{ id: "r", when, then: [{ log: "info", code: "x", message: "x" }] }],
  };
  const files = {
    "acme.set.json": { set: "acme", target: "vllm@0.19.0", stages: [{ pack: "acme/gpu" }] },
    "acme/gpu.pack.json": pack,
  };
  const document = { model_config: { hf_config: config } } as never;
  const programs = await Promise.all(
    (["code", "closures"] as const).map((mode) => loadProgram({ set: "acme", files, mode })),
  );
  const traces = programs.map(({ program }) => program!.run(document, { trace: true, validate: false }).trace);
  expect(traces[1]).toEqual(traces[0]);
  const [code, closures] = programs.map(({ program }) => program!.run(document, { validate: false }).logs.length === 1);
  return [code, closures, programs[0]!.program!.run(document, { trace: true, validate: false }).trace![0]!.fired];
}

describe("closures, generated code and the trace agree", () => {
  test.each<[string, Condition, object, boolean]>([
    ["equal", is("a", 1), { a: 1 }, true],
    ["an absent fact is not null", is("a", null), {}, false],
    ["a path through null", is("a.b.c", null, "notEqual"), { a: null }, true],
    ["a path through an array", is("a.1.b", 2), { a: [0, { b: 2 }] }, true],
    ["a key that arrays inherit", is("a.length", true, "isPresent"), { a: [1] }, false],
    ["all", { all: [is("a", 1), is("b", 2)] }, { a: 1, b: 3 }, false],
    ["all that hold", { all: [is("a", 1), is("b", 2)] }, { a: 1, b: 2 }, true],
    ["a number and an object", is("a", { fact: hf("b") }, "lessThan"), { a: 1, b: { toString: 1, valueOf: 1 } }, false],
    ["all of nothing", { all: [] }, {}, true],
    ["any", { any: [is("a", 1), is("b", 2)] }, { a: 0, b: 2 }, true],
    ["any of nothing holds, as in json-rules-engine", { any: [] }, {}, true],
    ["not", { not: is("a", 1) }, {}, true],
    ["not of any of nothing", { not: { any: [] } }, {}, false],
    ["another fact", is("a", { fact: hf("b") }), { a: "x", b: "x" }, true],
    ["a computed value", { fact: "sum", operator: "lessThan", value: { fact: "sum" } }, { a: 1 }, false],
    ["a fact and a computed value", is("b", { fact: "sum" }), { a: 1, b: 2 }, true],
    ["a named condition", { condition: "one" }, { a: 1 }, true],
    [
      "named conditions that use others",
      { all: [{ condition: "either" }, { condition: "one" }] },
      { a: 0, b: 2 },
      false,
    ],
    ["not of a named condition", { not: { condition: "either" } }, { a: 0, b: 1 }, true],
    ["a list", is("a", ["x", null], "in"), { a: null }, true],
    ["a text that would break out of code", is("a", '"+process.exit()+"\u2028</script>'), { a: "x" }, false],
  ])("%s", async (_name, condition, config, expected) => {
    expect(await fires(condition, config)).toEqual([expected, expected, expected]);
  });
});

test("what stands behind the part that decides is not reached", async () => {
  const config = {
    a: 1,
    get b(): never {
      throw new Error("reached");
    },
  };
  expect(await fires({ any: [is("a", 1), is("b", 2)] }, config)).toEqual([true, true, true]);
  expect(await fires({ all: [is("a", 2), is("b", 2)] }, config)).toEqual([false, false, false]);
});

test("an array's length is no key of the document: it cannot be read, written or removed", async () => {
  const run = async (action: object) => {
    const pack = { pack: "acme/gpu", hook: "vllm_config", rules: [{ id: "r", then: [action] }] };
    const files = {
      "acme.set.json": { set: "acme", target: "vllm@0.19.0", stages: [{ pack: "acme/gpu" }] },
      "acme/gpu.pack.json": pack,
    };
    const { program } = await loadProgram({ set: "acme", files });
    return program!.run({ model_config: { hf_config: { list: [1, 2, 3] } } });
  };
  expect(await run({ set: hf("list.length"), value: 0 })).toMatchObject({
    ok: false,
    error: { code: "fettle/missing-parent" },
    changes: [],
  });
  expect(await run({ unset: hf("list.length") })).toMatchObject({ ok: true, changes: [] });
  expect(await run({ set: hf("list.0"), value: 9 })).toMatchObject({
    document: { model_config: { hf_config: { list: [9, 2, 3] } } },
  });
});

test.each(["code", "closures"] as const)(
  "a trace keeps a computed object as it was when a part of it changes: %s",
  async (mode) => {
    const [a, write] = [hf("a"), (value: number) => ({ set: hf("a.x"), value })];
    const pack = {
      ...{ pack: "acme/gpu", hook: "vllm_config", facts: { made: `{"part": ${a}}` } },
      rules: [
        { id: "first", then: [write(1)] },
        { id: "held", when: { fact: "made", operator: "isSet", value: true }, then: [write(2)] },
        { id: "last", then: [write(3)] },
      ],
    };
    const files = {
      "acme.set.json": { set: "acme", target: "vllm@0.19.0", stages: [{ pack: "acme/gpu" }] },
      "acme/gpu.pack.json": pack,
    };
    const { program } = await loadProgram({ set: "acme", files, mode });
    const { trace, document } = program!.run({ model_config: { hf_config: { a: { x: 0 } } } }, { trace: true });
    expect(trace?.[1]?.when).toMatchObject({ result: true, actual: { part: { x: 1 } } });
    expect(document).toEqual({ model_config: { hf_config: { a: { x: 3 } } } });
  },
);
