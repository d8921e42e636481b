import { expect, test } from "vitest";
import { comparisonText, conditionText, testText, type AnyCondition } from "./comparison-text.js";
import { operators, type OperatorName } from "./operators.js";

const is = (fact: string): AnyCondition => ({ fact, operator: "isSet", value: true });
const [a, b] = [is("a"), is("b")];

test.each<[AnyCondition, string]>([
  [{ fact: "f", operator: "greaterThan", value: 2 }, "f > 2"],
  [{ fact: "f", operator: "equal", value: "x" }, 'f = "x"'],
  [{ fact: "f", operator: "equal", value: null }, "f = null"],
  [{ fact: "f", operator: "equal", value: { fact: "g" } }, "f = g"],
  [{ fact: "f", operator: "in", value: [1, 2] }, "f in [1, 2]"],
  [{ fact: "f", operator: "everyFact:equal", value: 1 }, "f everyFact:equal 1"],
  [{ value: 1 }, "  1"],
  [{ condition: "named" }, "named"],
  [{ all: [] }, "always"],
  [{ any: [] }, "always"],
  [{ all: [a, b] }, "a is set and b is set"],
  [{ any: [a, b] }, "a is set or b is set"],
  [{ all: [a] }, "a is set"],
  [{ not: a }, "not a is set"],
  [{ not: { any: [a, b] } }, "not (a is set or b is set)"],
  [{ not: { all: [{ any: [a, b] }] } }, "not (a is set or b is set)"],
  [{ not: { all: [{ any: [] }] } }, "not always"],
  [{ any: [{ all: [a, b] }, { not: b }, { any: [b] }] }, "(a is set and b is set) or not b is set or b is set"],
])("%j reads as %j", (condition, text) => {
  expect(conditionText(condition)).toBe(text);
});

test("a long value is cut to the length that is asked for", () => {
  const long = { fact: "f", operator: "equal", value: "x".repeat(100) };
  const cut = `= "${"x".repeat(18)}…`;
  expect([testText(long, 20), comparisonText(long, 20)]).toEqual([cut, `f ${cut}`]);
  for (const condition of [{ all: [long] }, { not: long }, { all: [long, long] }])
    expect(conditionText(condition, 20)).not.toContain("x".repeat(19));
});

test("each operator has a phrase of its own, and a sentence", () => {
  const names = Object.keys(operators) as OperatorName[];
  const phrases = names.flatMap((name) =>
    [true, false].map((value) => comparisonText({ fact: "f", operator: name, value })),
  );
  expect(
    phrases.filter((phrase) => /^f (?:[=≠<≤>≥]|in|not in|contains|does not contain) (?:true|false)$/.test(phrase)),
  ).toHaveLength(20);
  expect(phrases).toEqual(expect.arrayContaining(["f is set", "f is not set", "f is present", "f is absent"]));
  expect(new Set(phrases).size).toBe(phrases.length);
  expect(new Set(names.map((name) => operators[name].meaning)).size).toBe(names.length);
});
