import { resolve } from "node:path";
import { shareTasks, type HelperThread } from "../../common/helper-threads.js";
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
import { passes, type TestedMutants, type TestedPack } from "../tested.js";
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
  /** Threads that repeat the work, for other packs. */
  readonly helpers: readonly HelperThread[];
  readonly program: Program;
  readonly packs: readonly string[];
  /** Whether the user chose the target, so cases are only for it. */
  readonly isTargetChosen: boolean;
  readonly show: Progress;
  load(target: string): Promise<Loaded>;
}

/** Releases and fields that mutation operators draw on. */
function knownOf({ program }: CaseWork) {
  const { engine, target } = program.linked;
  return { fields: fieldsOf(engine), releases: knownReleases(engine, target.project) };
}

/** Judges the mutants of the pack of an index. */
export function mutantsIn(work: CaseWork, read: ReadPacks): (index: number) => Promise<TestedMutants> {
  const known = knownOf(work);
  return async (index) => {
    const pack = itemAt(work.packs, index);
    const targets = await targetsOf(work, pack, read);
    // A pack may have no rules at any target.
    if (targets.length === 0) return { caught: 0, equivalent: 0, missed: [] };
    const { missing: _, ...mutants } = await judgeMutants(work.provers, pack, targets, "", known);
    return mutants;
  };
}

/** Adds mutation results to packs; skips packs with failing cases, which would kill every mutant. */
export async function addMutants(
  work: CaseWork,
  read: ReadPacks,
  tested: readonly TestedPack[],
): Promise<readonly TestedPack[]> {
  const isMeant = ({ cases }: TestedPack) => cases.length > 0 && cases.every(passes);
  const indices = new Map(work.packs.map((pack, index) => [pack, index]));
  const meant = tested.filter(isMeant).map(({ pack }) => fromMap(indices, pack));
  const judged = await shareTasks(meant, work.helpers, [mutantsIn(work, read)], (index, done) =>
    work.show(`mutating ${itemAt(work.packs, index)}`, done / meant.length),
  );
  return tested.map((pack) =>
    isMeant(pack) ? { ...pack, mutants: fromMap(judged, fromMap(indices, pack.pack)) } : pack,
  );
}

/** Finds cases that the pack of an index lacks; with `toNotice`, also those that kill surviving mutants. */
export function missingCasesIn(
  work: CaseWork,
  read: ReadPacks,
  toNotice: boolean,
): (index: number) => Promise<FoundCases> {
  const known = knownOf(work);
  const unstamped = work.isTargetChosen ? "" : targetText(work.program.linked.target);
  const textOf = (document: JsonObject) => JSON.stringify(documentToJson(document, work.program.linked.engine.alias));
  return async (index) => {
    const pack = itemAt(work.packs, index);
    const targets = await targetsOf(work, pack, read);
    if (targets.length === 0) return { missing: [], undecided: [] };
    const { missing, undecided } = await findMissingCases(firstOf(work.provers), pack, targets, unstamped);
    const all = [...missing];
    for (let more = toNotice; more; ) {
      const { missing: noticing } = await judgeMutants(
        work.provers,
        pack,
        targets.map((target) => withMissing(target, all, unstamped)),
        unstamped,
        known,
      );
      const fresh = noticing.filter(
        (entry, place) => noticing.findIndex((other) => textOf(other.document) === textOf(entry.document)) === place,
      );
      all.push(...fresh);
      more = fresh.length > 0;
    }
    return { missing: all, undecided };
  };
}

/** Adds missing cases to the packs' files, all or none. @throws FettleError */
export async function writeMissingCases(
  work: CaseWork & { note(text: string): void },
  read: ReadPacks,
  toNotice: boolean,
): Promise<void> {
  const written: Record<string, string> = {};
  const notes: string[] = [];
  const found = await shareTasks(
    [...work.packs.keys()],
    work.helpers,
    [missingCasesIn(work, read, toNotice)],
    (index, done) => work.show(`looking for cases of ${itemAt(work.packs, index)}`, done / work.packs.length),
  );
  for (const [index, pack] of work.packs.entries()) {
    const { missing: all, undecided } = fromMap(found, index);
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
