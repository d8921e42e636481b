import { describe, expect, test } from "vitest";
import { loadPack } from "./load-pack.js";

describe("operators of one's own", () => {
  const rule = (operator: string, value: unknown) => [
    {
      id: "r",
      when: { fact: "model_config.max_model_len", operator, value },
      then: [{ set: "cache_config.block_size", value: 1 }],
    },
  ];
  const document = { model_config: { max_model_len: 8192 }, cache_config: {} };
  const operators = { multipleOf: (fact: number, value: number) => fact % value === 0 };
  const decorators = {
    doubled: (fact: number, value: number, next: (a: number, b: number) => boolean) => next(fact * 2, value),
  };

  test.each([
    ["multipleOf", 16, true],
    ["multipleOf", 17, false],
    ["not:multipleOf", 17, true],
    ["doubled:equal", 16384, true],
    ["doubled:multipleOf", 16384, true],
  ])("%s %s", async (operator, value, fires) => {
    for (const mode of ["code", "closures"] as const) {
      const fettle = await loadPack(rule(operator, value), {}, { operators, decorators, mode });
      expect(fettle.evaluate(document).changes.length).toBe(fires ? 1 : 0);
      expect(fettle.evaluate(document, { trace: true }).trace![0]!.fired).toBe(fires);
    }
  });

  test("one that is not registered is refused with the nearest name", async () => {
    await expect(loadPack(rule("multipleOff", 16), {}, { operators })).rejects.toThrow(/did you mean `multipleOf`/);
    await expect(loadPack(rule("greaterThen", 16))).rejects.toThrow(/did you mean `greaterThan`/);
  });

  test("one that throws fails the evaluation", async () => {
    const fettle = await loadPack(
      rule("broken", 1),
      {},
      {
        operators: {
          broken: () => {
            throw new Error("oh");
          },
        },
      },
    );
    expect(fettle.evaluate(document).error).toEqual({
      code: "fettle/operator",
      kind: "type",
      message: "`broken` failed: oh",
      rule: "acme/gpu/r",
    });
  });
});

test("operators and decorators that are made by json-rules-engine's own classes work as well", async () => {
  const { Operator, OperatorDecorator } = await import("json-rules-engine");
  const even = new Operator("even", (fact: number, value: boolean) => (fact % 2 === 0) === value);
  const next = new OperatorDecorator("next", (fact: number, value: boolean, test: any) => test(fact + 1, value));
  const rules = (operator: string) => [
    {
      id: "r",
      when: { fact: "model_config.max_model_len", operator, value: true },
      then: [{ set: "cache_config.block_size", value: 1 }],
    },
  ];
  const fires = async (operator: string) =>
    (await loadPack(rules(operator), {}, { operators: [even], decorators: [next] })).evaluate({
      ...{ model_config: { max_model_len: 4 }, cache_config: {} },
    }).changes.length;
  expect([await fires("even"), await fires("next:even")]).toEqual([1, 0]);
});
