import fc from "fast-check";
import jsonata from "jsonata";
import { expect, test } from "vitest";
import { isLong } from "../long.js";
import {
  load,
  type Action,
  type JsonObject,
  type Pack,
  type Result,
  type TracedCondition,
} from "../../engine/index.js";
import { jsonEqual, type MaybeJson } from "../../engine/common/json.js";
import { readPath } from "../../engine/common/path.js";
import { toJsonRulesEngine } from "../../engine/compiler/to-json-rules-engine.js";
import { documents, madeSet, packs } from "./generate-packs.js";

const files = (pack: Pack) => ({ "made.set.json": madeSet, "made/up.pack.json": pack });

/** The result of a condition in the stock engine. */
type Stock = { result?: boolean; factResult?: unknown; all?: Stock[]; any?: Stock[]; not?: Stock };

/** Checks that every part that the program reached has the stock engine's result and fact value. */
function compareCondition(ours: TracedCondition, theirs: Stock): void {
  if (ours.result === null) return;
  expect(theirs.result).toBe(ours.result);
  if (ours.is !== undefined) return compareCondition(ours.is, "fact" in ours.is ? (theirs.all?.[0] ?? theirs) : theirs);
  if (ours.all !== undefined) ours.all.forEach((part, index) => compareCondition(part, theirs.all![index]!));
  if (ours.any !== undefined) ours.any.forEach((part, index) => compareCondition(part, theirs.any![index]!));
  if (ours.not !== undefined) compareCondition(ours.not, theirs.not!);
  if (ours.fact !== undefined) expect(jsonEqual(plain(theirs.factResult), ours.actual)).toBe(true);
}

function plain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

/** Reference implementation of actions by the language specification, on a copy of the document; false if one fails. */
async function perform(actions: readonly Action[], document: JsonObject, pack: Pack): Promise<string | null> {
  for (const action of actions) {
    if ("fail" in action) return action.kind;
    if ("log" in action || "include" in action) {
      for (const [, name] of "message" in action ? action.message.matchAll(/\{([^}]+)\}/g) : []) {
        const text = pack.facts?.[name!];
        if (text !== undefined) await jsonata(text).evaluate(document);
      }
      continue;
    }
    if (!("set" in action || "unset" in action)) throw new Error("this action has no reference implementation");
    const path = ("set" in action ? action.set : action.unset).split(".");
    const parent = readPath(document, path.slice(0, -1));
    const last = path.at(-1)!;
    const container =
      typeof parent === "object" && parent !== null && !Array.isArray(parent)
        ? (parent as Record<string, unknown>)
        : null;
    if ("unset" in action) {
      if (container !== null) delete container[last];
      continue;
    }
    const text = "jsonata" in action ? action.jsonata : "fact" in action ? pack.facts?.[action.fact] : undefined;
    const value = text !== undefined ? await jsonata(text).evaluate(document) : (action as { value: unknown }).value;
    if (typeof value === "number" && !Number.isFinite(value)) return "limit";
    if (value === undefined || container === null) return "missing";
    container[last] = plain(value);
  }
  return null;
}

/** Runs the pack rule by rule: the stock engine decides, `perform` acts. Null if the stock engine throws. */
async function runStock(
  pack: Pack,
  document: JsonObject,
  ours: Result,
): Promise<{ document: JsonObject; error: string | null } | "stuck"> {
  const state = structuredClone(document) as JsonObject;
  for (const [index, rule] of pack.rules.entries()) {
    const traced = ours.trace![index];
    let fired: boolean;
    try {
      const run = await toJsonRulesEngine({ ...pack, rules: [rule] }).run({ document: state });
      fired = run.events.length === 1;
      const [result] = [...run.results, ...run.failureResults];
      const conditions: Stock = { ...(result!.conditions as unknown as Stock), result: fired };
      if (traced?.when !== undefined)
        compareCondition(traced.when, "fact" in rule.when! ? conditions.all![0]! : conditions);
    } catch (error) {
      if (error instanceof Error && error.name === "AssertionError") throw error;
      const broke = traced?.when?.result === null;
      return broke ? { document: state, error: "type" } : "stuck";
    }
    expect(traced?.fired).toBe(fired);
    try {
      const error = fired ? await perform(rule.then, state, pack) : null;
      if (error !== null) return { document: state, error };
    } catch {
      return { document: state, error: "type" };
    }
  }
  return { document: state, error: null };
}

test("every condition, rule and document agrees with a stock json-rules-engine over jsonata's facts", async () => {
  let compared = 0;
  let stuck = 0;
  await fc.assert(
    fc.asyncProperty(packs, documents, async (pack, document) => {
      const [code, closures] = await Promise.all(
        (["code", "closures"] as const).map((mode) => load({ files: files(pack), set: "made", mode })),
      );
      const before = structuredClone(document);
      const result = code!.evaluate(document);
      const { trace, ...traced } = code!.evaluate(document, { trace: true });
      expect(closures!.evaluate(document)).toEqual(result);
      expect(traced).toEqual(result);
      expect(document).toEqual(before);
      const stock = await runStock(pack, document as never, { ...traced, trace: trace! });
      if (stock === "stuck") return void stuck++;
      compared++;
      expect(result.error?.kind ?? null).toBe(stock.error);
      if (result.ok) expect(jsonEqual(result.document as MaybeJson, stock.document)).toBe(true);
    }),
    { numRuns: Number(process.env.FETTLE_RUNS ?? (isLong ? 1500 : 150)) },
  );
  console.log(
    `agreement with json-rules-engine: ${compared} compared, ${stuck} where it threw in a part not reached here`,
  );
  expect(compared).toBeGreaterThan(stuck * 5);
});
