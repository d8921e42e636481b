import fc from "fast-check";
import { expect, test } from "vitest";
import { compileExpression } from "./closures.js";
import { ExpressionError } from "./expression-error.js";
import { isNeverNegative } from "./never-negative.js";
import type { ExpressionNode } from "./node.js";
import { parseExpression } from "./parse-expression.js";

function parsed(text: string): ExpressionNode {
  const found = parseExpression(text);
  if (!found.ok) throw new Error(found.message);
  return found.node;
}

test.each([
  "$count(list)",
  "$count(list[$ > 2]) + $length(name)",
  "flag ? $count(list) : 0",
  "($abs(size) * 2) % other",
  "$ceil($abs(size) / 3)",
])("%s is never negative", (text) => {
  expect(isNeverNegative(parsed(text))).toBe(true);
});

test.each(["size", "-1", "$count(list) - 1", "-$count(list)", "$floor(size)", "size % 3", "$max([1, size])"])(
  "%s may be negative",
  (text) => {
    expect(isNeverNegative(parsed(text))).toBe(false);
  },
);

/** Sums, products and calls of a few numbers. */
const { expression } = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom("a", "b", "0", "2.5", "-1", "$count(list)", "$abs(a)"),
    fc
      .tuple(tie("expression"), fc.constantFrom("+", "-", "*", "/", "%"), tie("expression"))
      .map(([left, operator, right]) => `(${left} ${operator} ${right})`),
    fc
      .tuple(fc.constantFrom("abs", "ceil", "floor", "round", "sqrt"), tie("expression"))
      .map(([name, of]) => `$${name}(${of})`),
    fc.tuple(tie("expression"), tie("expression")).map(([then, otherwise]) => `(flag ? ${then} : ${otherwise})`),
    fc.tuple(tie("expression"), tie("expression")).map(([of, otherwise]) => `(${of} ?? ${otherwise})`),
  ),
}));
const number = fc.oneof(fc.integer({ min: -9, max: 9 }), fc.double({ noNaN: true, noDefaultInfinity: true }));
const document = fc.record(
  { a: number, b: number, flag: fc.boolean(), list: fc.array(number, { maxLength: 3 }) },
  { requiredKeys: [] },
);

test("what is never negative has no negative value", () => {
  let seen = 0;
  fc.assert(
    fc.property(expression, fc.array(document, { minLength: 5, maxLength: 5 }), (text, documents) => {
      const node = parsed(text);
      if (!isNeverNegative(node)) return;
      seen++;
      const run = compileExpression(node);
      for (const given of documents) {
        try {
          const value = run(given);
          if (typeof value === "number") expect(value).toBeGreaterThanOrEqual(0);
        } catch (error) {
          if (!(error instanceof ExpressionError)) throw error;
        }
      }
    }),
    { numRuns: 2000 },
  );
  expect(seen).toBeGreaterThan(100);
});
