import { resolve } from "node:path";
import { inSlots } from "../../common/in-slots.js";
import { firstOf, fromMap, itemAt } from "../../common/must.js";
import type { Prover } from "../../solver/prover.js";
import { diagnostic, FettleError } from "../../common/diagnostic.js";
import type { JsonObject } from "../../common/json.js";
import { documentToJson } from "../../common/aliases.js";
import type { MissingCase } from "../generated-cases.js";
import { expectationOf } from "../expectation.js";
import type { TargetCases } from "../mutation/run-mutants.js";
import { fieldsOf } from "../../language/fields.js";
import type { ReadPacks } from "../../packs/read-packs.js";
import type { Loaded, Program } from "../../workspace/load-program.js";
import { count } from "../../common/count.js";
import { passes, type TestedPack } from "../tested.js";
import { casesByTarget } from "./case-targets.js";
import { knownReleases } from "../../diff/other-targets.js";
import { findMissingCases, writeCases, type Found as FoundCases } from "./generate-cases.js";
import { judgeMutants } from "../mutation/judge-mutants.js";
import { targetText } from "../../packs/target.js";
import { writeFiles } from "../../workspace/writing/write-files.js";
import type { Progress } from "../../common/progress.js";

/** The selected packs to improve, and how to load them. */
export interface CaseWork {
  /** More than one find more at a time. */
  readonly provers: readonly Prover[];
  readonly program: Program;
  readonly packs: readonly string[];
  /** Whether the user chose the target, so cases are only for it. */
  readonly isTargetChosen: boolean;
  readonly show: Progress;
  load(target: string): Promise<Loaded>;
}

/** The result for a pack without rules at any target. */
const noMutants = { caught: 0, equivalent: 0, missed: [] };

/** Adds mutation results to packs; skips packs with failing cases, which would kill every mutant. */
export async function addMutants(
  work: CaseWork,
  read: ReadPacks,
  tested: readonly TestedPack[],
): Promise<readonly TestedPack[]> {
  const { engine, target } = work.program.linked;
  const known = { fields: fieldsOf(engine), releases: knownReleases(engine, target.project) };
  const judged: TestedPack[] = [];
  for (const [index, pack] of tested.entries()) {
    if (pack.cases.length === 0 || !pack.cases.every(passes)) judged.push(pack);
    else {
      work.show(`mutating ${pack.pack}`, index / tested.length);
      const targets = await targetsOf(work, pack.pack, read);
      const { missing: _, ...mutants } =
        targets.length === 0
          ? { missing: [], ...noMutants }
          : await judgeMutants(work.provers, pack.pack, targets, "", known);
      judged.push({ ...pack, mutants });
    }
  }
  return judged;
}

/** Adds missing cases to the packs' files, all or none. @throws FettleError */
export async function writeMissingCases(
  work: CaseWork & { note(text: string): void },
  read: ReadPacks,
  toNotice: boolean,
): Promise<void> {
  const { engine, target } = work.program.linked;
  const known = { fields: fieldsOf(engine), releases: knownReleases(engine, target.project) };
  const unstamped = work.isTargetChosen ? "" : targetText(work.program.linked.target);
  const written: Record<string, string> = {};
  const notes: string[] = [];
  const textOf = (document: JsonObject) => JSON.stringify(documentToJson(document, engine.alias));
  const findAll = async (pack: string, provers: readonly Prover[]): Promise<FoundCases> => {
    const targets = await targetsOf(work, pack, read);
    if (targets.length === 0) return { missing: [], undecided: [] };
    const { missing, undecided } = await findMissingCases(firstOf(provers), pack, targets, unstamped);
    const all = [...missing];
    for (let more = toNotice; more; ) {
      const { missing: noticing } = await judgeMutants(
        provers,
        pack,
        targets.map((target) => withMissing(target, all, unstamped)),
        unstamped,
        known,
      );
      const fresh = noticing.filter(
        (entry, index) => noticing.findIndex((other) => textOf(other.document) === textOf(entry.document)) === index,
      );
      all.push(...fresh);
      more = fresh.length > 0;
    }
    return { missing: all, undecided };
  };
  // Packs wait for their own solvers; a single one has all of them.
  const isTogether = work.packs.length > 1;
  const finding = work.packs.map((pack, index) => async (slot: number) => {
    work.show(`looking for cases of ${pack}`, index / work.packs.length);
    return findAll(pack, isTogether ? [itemAt(work.provers, slot)] : work.provers);
  });
  const found = await inSlots(finding, isTogether ? work.provers.length : 1);
  for (const [index, pack] of work.packs.entries()) {
    const { missing: all, undecided } = itemAt(found, index);
    notes.push(...undecided);
    if (all.length === 0) continue;
    const { file } = fromMap(work.program.linked.packs, pack);
    refuseInstalled(file);
    const [name, text] = writeCases(pack, file, all, read);
    written[name] = text;
    notes.push(`${name}: added ${count(all.length, "case")}; review each expected outcome`);
  }
  await writeFiles(written);
  for (const note of notes.length > 0 ? notes : ["no missing cases"]) work.note(note);
}

async function targetsOf(
  { program, isTargetChosen, load }: CaseWork,
  pack: string,
  read: ReadPacks,
): Promise<readonly TargetCases[]> {
  return casesByTarget(pack, program, read, { onlyNamed: isTargetChosen, load });
}

function withMissing(entry: TargetCases, missing: readonly MissingCase[], unstamped: string): TargetCases {
  const own = missing.filter(({ target }) => (target ?? unstamped) === entry.target);
  return {
    ...entry,
    cases: [
      ...entry.cases,
      ...own.map(({ name, document, result }) => ({
        name,
        document: { ...document },
        expect: expectationOf(document, result),
      })),
    ],
  };
}

/** Refuses to write into an installed package, whose next release would overwrite the file. */
function refuseInstalled(file: string | null): void {
  if (file === null || !resolve(file).includes("/node_modules/")) return;
  const hint = "name your own packs, or run it in a checkout of fettle";
  throw new FettleError([diagnostic("usage", "cases cannot be written into an installed package", { file, hint })]);
}
