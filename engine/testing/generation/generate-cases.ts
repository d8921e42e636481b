import path from "node:path";
import { findDocuments, shownBy } from "../../solver/find-documents.js";
import type { Prover } from "../../solver/prover.js";
import { diagnostic, FettleError } from "../../common/diagnostic.js";
import type { JsonObject } from "../../common/json.js";
import { withCases, type MissingCase } from "../generated-cases.js";
import { runPackOf, type TargetCases } from "../mutation/run-mutants.js";
import { pointTo } from "../schemas-folder.js";
import { choiceOf } from "../../packs/effective-rules.js";
import { formatRules } from "../../packs/format-rules.js";
import type { ReadPacks } from "../../packs/read-packs.js";

export interface Found {
  readonly missing: readonly MissingCase[];
  /** Descriptions of what the solver could not decide. */
  readonly undecided: readonly string[];
}

/** Generates documents that show what no case of a pack covers at its own target, with their current outcomes. */
export async function findMissingCases(
  prover: Prover,
  pack: string,
  targets: readonly TargetCases[],
  base: string,
): Promise<Found> {
  const missing: MissingCase[] = [];
  const undecided = new Map<string, string>();
  const choices = byChoice(pack, targets);
  const shown = new Set(
    choices.flatMap(({ linked, cases }) =>
      shownBy(
        linked,
        pack,
        cases.map(({ document }) => document as JsonObject),
      ),
    ),
  );
  for (const { target, linked } of choices) {
    const run = runPackOf(linked, pack);
    const found = await findDocuments(prover, linked, pack, shown);
    for (const what of shownBy(
      linked,
      pack,
      found.documents.map(({ document }) => document),
    ))
      shown.add(what);
    for (const { rule, text, reason } of found.undecided)
      undecided.set(`${rule}: ${text}`, `${pack}: no case found for \`${rule}\` in which ${text}: ${reason}`);
    for (const { rule, text, document } of found.documents) {
      missing.push({
        name: `${rule}: ${text}`,
        target: target === base ? null : target,
        document,
        result: run(document, { pack }),
      });
    }
  }
  return { missing, undecided: [...undecided].flatMap(([what, note]) => (shown.has(what) ? [] : [note])) };
}

/** One target for each choice of rules, with the cases of all targets that share it. */
function byChoice(pack: string, targets: readonly TargetCases[]): readonly TargetCases[] {
  const found = new Map<string, TargetCases>();
  for (const entry of targets) {
    const choice = choiceOf(entry.linked, pack);
    const { cases } = found.get(choice) ?? { cases: [] };
    found.set(choice, { ...(found.get(choice) ?? entry), cases: [...cases, ...entry.cases] });
  }
  return [...found.values()];
}

/** Renders the cases file of a pack with additional cases, and its name. */
export function writeCases(
  pack: string,
  file: string | null,
  missing: readonly MissingCase[],
  { cases, packs, engine }: ReadPacks,
): readonly [file: string, text: string] {
  const own = cases.find(({ content }) => content.pack === pack);
  const name = own?.file ?? file?.replace(/\.pack\.json$/, ".cases.json");
  if (name === undefined || packs.length === 0)
    throw new FettleError([
      diagnostic("usage", `\`${pack}\` has no file to write cases next to`, {
        hint: "name a pack that is stored in a file",
      }),
    ]);
  const content = withCases(pack, own?.content ?? null, missing, pointTo(path.dirname(name)), engine.alias);
  return [name, formatRules(JSON.stringify(content), name)];
}
