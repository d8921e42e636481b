// Checks an edited pack and compares its behavior. Loaded when the editor is opened.
import type { Diagnostic } from "../../../engine/common/diagnostic.js";
import type { JsonObject } from "../../../engine/common/json.js";
import { differingPacks } from "../../../engine/diff/differing-packs.js";
import { effectOf, type Effect } from "../../../engine/diff/effects.js";
import { aspectKey, differencesOf } from "../../../engine/diff/behavior-of-versions.js";
import { searchWitnesses } from "../../../engine/diff/search-witnesses.js";
import { versionsOf } from "../../../engine/diff/versions.js";
import { budgetOf, isOver } from "../../../engine/solver/budget.js";
import { systemDay } from "../../../engine/workspace/system-day.js";
import { programOf, type Program } from "../../../engine/workspace/load-program.js";
import { packTexts, readCaseTexts, type Texts } from "./data.js";
import { linkRules } from "./deployment.js";

/** Seconds for the search for witnesses after each change. */
const searchSeconds = 1.5;

export interface Checked {
  /** Findings in the edited files. */
  readonly diagnostics: readonly Diagnostic[];
  /** The edited rules; null if they cannot run. */
  readonly program: Program | null;
}

/** Checks edited texts as `fettle check` does. */
export async function checkEdits(edits: Texts, release: string): Promise<Checked> {
  const files = { ...packTexts, ...(await readCaseTexts()), ...edits };
  const { linked, diagnostics } = await linkRules(files, release, {
    deployments: true,
    thorough: true,
    today: systemDay(),
  });
  return {
    diagnostics: diagnostics.filter(({ file }) => file === null || Object.hasOwn(edits, file)),
    program: linked === null ? null : programOf(linked),
  };
}

/**
 * Searches for the smallest documents that edited rules treat differently, starting from a deployment's document and
 * those of cases. Not finding one proves nothing.
 */
export async function findWitnesses(
  edits: Texts,
  release: string,
  document: JsonObject | null,
): Promise<readonly Effect[]> {
  const shipped = { ...packTexts, ...(await readCaseTexts()) };
  // As in `fettle diff`: cases are partial documents, for which the stages for whole deployments would fail.
  const [before, after] = [await linkRules(shipped, release), await linkRules({ ...shipped, ...edits }, release)];
  if (before.linked === null || after.linked === null) return [];
  const [old, now] = [programOf(before.linked), programOf(after.linked)];
  const packs = differingPacks(before.linked, after.linked);
  const found: Effect[] = [];
  for (const pack of packs.filter(({ status }) => status !== "runs-changed")) {
    const versions = versionsOf(old, now, pack);
    const budget = budgetOf(searchSeconds);
    const add = (witness: JsonObject, aspect: string): void => {
      if (found.some(({ outcome }) => outcome.some((entry) => aspectKey(entry) === aspect))) return;
      const effect = effectOf(witness, aspect, pack.pack, versions, packs);
      if (effect !== null) found.push(effect);
    };
    const own = document === null ? [] : differencesOf(document, versions);
    if (document !== null) for (const difference of own) add(document, aspectKey(difference));
    for (const decision of searchWitnesses(pack, versions, () => isOver(budget)))
      if (decision.kind === "different") add(decision.document, aspectKey(decision.aspect));
  }
  return found;
}
