import fc from "fast-check";
import { Engine } from "json-rules-engine";
import { describe, expect, test } from "vitest";
import { operatorTable, standardOperators } from "./operators.js";
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

test.each(standardOperators.slice(0, 10).map(({ name }) => name))("%s is json-rules-engine's own", (name) => {
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
  const table = stockOperators({
    operators: { multipleOf: (actual: number, expected: number) => actual % expected === 0 },
  });
  test.each([
    ["not:equal", 1, 2, true],
    ["everyFact:greaterThan", [2, 3], 1, true],
    ["someFact:greaterThan", [0, 3], 1, true],
    ["not:not:in", 1, [1], true],
    ["multipleOf", 8, 4, true],
  ])("%s of %j and %j", (name, actual, expected, holds) => {
    expect(table.get(name)!.test(actual, expected)).toBe(holds);
  });

  test.each([
    ["not:equal", true],
    ["not:notEqual", false],
    ["not:not:equal", false],
    ["everyFact:notEqual", false],
  ])("%s is negative: %s", (name, negative) => {
    expect(table.get(name)!.negative).toBe(negative);
  });

  test.each(["nott:equal", "equals", "", "not:", ":equal", "toString", "__proto__"])("%j does not exist", (name) => {
    expect(table.get(name)).toBeNull();
  });
});
