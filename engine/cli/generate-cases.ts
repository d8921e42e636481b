import path from "node:path";
import { findDocuments } from "../analysis/find-documents.js";
import type { Prover } from "../analysis/prover.js";
import { diagnostic, FettleError } from "../base/diagnostic.js";
import type { JsonObject } from "../base/json.js";
import { withCases, type MissingCase } from "../cases/generated-cases.js";
import { runPackOf, type TargetCases } from "../cases/mutants/run-mutants.js";
import { pointTo } from "../cases/scaffold.js";
import { formatRules } from "../pack/format-rules.js";
import type { ReadPacks } from "../pack/read-packs.js";

export interface Found {
  readonly missing: readonly MissingCase[];
  /** What the solver could not decide, in words. */
  readonly undecided: readonly string[];
}

/** Documents that show what no case of a pack does, with what comes of them today. */
export async function findMissingCases(prover: Prover, pack: string, targets: readonly TargetCases[], base: string): Promise<Found> {
  const missing: MissingCase[] = [];
  const undecided: string[] = [];
  for (const { target, linked, cases } of targets) {
    const run = runPackOf(linked, pack);
    const given = [...cases.map(({ document }) => document as JsonObject), ...missing.map(({ document }) => document)];
    const found = await findDocuments(prover, linked, pack, given);
    undecided.push(...found.undecided.map(({ rule, text, reason }) => `${pack}: no case was found in which of \`${rule}\` ${text}: ${reason}`));
    for (const { rule, text, document } of found.documents) {
      missing.push({ name: `${rule}: ${text}`, target: target === base ? null : target, document, result: run(document, { pack }) });
    }
  }
  return { missing, undecided };
}

/** The text of the cases file of a pack with more cases in it, and its name. */
export function writeCases(pack: string, file: string | null, missing: readonly MissingCase[], { cases, packs }: ReadPacks): readonly [file: string, text: string] {
  const own = cases.find(({ content }) => content.pack === pack);
  const name = own?.file ?? file?.replace(/\.pack\.json$/, ".cases.json");
  if (name === undefined || packs.length === 0) throw new FettleError([diagnostic("usage", `\`${pack}\` has no file to write cases beside`, { hint: "name a pack that is a file" })]);
  const content = withCases(pack, own?.content ?? null, missing, pointTo(path.dirname(name)));
  return [name, formatRules(JSON.stringify(content), name)];
}
