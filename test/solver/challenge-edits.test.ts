import { vllm } from "../../engine/vllm/adapter/vllm.js";
import fc from "fast-check";
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { compareResults } from "../../engine/solver/compare-results.js";
import { evaluatorOf } from "../../engine/solver/encode/encode-program.js";
import type { JsonObject } from "../../engine/common/json.js";
import type { Pack } from "../../engine/index.js";
import type { LinkedPacks } from "../../engine/packs/linked.js";
import { documents as unaimed, packs as generated } from "../agreement/generate-packs.js";
import { isLong } from "../long.js";
import { link } from "./agree.js";
import { editsOf } from "./edits.js";
import { findDifference } from "./find-difference.js";

const folder = new URL("../../rules/vllm/", import.meta.url);
const read = (name: string) => JSON.parse(readFileSync(new URL(name, folder), "utf8"));
const shipped = readdirSync(folder)
  .filter((name) => name.endsWith(".pack.json"))
  .map((name) => read(name) as Pack);

/** A pack, those that it includes, and those that they include. */
function includedBy(pack: Pack): ReadonlySet<Pack> {
  const found = new Set([pack]);
  for (const { rules } of found)
    for (const one of shipped) if (JSON.stringify(rules).includes(`"${one.pack}"`)) found.add(one);
  return found;
}

/** Linked packs with these cases of one pack. */
function withCases(linked: LinkedPacks, pack: string, cases: readonly { document: JsonObject }[]): LinkedPacks {
  const read = { file: "", source: { file: null, value: null, locate: () => null }, content: { pack, cases } };
  return { ...linked, read: { ...linked.read, cases: [read as unknown as LinkedPacks["read"]["cases"][number]] } };
}

test("edits of shipped packs that a case shows are found without that case", async () => {
  const tally: Record<string, { shown: number; found: number }> = {};
  const every = isLong ? 3 : 60;
  for (const [number, { pack, edit }] of shipped
    .flatMap((one) => editsOf(one).map((change) => ({ pack: one, edit: change })))
    .entries()) {
    if (number % every !== 0) continue;
    const edited = structuredClone(pack);
    edit.change(edited);
    const around = [...includedBy(pack)].filter((one) => one !== pack);
    const before = await link([pack, ...around], []);
    const after = await link([edited, ...around], []).catch(() => null);
    if (after === null) continue;
    const name = pack.pack;
    const [left, right] = [before, after].map((linked) => evaluatorOf(linked, { pack: name }));
    const { cases } = read(`${name.split("/")[1]}.cases.json`) as { cases: { document: JsonObject }[] };
    const others = cases.filter(
      ({ document }) => compareResults(left!(document), right!(document), vllm.alias).length === 0,
    );
    if (others.length === cases.length) continue;
    const entry = (tally[edit.kind] ??= { shown: 0, found: 0 });
    entry.shown++;
    if (findDifference(withCases(before, name, others), after, name, number) !== null) entry.found++;
    else if (isLong) console.log(`not found: ${name} ${edit.kind} ${edit.place}`);
  }
  expectFound(tally);
}, 600_000);

test("edits of generated packs that unaimed documents show are found", async () => {
  const tally: Record<string, { shown: number; found: number }> = {};
  const documents = fc
    .sample(unaimed, { numRuns: 400, seed: 5 })
    .map((document) => JSON.parse(JSON.stringify(document)) as JsonObject);
  for (const [number, made] of fc.sample(generated, { numRuns: isLong ? 400 : 20, seed: 11 }).entries()) {
    const pack = JSON.parse(JSON.stringify(made)) as Pack;
    const edits = editsOf(pack);
    if (edits.length === 0) continue;
    const edited = structuredClone(pack);
    const edit = edits[(number * 31) % edits.length]!;
    edit.change(edited);
    const before = await link([pack], [{ pack: "made/up" }]);
    const after = await link([edited], [{ pack: "made/up" }]).catch(() => null);
    if (after === null) continue;
    const [left, right] = [before, after].map((linked) => evaluatorOf(linked, { pack: "made/up" }));
    if (documents.every((document) => compareResults(left!(document), right!(document), vllm.alias).length === 0))
      continue;
    const entry = (tally[edit.kind] ??= { shown: 0, found: 0 });
    entry.shown++;
    if (findDifference(before, after, "made/up", number) !== null) entry.found++;
  }
  expectFound(tally);
}, 600_000);

function expectFound(tally: Record<string, { shown: number; found: number }>): void {
  const all = Object.values(tally);
  const sum = (key: "shown" | "found") => all.reduce((total, entry) => total + entry[key], 0);
  if (isLong) console.table(tally);
  expect(sum("shown")).toBeGreaterThan(isLong ? 100 : 4);
  expect(sum("found")).toBeGreaterThanOrEqual(0.9 * sum("shown"));
  if (isLong)
    for (const [kind, { shown, found }] of Object.entries(tally))
      expect([kind, found >= 0.9 * shown]).toEqual([kind, true]);
}
