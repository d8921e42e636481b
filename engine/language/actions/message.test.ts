import { afterEach, expect, test } from "vitest";
import { beginTotal, charge, endTotal, LimitError, MAX_TOTAL } from "../expression/runtime/budget.js";
import { startEvaluation } from "./evaluation.js";
import { giveValue } from "./message.js";

afterEach(endTotal);

test.each([
  [0, "text"],
  [0, null],
  [0, undefined],
  [3, [1, null, "x"]],
  [5, { a: [1, 2], b: { c: null } }],
])("a log counts %d items toward the work limit, which printing %j takes", (items, value) => {
  const give = (left: number) => {
    beginTotal();
    charge(MAX_TOTAL - left);
    return giveValue(startEvaluation({}, null, false), value);
  };
  expect(give(items)).toEqual(value ?? null);
  if (items > 0) expect(() => give(items - 1)).toThrow(LimitError);
});
