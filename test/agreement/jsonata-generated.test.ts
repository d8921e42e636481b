import fc from "fast-check";
import { expect, it } from "vitest";
import type { Json } from "../../engine/common/json.js";
import type { ExpressionNode } from "../../engine/language/expression/node.js";
import { isLong } from "../long.js";
import { calls } from "./generate-calls.js";
import { document } from "./generate-documents.js";
import { expression } from "./generate-expressions.js";
import { parseExpression } from "../../engine/language/expression/parse-expression.js";
import {
  canonical,
  ofAnyOrder,
  runClosures,
  runEmitted,
  runJsonata,
  runSortedJsonata,
  type Outcome,
} from "./jsonata-outcome.js";

const runs = Number(process.env["FETTLE_GENERATED_RUNS"] ?? (isLong ? 6000 : 1500));

/** Errors of ours where jsonata may have a result: sizes and numbers out of range, and the deliberate differences. */
const own: ReadonlySet<string> = new Set([
  "limit",
  "D1001",
  "absent-argument",
  "absent-item",
  "empty-context",
  "array-object-equality",
  "forbidden-key",
]);

function agree(text: string, before: string, ours: Outcome, theirs: Outcome): boolean {
  if (!("error" in ours)) return "json" in theirs && ours.json === theirs.json;
  if (own.has(ours.error)) return true;
  // jsonata accepts a string that only begins like a hexadecimal, octal or binary number, and converts it to NaN.
  if (ours.error === "D3030" && /0[xob]/i.test(text + before)) return true;
  if (!("error" in theirs)) return false;
  // jsonata evaluates the parts of an array or object concurrently, and the first to fail wins.
  return ours.error === theirs.error || theirs.error === "undefined" || /[[{]/.test(text);
}

/** Cases in which jsonata reveals the order in which the expression itself added keys to an object. */
let ownOrder = 0;

/**
 * Requires both back ends and jsonata to agree on one expression, and returns the outcome. jsonata gets the document
 * with sorted keys; if it reveals the order of keys in objects that the expression created, it is run again with
 * functions that sort them.
 */
async function hold(text: string, node: ExpressionNode, value: Json): Promise<Outcome> {
  const before = JSON.stringify(value);
  const closed = runClosures(node, value);
  const emitted = runEmitted(node, value);
  expect(JSON.stringify(value), "the document is not written to").toBe(before);
  expect(emitted, "the back ends agree").toEqual(closed);
  // Nothing to compare with; besides, a padding of a hundred million characters would crash the process.
  if ("error" in closed && closed.error === "limit") return closed;
  const sorted = JSON.parse(canonical(value)!) as Json;
  const ours = ofAnyOrder(closed);
  expect(ofAnyOrder(runClosures(node, sorted)), "the order of keys in the document does not show").toEqual(ours);
  if (agree(text, before, ours, ofAnyOrder(await runJsonata(text, sorted)))) return closed;
  const theirs = ofAnyOrder(await runSortedJsonata(text, value));
  if (!agree(text, before, ours, theirs)) expect(closed, "jsonata's answer").toEqual(theirs);
  ownOrder++;
  return closed;
}

it(`${runs} generated expressions give jsonata's answer in both back ends`, { timeout: 6_000_000 }, async () => {
  const count = { accepted: 0, refused: 0, answers: 0, errors: 0, own: 0 };
  const refusals = new Map<string, number>();
  const property = fc.asyncProperty(expression, document, async (text, value) => {
    const parsed = parseExpression(text);
    if (!parsed.ok) {
      count.refused++;
      const reason = parsed.message.replace(/`[^`]*`/g, "`…`");
      refusals.set(reason, (refusals.get(reason) ?? 0) + 1);
      return;
    }
    count.accepted++;
    const closed = await hold(text, parsed.node, value);
    if (!("error" in closed)) count.answers++;
    else if (own.has(closed.error)) count.own++;
    else count.errors++;
  });
  await fc.assert(property, { numRuns: runs });
  console.log(count, { ownOrder }, Object.fromEntries(refusals));
  expect(ownOrder / count.accepted).toBeLessThan(0.01);
  expect(count.accepted / (count.accepted + count.refused)).toBeGreaterThan(0.8);
  expect(count.answers / count.accepted).toBeGreaterThan(0.4);
  expect(count.own / count.accepted).toBeLessThan(0.05);
});

it(`${runs} generated calls on any value give jsonata's answer in both back ends`, { timeout: 6_000_000 }, async () => {
  const property = fc.asyncProperty(calls, async ({ text, value: given }) => {
    const parsed = parseExpression(text);
    if (parsed.ok) await hold(text, parsed.node, given);
    else expect(parsed.message).toMatch(/takes/);
  });
  await fc.assert(property, { numRuns: runs });
});
