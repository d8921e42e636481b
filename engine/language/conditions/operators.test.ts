import fc from "fast-check";
import { Engine } from "json-rules-engine";
import { describe, expect, test } from "vitest";
import {
  isOperatorName,
  isStandard,
  OperatorError,
  operators,
  operatorTable,
  standardOperators,
  standardResult,
} from "./operators.js";
import { orders, textOf } from "./order.js";
import { stockOperators } from "./stock-operators.js";

const stock = (
  new Engine() as unknown as {
    operators: { get(name: string): { evaluate(actual: unknown, expected: unknown): unknown } | null };
  }
).operators;
const value = fc.oneof(
  fc.constantFrom<unknown>(undefined, null, true, false, "", "a", "3abc", "12", 0, -0, 1, 2.5, Number.NaN),
  fc.array(fc.constantFrom<unknown>(null, 1, "a"), { maxLength: 3 }),
);
const outcome = (run: () => unknown) => {
  try {
    return Boolean(run());
  } catch {
    return "throws";
  }
};

const ofStock = Object.entries(operators).flatMap(([name, { isOwn }]) => (isOwn ? [] : [name]));

test.each(ofStock)("%s is json-rules-engine's own", (name) => {
  const operator = operatorTable(null).get(name)!;
  fc.assert(
    fc.property(value, value, (actual, expected) => {
      expect(outcome(() => operator.test(actual, expected))).toBe(
        outcome(() => stock.get(name)!.evaluate(actual, expected)),
      );
    }),
  );
});

test.each(standardOperators.filter(({ emit }) => emit !== undefined))(
  "the source of $name does what its function does",
  ({ test: run, emit }) => {
    const make = new Function("run", `return (a,b)=>${emit!("a", "b", () => "run(a,b)")}`);
    const emitted = make(run) as (actual: unknown, expected: unknown) => boolean;
    fc.assert(
      fc.property(value, value, (actual, expected) => {
        expect(emitted(actual, expected)).toBe(run(actual, expected));
      }),
    );
  },
);

test.each(standardOperators)(
  "$name is negative exactly where it holds of what is absent",
  ({ name, negative, test: run }) => {
    const tests = name.startsWith("is")
      ? []
      : [1, "a", null, [1]].map((expected) => outcome(() => run(undefined, expected)));
    if (negative) expect(tests).toContain(true);
    else expect(tests).not.toContain(true);
  },
);

type Test = (actual: unknown, expected: unknown) => boolean;

describe("absent, null and set", () => {
  const [isSet, isPresent] = ["isSet", "isPresent"].map((name) => operatorTable(null).get(name)!.test) as [Test, Test];
  test.each([
    [undefined, false, false],
    [null, false, true],
    [0, true, true],
    ["", true, true],
    [false, true, true],
  ])("%j", (actual, set, present) => {
    expect([isSet(actual, true), isSet(actual, false), isPresent(actual, true), isPresent(actual, false)]).toEqual([
      set,
      !set,
      present,
      !present,
    ]);
  });
});

describe("decorated and own operators", () => {
  const operators = { multipleOf: (actual: number, expected: number) => actual % expected === 0 };
  const find = (name: string) => stockOperators({ operators }).get(name);
  test.each([
    ["not:equal", 1, 2, true],
    ["everyFact:greaterThan", [2, 3], 1, true],
    ["someFact:greaterThan", [0, 3], 1, true],
    ["not:not:in", 1, [1], true],
    ["multipleOf", 8, 4, true],
    ["not:isSet", null, true, true],
    ["not:lessThan", { toString: 1 }, 5, true],
  ])("%s of %j and %j", (name, actual, expected, holds) => {
    expect(find(name)!.test(actual, expected)).toBe(holds);
  });

  test.each([
    ["not:equal", true],
    ["not:notEqual", false],
    ["not:not:equal", false],
    ["everyFact:notEqual", false],
  ])("%s is negative: %s", (name, negative) => {
    expect(find(name)!.negative).toBe(negative);
  });

  test.each(["nott:equal", "equals", "", "not:", ":equal", "toString", "__proto__"])("%j does not exist", (name) => {
    expect(find(name)).toBeNull();
  });
});

describe("operators of json-rules-engine", () => {
  const throwing = (error: unknown) => ({
    evaluate: () => {
      throw error;
    },
  });
  const rows: Record<string, { evaluate(actual: unknown, expected: unknown): unknown }> = {
    ...{
      bad: throwing(new Error("oh")),
      text: throwing("oh"),
      object: throwing({}),
      own: throwing(new OperatorError("x")),
    },
    truthy: { evaluate: () => 1 },
  };
  const table = operatorTable({ get: (name) => rows[name] ?? throwing(name), names: ["truthy"] });

  test.each<[string, boolean, "any" | "array"]>([
    ["truthy", false, "any"],
    ["not:truthy", true, "any"],
    ["not:equal", true, "any"],
    ["not:notEqual", false, "any"],
    ["swap:notIn", true, "any"],
    ["not:not:equal", false, "any"],
    ["not:swap:equal", true, "any"],
    ["someFact:notEqual", false, "array"],
    ["everyFact:equal", false, "array"],
    ["someValue:notEqual", true, "any"],
  ])("%s also holds where the fact is absent: %s", (name, negative, facts) => {
    expect(table.get(name)).toMatchObject({ name, negative, facts, values: "any" });
  });

  test("what they throw is an error of the operator", () => {
    const message = (name: string) => {
      try {
        return table.get(name)?.test(1, 2);
      } catch (error) {
        return [error instanceof OperatorError, (error as Error).name, (error as Error).message];
      }
    };
    expect(message("bad")).toEqual([true, "OperatorError", "`bad` failed: oh"]);
    expect(message("text")).toEqual([true, "OperatorError", "`text` failed: oh"]);
    expect(message("object")).toEqual([true, "OperatorError", "`object` failed: it threw an object"]);
    expect(message("own")).toEqual([true, "OperatorError", "x"]);
    expect(message("truthy")).toBe(true);
  });

  test("standard ones are known by name, and without a table there are no others", () => {
    expect([isStandard("equal"), isStandard("not:equal"), isStandard("truthy")]).toEqual([true, false, false]);
    expect([isOperatorName("equal"), isOperatorName("not:equal"), isOperatorName("toString")]).toEqual([
      true,
      false,
      false,
    ]);
    expect(operatorTable(null).names).toEqual(Object.keys(operators));
    expect([operatorTable(null).get("truthy"), operatorTable(null).get("equal")?.name]).toEqual([null, "equal"]);
    expect(table.names).toEqual(["truthy"]);
  });

  test("only arrays and strings are searched", () => {
    expect([standardResult("in", "a", "abc"), standardResult("notIn", "x", "abc")]).toEqual([true, true]);
    for (const list of [1, null, { length: 1 }]) expect(() => standardResult("in", 1, list)).toThrow(OperatorError);
  });
});

test("functions and symbols are not converted to texts to be ordered", () => {
  for (const value of [() => 0, Symbol("1")]) {
    expect([orders("1", "<", value), orders(1, "<", value), orders(value, "<", 1)]).toEqual([false, false, false]);
    expect(textOf([value, null, 1, [2, value]])).toBe(",,1,2,");
  }
});
