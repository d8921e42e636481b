import { FettleError, type Diagnostic } from "../common/diagnostic.js";
import { version } from "../common/version.js";
import type { Checked } from "../packs/check/checked.js";
import { targetText } from "../packs/target.js";
import { chooseRules, type RuleChoice } from "./choose-rules.js";
import { lineReader } from "./line-reader.js";
import { loadProgram } from "./load-program.js";
import { findProject } from "./project.js";
import { findPlaces } from "./rule-places.js";
import { shippedRules } from "./shipped-rules.js";
import { systemDay } from "./system-day.js";

export interface CheckOptions extends RuleChoice {
  /** Files and folders to check; defaults to the project's own rules, otherwise those shipped with the package. */
  readonly places?: readonly string[] | undefined;
  /** The date by which `expires` is judged, as YYYY-MM-DD; defaults to today. */
  readonly today?: string | undefined;
}

/**
 * Checks packs, cases, claims and sets: names, types, operators, expressions, guards, dead and expired rules.
 *
 * @throws FettleError if a place cannot be read, or the set or target does not exist.
 */
export async function checkRules({ places: named = [], today, ...choice }: CheckOptions = {}): Promise<Checked> {
  const chosen = chooseRules(choice, await findProject());
  const own = chosen.rules;
  const places = await findPlaces(named.length > 0 ? named : own.length > 0 ? own : [shippedRules()]);
  const { program, diagnostics } = await loadProgram(
    { ...chosen, rules: [...own, ...places.rules], thorough: true, today: today ?? systemDay() },
    { isMeant: places.has },
  );
  const unplaced = diagnostics.filter(({ file }) => file === null);
  if (unplaced.some(({ severity }) => severity === "error")) throw new FettleError(unplaced);
  return {
    diagnostics: diagnostics.filter(({ file }) => file !== null && places.has(file)).toSorted(byPlace),
    unplaced,
    target: program === null ? null : targetText(program.linked.target),
    files: Object.keys(places.files),
    line: lineReader(),
    version: version(),
  };
}

function byPlace(left: Diagnostic, right: Diagnostic): number {
  const [one, other] = [left.file ?? "", right.file ?? ""];
  if (one !== other) return one < other ? -1 : 1;
  return (left.line ?? 0) - (right.line ?? 0) || (left.column ?? 0) - (right.column ?? 0);
}
