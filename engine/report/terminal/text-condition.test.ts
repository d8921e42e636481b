import { expect, test } from "vitest";
import type { TracedCondition } from "../../generated/result.js";
import { plain } from "./style.js";
import { conditionLines } from "./text-condition.js";

const lines = (condition: TracedCondition) => conditionLines(condition, { colors: plain, columns: null });
const comparison: TracedCondition = { result: true, fact: "a", operator: "equal", value: 1, actual: 1 };

test("what a named condition consists of stands below its first use", () => {
  const named: TracedCondition = { result: true, condition: "c", is: comparison };
  expect(lines({ result: true, all: [named, { result: false, not: named }] })).toEqual([
    "✓ all of",
    "  ✓ c",
    "    ✓ a = 1  (is 1)",
    "  ✗ not",
    "    ✓ c  (as above)",
  ]);
});

test("a use that was not reached is shown apart from one that was", () => {
  const unreached: TracedCondition = {
    result: null,
    condition: "c",
    is: { result: null, fact: "a", operator: "equal", value: 1 },
  };
  expect(
    lines({ result: true, any: [{ result: true, condition: "c", is: comparison }, unreached, unreached] }),
  ).toEqual(["✓ any of", "  ✓ c", "    ✓ a = 1  (is 1)", "  · c", "    · a = 1", "  · c  (as above)"]);
});

test("conditions that name each other again and again take as many lines as the pack has", () => {
  let condition = comparison;
  for (let level = 0; level < 60; level++) {
    const named: TracedCondition = { result: true, condition: `c${level}`, is: condition };
    condition = { result: true, all: [named, named] };
  }
  expect(lines(condition)).toHaveLength(60 * 3 + 1);
});
