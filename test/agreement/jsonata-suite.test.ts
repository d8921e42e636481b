import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { Json, MaybeJson } from "../../engine/common/json.js";
import { jsonEqual } from "../../engine/common/json.js";
import { parseExpression } from "../../engine/language/expression/parse-expression.js";
import { canonical, runClosures, runEmitted, runJsonata, type Outcome } from "./jsonata-outcome.js";

interface SuiteCase {
  readonly id: string;
  readonly expr: string;
  readonly data?: Json;
  readonly dataset?: string | null;
  readonly result?: Json;
  readonly code?: string;
}

/** The number accepted when last checked: fewer means that the language shrank unnoticed. */
const LEAST_ACCEPTED = 489;

/** Cases whose result reveals key order in the data: ours equals jsonata's for the same data with sorted keys. */
const showOrder: Readonly<Record<string, string>> = {
  "function-spread/case001/0": "`$spread` lists the keys of an object in sorted order",
};

const shared = process.env["FETTLE_SHARED"] ?? join(import.meta.dirname, "../../../shared");
const suite = join(shared, "suites/jsonata");
const isHere = existsSync(join(suite, "cases.jsonl"));
if (!isHere) console.log(`jsonata's own suite is skipped: there is no ${suite}; FETTLE_SHARED may name its place`);

it.skipIf(!isHere)("whatever of jsonata's own suite is accepted gives the suite's result", async () => {
  const datasets = JSON.parse(readFileSync(join(suite, "datasets.json"), "utf8")) as Record<string, Json>;
  const cases = readFileSync(join(suite, "cases.jsonl"), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as SuiteCase);
  const refusals = new Map<string, number>();
  const disagreements: unknown[] = [];
  let accepted = 0;
  for (const entry of cases) {
    const parsed = parseExpression(entry.expr);
    if (!parsed.ok) {
      const reason = `${parsed.code}: ${parsed.message.replace(/`[^`]*`/g, "`…`")}`;
      refusals.set(reason, (refusals.get(reason) ?? 0) + 1);
      continue;
    }
    accepted++;
    // Some cases have no data.
    const document = (typeof entry.dataset === "string" ? datasets[entry.dataset] : entry.data) as Json;
    const closed = runClosures(parsed.node, document);
    const emitted = runEmitted(parsed.node, document);
    const isOrder = Object.hasOwn(showOrder, entry.id);
    const live = await runJsonata(entry.expr, isOrder ? (JSON.parse(canonical(document)!) as Json) : document);
    const fits = [emitted, live].every((other) => same(closed, other)) && matches(closed, entry) === !isOrder;
    if (!fits) disagreements.push({ id: entry.id, expr: entry.expr, closed, emitted, live });
  }
  const reasons = [...refusals]
    .sort(([, left], [, right]) => right - left)
    .map(([reason, count]) => `  ${count} ${reason}`);
  console.log(
    `jsonata's suite: ${cases.length} cases, ${accepted} accepted, ${cases.length - accepted} refused:\n${reasons.join("\n")}`,
  );
  expect(disagreements).toEqual([]);
  expect(accepted).toBeGreaterThanOrEqual(LEAST_ACCEPTED);
});

function matches(outcome: Outcome, entry: SuiteCase): boolean {
  if ("error" in outcome) return outcome.error === entry.code;
  return entry.code === undefined && jsonEqual(valueOf(outcome), entry.result);
}

function same(left: Outcome, right: Outcome): boolean {
  if ("error" in left || "error" in right) return "error" in left && "error" in right && left.error === right.error;
  return jsonEqual(valueOf(left), valueOf(right));
}

function valueOf(outcome: { readonly json: string | undefined }): MaybeJson {
  return outcome.json === undefined ? undefined : (JSON.parse(outcome.json) as Json);
}
