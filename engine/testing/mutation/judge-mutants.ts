import type { JsonObject } from "../../common/json.js";
import { memoize } from "../../common/memoize.js";
import { inSlots } from "../../common/in-slots.js";
import { firstOf, fromMap, itemAt } from "../../common/must.js";
import { documentToJson } from "../../common/aliases.js";
import { compareBehavior } from "../../diff/compare-behavior.js";
import { compareResults } from "../../solver/compare-results.js";
import type { Prover } from "../../solver/prover.js";
import type { MissingCase } from "../generated-cases.js";
import { runMutants, runPackOf, type Survivor, type TargetCases } from "./run-mutants.js";
import type { Result } from "../../generated/result.js";
import type { Fields } from "../../language/fields.js";
import { choiceOf } from "../../packs/effective-rules.js";
import { finding } from "../../packs/check/finding.js";
import type { LinkedPacks } from "../../packs/linked.js";
import type { TestedMutants } from "../tested.js";

export interface JudgedMutants extends TestedMutants {
  /** A case for each survivor that differs somewhere. */
  readonly missing: readonly MissingCase[];
}

/** The document schema and releases that mutation operators draw on. */
export interface Known {
  readonly fields: Fields;
  /** Oldest first. */
  readonly releases: readonly string[];
}

/** Determines which mutants the cases of a pack kill; mutants proved equivalent do not count. Provers work together. */
export async function judgeMutants(
  provers: readonly Prover[],
  pack: string,
  targets: readonly TargetCases[],
  base: string,
  known: Known,
): Promise<JudgedMutants> {
  const { caught, survivors } = runMutants(pack, targets, known.fields, known.releases);
  const handwritten = resultsOf(
    pack,
    targets.flatMap(({ cases }) => cases.map(({ document }) => document as JsonObject)),
  );
  const [missed, missing] = [[] as TestedMutants["missed"][number][], [] as MissingCase[]];
  let equivalent = 0;
  const judging = survivors.map(
    (survivor) => (slot: number) => judge(itemAt(provers, slot), pack, survivor, handwritten),
  );
  const verdicts = await inSlots(judging, provers.length);
  for (const [index, survivor] of survivors.entries()) {
    const verdict = itemAt(verdicts, index);
    if (verdict === null) equivalent++;
    else {
      missed.push(missedMutant(pack, survivor, targets, verdict));
      if (verdict.document !== undefined)
        missing.push({
          name: nameOf(pack, survivor, targets),
          target: verdict.target === base ? null : verdict.target,
          document: verdict.document,
          result: verdict.before,
        });
    }
  }
  return { caught, equivalent, missed, missing };
}

type Verdict =
  | { readonly target: string; readonly document: JsonObject; readonly before: Result }
  | { readonly document?: undefined; readonly reason: string };

/** Returns null if the mutant is proved equivalent for each target. Prefers handwritten documents as witnesses. */
async function judge(
  prover: Prover,
  pack: string,
  { targets }: Survivor,
  handwritten: Handwritten,
): Promise<Verdict | null> {
  let undecided: Verdict | null = null;
  const judged = new Set<string>();
  for (const { target, before, after } of targets) {
    const choices = [before, after].map((linked) => choiceOf(linked, pack)).join();
    if (judged.has(choices)) continue;
    judged.add(choices);
    if (effective(before, pack) === effective(after, pack)) continue;
    const difference =
      differenceIn(handwritten(before), pack, before, after) ?? (await compareBehavior(prover, before, after, pack));
    if (difference.kind === "different") return { target, document: difference.document, before: difference.before };
    if (difference.kind === "unknown") undecided = { reason: difference.reason };
    if (difference.kind === "not-encoded") undecided = { reason: "depends on a construct the solver does not model" };
  }
  return undecided;
}

/** What a pack says at its target, as text: a mutant may differ only at other targets. */
function effective({ packs }: LinkedPacks, name: string): string {
  const { pack, rules } = fromMap(packs, name);
  return JSON.stringify([{ ...pack, rules: [] }, rules.map(({ rule: { versions: _, ...rule } }) => rule)]);
}

/** The documents of all cases, with what a pack makes of each at one release. */
type Handwritten = (linked: LinkedPacks) => readonly { readonly document: JsonObject; readonly before: Result }[];

/** Runs the documents once at each release, for all mutants. */
const resultsOf = (pack: string, documents: readonly JsonObject[]): Handwritten =>
  memoize((linked: LinkedPacks) => {
    const run = runPackOf(linked, pack);
    return documents.map((document) => ({ document, before: run(document, { pack }) }));
  });

function differenceIn(results: ReturnType<Handwritten>, pack: string, { engine }: LinkedPacks, mutated: LinkedPacks) {
  const run = runPackOf(mutated, pack);
  for (const { document, before } of results) {
    if (compareResults(before, run(document, { pack }), engine.alias).length > 0)
      return { kind: "different", document, before } as const;
  }
  return null;
}

function missedMutant(
  pack: string,
  { mutant }: Survivor,
  targets: readonly TargetCases[],
  verdict: Verdict,
): TestedMutants["missed"][number] {
  const { packs, engine } = firstOf(targets).linked;
  const linked = fromMap(packs, pack);
  const hint =
    verdict.document === undefined
      ? `not decided whether it is equivalent: ${verdict.reason}`
      : `add a case with the document ${JSON.stringify(documentToJson(verdict.document, engine.alias))}; \`fettle test --generate --mutate\` writes it`;
  return finding(linked, "mutant-missed", mutant.at, `no case fails when ${mutant.text}`, hint);
}

function nameOf(pack: string, { mutant }: Survivor, targets: readonly TargetCases[]): string {
  const [, part, index] = mutant.at.split("/");
  const rule = part === "rules" ? fromMap(firstOf(targets).linked.packs, pack).pack.rules[Number(index)]?.id : part;
  return `${rule}: differs when ${mutant.text.replaceAll("`", "")}`;
}
