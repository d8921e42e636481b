import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openProver, type Prover } from "../../engine/solver/prover.js";
import type { JsonObject } from "../../engine/common/json.js";
import { isLong } from "../long.js";
import { documentOf, expectSameOutcome, expectSolverAgrees } from "./agree-expression.js";
import { expressions, fieldsOf } from "./generate-expressions.js";

const runs = Number(process.env.FETTLE_RUNS ?? (isLong ? 20_000 : 240));

test("the terms of an expression give what the engine gives", () => {
  fc.assert(
    fc.property(expressions, fieldsOf, (text, fields) => expectSameOutcome(text, documentOf(fields as JsonObject))),
    { numRuns: runs },
  );
}, 600_000);

let prover: Prover;
beforeAll(async () => {
  prover = await openProver({ millisecondsPerQuestion: 5000 });
});
afterAll(() => prover.close(), 60_000);

test("the solver finds in a document what the engine finds", async () => {
  let decided = 0;
  const numRuns = Math.ceil(runs / 20);
  await fc.assert(
    fc.asyncProperty(expressions, fieldsOf, async (text, fields) => {
      if (await expectSolverAgrees(prover, text, fields as JsonObject)) decided++;
    }),
    { numRuns },
  );
  expect(decided).toBeGreaterThan(numRuns / 2);
}, 1_200_000);
