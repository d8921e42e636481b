import fc from "fast-check";
import { expect, test } from "vitest";
import { orders } from "./order.js";

const isNumeric = (value: any) => typeof value === "number" || !Number.isNaN(Number.parseFloat(value));

test("any two JSON values are ordered as json-rules-engine orders them", () => {
  const json: fc.Arbitrary<any> = fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 2, depthSize: "small" },
      {
        weight: 5,
        arbitrary: fc.constantFrom(
          0,
          -0,
          1,
          2,
          10,
          1e21,
          0.5,
          "1",
          "10",
          "2",
          "5x",
          "x",
          "",
          "1,2",
          "-1",
          " 3",
          true,
          false,
          null,
        ),
      },
      { weight: 2, arbitrary: fc.array(tie("any"), { maxLength: 3 }) },
      {
        weight: 1,
        arbitrary: fc.dictionary(fc.constantFrom("a", "length"), tie("any"), { maxKeys: 2, noNullPrototype: true }),
      },
    ),
  })).any;
  fc.assert(
    fc.property(json, fc.oneof(json, fc.constant(undefined)), (fact, value) => {
      expect(orders(fact, "<", value)).toBe(isNumeric(fact) && fact < value);
      expect(orders(fact, "<=", value)).toBe(isNumeric(fact) && fact <= value);
      expect(orders(fact, ">", value)).toBe(isNumeric(fact) && fact > value);
      expect(orders(fact, ">=", value)).toBe(isNumeric(fact) && fact >= value);
    }),
    { numRuns: 3000 },
  );
});

test("a value is never asked for its own text or number", () => {
  const own = { toString: 1, valueOf: 1 };
  expect(orders(own, "<", 1)).toBe(false);
  expect(orders([own], "<", 1)).toBe(false);
  expect(orders(1, "<", own)).toBe(false);
  // Compared as strings: "[object Object]" and "1,[object Object]".
  expect(orders("1", "<", own)).toBe(true);
  expect(orders([1, own], "<", ["2"])).toBe(true);
  expect(orders([1, own], "<", ["0"])).toBe(false);
  expect(orders(Symbol("s"), "<", 1)).toBe(false);
  expect(orders(() => 1, "<", 1)).toBe(false);
});
