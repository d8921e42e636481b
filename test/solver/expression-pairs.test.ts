import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openProver, type Prover } from "../../engine/solver/prover.js";
import type { JsonObject } from "../../engine/common/json.js";
import { isLong } from "../long.js";
import { compareExpressions, documentOf, outcomeOf, parse } from "./agree-expression.js";
import { numberPairs, textPairs, type Pair } from "./expression-pairs.js";
import { fieldsOf } from "./generate-expressions.js";

let prover: Prover;
beforeAll(async () => {
  prover = await openProver({ millisecondsPerQuestion: isLong ? 20_000 : 5000 });
});
afterAll(() => prover.close(), 60_000);

const differs = ([left, right, , given = "true"]: Pair, document: JsonObject): boolean => {
  const [one, other, where] = [left, right, given].map((text) => outcomeOf(parse(text), document));
  return where!.code === null && where!.value === true && JSON.stringify(one) !== JSON.stringify(other);
};

/** Which pairs are left undecided; a wrong verdict fails. */
async function decide(pairs: readonly Pair[]): Promise<readonly Pair[]> {
  const undecided: Pair[] = [];
  for (const pair of pairs) {
    const [left, right, expected, given] = pair;
    const verdict = await compareExpressions(prover, left, right, given);
    if (verdict.kind === "undecided") undecided.push(pair);
    else expect([left, right, given, verdict.kind]).toEqual([left, right, given, expected]);
    if (verdict.kind === "different")
      expect([left, right, differs(pair, verdict.document)]).toEqual([left, right, true]);
  }
  return undecided;
}

test("no document contradicts what the pairs say of themselves", () => {
  for (const pair of [...numberPairs, ...textPairs].filter(([, , verdict]) => verdict === "same")) {
    const fields = fc.sample(fieldsOf, isLong ? 2000 : 20).map((found) => documentOf(found as JsonObject));
    for (const document of fields)
      expect([...pair, document, differs(pair, document)]).toEqual([...pair, document, false]);
  }
}, 600_000);

const few: readonly Pair[] = [
  numberPairs[0]!,
  numberPairs[3]!,
  ...textPairs.filter(([left]) => /^\$(contains|type)/.test(left)),
];

test("a few pairs are decided, and right", async () => {
  expect(await decide(few)).toEqual([]);
}, 60_000);

test.runIf(isLong)(
  "no verdict on pairs is wrong, and few are undecided",
  async () => {
    const pairs = [...numberPairs, ...textPairs];
    const undecided = await decide(pairs);
    console.log(`${undecided.length} of ${pairs.length} undecided: ${JSON.stringify(undecided)}`);
    expect(undecided.length / pairs.length).toBeLessThan(0.12);
  },
  2_400_000,
);
