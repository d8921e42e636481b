import { escapeControls } from "../../common/printable.js";
import { count } from "../../common/count.js";
import type { Colors, Style } from "./style.js";
import { findingsOf, isClean, passes, type Tested, type TestedCase, type TestedPack } from "../../testing/tested.js";
import { describeOutcome } from "../../testing/describe-outcome.js";
import { diagnosticText } from "./text-diagnostic.js";

/** Renders a test run for a terminal; only problems if `quiet`. */
export function testText(tested: Tested, { colors, quiet }: Style & { readonly quiet: boolean }): string {
  const packs = quiet
    ? tested.packs.filter((pack) => findingsOf(pack).length > 0 || !pack.cases.every(passes))
    : tested.packs;
  const parts = packs.map((pack) => packText(pack, tested, colors, quiet));
  const findings = tested.findings.map((entry) => diagnosticText(entry, tested.line, colors));
  return [
    ...(quiet ? [] : [`${opening(tested)}\n\n`]),
    ...parts,
    ...findings,
    ...(quiet ? [] : [`\n${summary(tested, colors)}`]),
  ].join("");
}

function packText(tested: TestedPack, { line }: Tested, colors: Colors, quiet: boolean): string {
  const { pack, file, cases, coverage, unseen } = tested;
  const findings = findingsOf(tested);
  const passed = cases.filter(passes).length;
  const isFine = passed === cases.length && findings.length === 0;
  const { seen, total } = coverage.branches;
  const head = `${isFine ? colors.green("✓") : colors.red("✗")} ${colors.bold(pack)}  ${passed} of ${cases.length} cases pass, ${count(coverage.rules.length, "rule")}, ${seen} of ${total} branches covered${mutantsText(tested)}`;
  const failed = cases.filter((entry) => !passes(entry)).map((entry) => caseText(entry, line, colors));
  const place = ({ line: at, column }: { line: number | null; column: number | null }) =>
    [file ?? pack, at, column].filter((part) => part !== null).join(":");
  const branches = unseen.map(
    (branch) =>
      `    ${place(branch)}: ${colors.cyan("note")}: \`${escapeControls(branch.text)}\` is ${branch.never} in no case`,
  );
  return [
    `${head}\n`,
    ...failed,
    ...findings.map((entry) => diagnosticText(entry, line, colors, "    ")),
    ...(quiet ? [] : branches.map((text) => `${text}\n`)),
  ].join("");
}

function caseText(entry: TestedCase, line: Tested["line"], colors: Colors): string {
  const place = [entry.file, entry.line, entry.column].filter((part) => part !== null).join(":");
  const differences = entry.differences.map(
    ({ path, expected, actual }) =>
      `      ${escapeControls(path)}\n` +
      `        expected  ${colors.green(escapeControls(describeOutcome(path, expected)))}\n` +
      `        actual    ${colors.red(escapeControls(describeOutcome(path, actual)))}\n`,
  );
  const reasons = entry.diagnostics.map((found) => diagnosticText(found, line, colors, "      "));
  return [
    `    ${colors.red("✗")} ${escapeControls(entry.name)}  ${colors.dim(escapeControls(place))}\n`,
    ...differences,
    ...reasons,
  ].join("");
}

/** The release for which cases run, if it is the same for all. */
function opening({ packs, target }: Tested): string {
  const others = packs.flatMap(({ cases }) => cases).filter((entry) => entry.target !== target).length;
  return `${count(packs.length, "pack")} for ${target}${others === 0 ? "" : `; ${count(others, "case")} for the releases that they name`}`;
}

function summary(tested: Tested, colors: Colors): string {
  const cases = tested.packs.flatMap((pack) => pack.cases);
  const failed = cases.filter((entry) => !passes(entry)).length;
  const findings = tested.findings.length + tested.packs.reduce((sum, pack) => sum + findingsOf(pack).length, 0);
  const parts = [`${count(tested.packs.length, "pack")}, ${count(cases.length, "case")}`];
  const outcome = isClean(tested)
    ? "all pass"
    : [...(failed > 0 ? [`${failed} failed`] : []), ...(findings > 0 ? [count(findings, "finding")] : [])].join(", ");
  return `${isClean(tested) ? colors.green(`${parts.join()}: ${outcome}`) : colors.red(`${parts.join()}: ${outcome}`)}\n`;
}

/** Renders `25 of 27 mutants caught`, or nothing if mutation was not requested. */
function mutantsText({ mutants }: TestedPack): string {
  if (mutants === undefined) return "";
  const { caught, equivalent, missed } = mutants;
  const rest = equivalent === 0 ? "" : ` (${equivalent} more are equivalent)`;
  return `, ${caught} of ${count(caught + missed.length, "mutant")} caught${rest}`;
}
