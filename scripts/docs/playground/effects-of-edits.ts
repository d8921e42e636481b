// Checks edited rules, runs their cases and compares their behavior. Runs in a worker: the page stays responsive.
import { vllm } from "../../../engine/vllm/adapter/vllm.js";
import type { JsonObject } from "../../../engine/common/json.js";
import { aspectKey, differencesOf } from "../../../engine/diff/behavior-of-versions.js";
import { differingPacks, type PackDifference } from "../../../engine/diff/differing-packs.js";
import { effectOf, type Effect } from "../../../engine/diff/effects.js";
import { searchWitnesses } from "../../../engine/diff/search-witnesses.js";
import { versionsOf } from "../../../engine/diff/versions.js";
import { formatRules } from "../../../engine/packs/format-rules.js";
import { LinkMemory } from "../../../engine/packs/link-memory.js";
import type { LinkedPacks } from "../../../engine/packs/linked.js";
import { budgetOf, isOver } from "../../../engine/solver/budget.js";
import { compareResults } from "../../../engine/solver/compare-results.js";
import { withCases } from "../../../engine/testing/generated-cases.js";
import { runCases } from "../../../engine/testing/run-cases.js";
import { programOf, type Program } from "../../../engine/workspace/load-program.js";
import { systemDay } from "../../../engine/workspace/system-day.js";
import { packTexts, readCaseTexts, type Texts } from "./data.js";
import { linkRules, resolve, shippedProgram } from "./deployment.js";
import type { EditAnswer, EditRequest, Witness } from "./edit-messages.js";
import { casesFileOf, schemasFolder } from "./rule-files.js";

/** Seconds for the search for witnesses after each change. */
const searchSeconds = 5;

const memory = new LinkMemory();

/** Answers one request, the quick answers first. */
export async function* answer({ edits, deployment, pack }: EditRequest): AsyncGenerator<EditAnswer> {
  const { release } = deployment;
  const shipped = { ...packTexts, ...(await readCaseTexts()) };
  const files = { ...shipped, ...edits };
  const { linked, diagnostics } = await linkRules(
    files,
    release,
    { deployments: true, thorough: true, today: systemDay() },
    { memory },
  );
  const own = diagnostics.filter(({ file }) => file === null || Object.hasOwn(edits, file));
  yield { kind: "checked", diagnostics: own, runs: linked !== null };
  if (linked === null) return;
  const before = resolve(deployment, await shippedProgram(release)).evaluated;
  const after = resolve(deployment, programOf(linked)).evaluated;
  const compared = before !== null && after !== null;
  yield { kind: "deployment", differences: compared ? compareResults(before.result, after.result, vllm.alias) : null };
  // As in `fettle diff`: cases are partial documents, for which the stages for whole deployments would fail.
  const base = await linkRules(shipped, release, {}, { memory });
  const head = await linkRules(files, release, {}, { memory });
  if (base.linked !== null && head.linked !== null) {
    const [old, now] = [programOf(base.linked), programOf(head.linked)];
    yield await casesOf(pack, now, files);
    if (Object.keys(edits).length > 0)
      for (const witness of findWitnesses(old, now, before?.before ?? null)) yield { kind: "witness", witness };
  }
  yield { kind: "done" };
}

/** Runs the cases of one pack. */
async function casesOf(file: string, now: Program, files: Texts): Promise<EditAnswer> {
  const only = new Set([...now.linked.packs.values()].filter((pack) => pack.file === file).map(({ name }) => name));
  const { cases } = now.linked.read;
  const load = async (target: string) => {
    const { linked, diagnostics } = await linkRules(files, target.split("@").at(-1) ?? "", {}, { memory });
    return { program: linked === null ? null : programOf(linked), diagnostics };
  };
  const [run] = await runCases(now, { cases, only, load });
  return { kind: "cases", cases: run?.cases ?? [], findings: run?.findings ?? [] };
}

/**
 * Searches for the smallest documents that edited rules treat differently, starting from a deployment's document and
 * those of cases. Not finding one proves nothing.
 */
function* findWitnesses(old: Program, now: Program, document: JsonObject | null): Generator<Witness> {
  const packs = differingPacks(old.linked, now.linked);
  const budget = budgetOf(searchSeconds);
  const found: Effect[] = [];
  for (const pack of packs.filter(({ status }) => status !== "runs-changed")) {
    const versions = versionsOf(old, now, pack);
    const candidates = function* (): Generator<readonly [document: JsonObject, aspect: string]> {
      if (document !== null)
        for (const difference of differencesOf(document, versions)) yield [document, aspectKey(difference)];
      for (const decision of searchWitnesses(pack, versions, () => isOver(budget)))
        if (decision.kind === "different") yield [decision.document, aspectKey(decision.aspect)];
    };
    for (const [witness, aspect] of candidates()) {
      if (found.some(({ outcome }) => outcome.some((entry) => aspectKey(entry) === aspect))) continue;
      const effect = effectOf(witness, aspect, pack.pack, versions, packs);
      if (effect === null) continue;
      found.push(effect);
      const { document: lines, outcome, rules } = effect;
      yield { pack: pack.pack, document: lines, outcome, rules, cases: withWitness(effect, pack, now) };
    }
  }
}

/** The cases of a pack with a witness added, and the outcome of the edited rules as its expectation. */
function withWitness({ witness, rules }: Effect, { pack }: PackDifference, { linked, run }: Program): Witness["cases"] {
  const linkedPack = linked.packs.get(pack);
  if (linkedPack?.file == null) return null;
  const file = casesFileOf(linkedPack.file);
  const name = rules.map(({ rule }) => rule.slice(rule.lastIndexOf("/") + 1)).join(", ");
  const missing = { name: name === "" ? "witness" : name, target: null, document: witness };
  const added = { ...missing, result: run(witness, { pack }) };
  const content = withCases(pack, casesIn(pack, linked), [added], schemasFolder, linked.engine.alias);
  return { file, text: formatRules(JSON.stringify(content), file) };
}

function casesIn(pack: string, { read }: LinkedPacks) {
  return read.cases.find(({ content }) => content.pack === pack)?.content ?? null;
}
