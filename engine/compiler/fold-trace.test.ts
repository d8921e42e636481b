import { expect, test } from "vitest";
import type { TracedCondition } from "../generated/result.js";
import { foldTrace } from "./fold-trace.js";

const leaf = (result: boolean | null): TracedCondition => ({ result, fact: "f", operator: "equal", value: 1 });
const named = (condition: string, is: TracedCondition): TracedCondition => ({ result: is.result, condition, is });
const use = (condition: string, result: boolean | null) => ({ result, condition });

test("a rule shows the parts of a named condition at its first use with a result", () => {
  const when: TracedCondition = {
    result: false,
    all: [
      named("c", named("d", leaf(true))),
      { result: true, not: { result: false, any: [named("c", leaf(false)), named("c", leaf(false))] } },
      named("c", leaf(true)),
      named("d", leaf(true)),
      named("d", leaf(null)),
    ],
  };
  const folded = {
    result: false,
    all: [
      named("c", named("d", leaf(true))),
      { result: true, not: { result: false, any: [named("c", leaf(false)), use("c", false)] } },
      use("c", true),
      use("d", true),
      named("d", leaf(null)),
    ],
  };
  const plain = { rule: "a/b/always", fired: true };
  const entry = { rule: "a/b/c", fired: false };
  const trace = [{ ...entry, when }, plain, { ...entry, when }];
  const before = structuredClone(trace);
  expect(foldTrace(trace)).toEqual([{ ...entry, when: folded }, plain, { ...entry, when: folded }]);
  expect(trace).toEqual(before);
});
