import { diagnostic, type Diagnostic } from "../common/diagnostic.js";
import type { ChangedFile, FindingKind, ReviewedPack, ReviewFinding } from "./reviewed.js";
import { passes, type TestedCase, type TestedPack } from "../testing/tested.js";
import { describeOutcome } from "../testing/describe-outcome.js";
import type { RevisionRules } from "./revision-rules.js";

const keyOf = ({ code, file, path, message }: Diagnostic): string => JSON.stringify([code, file, path, message]);

/** Reports check findings for changed files, new ones for other files, and all errors where they prevent a review. */
export function checkFindings(
  files: readonly ChangedFile[],
  base: RevisionRules,
  head: RevisionRules,
): readonly ReviewFinding[] {
  const changed = new Set(files.map(({ file }) => file));
  const before = new Set(base.diagnostics.map(keyOf));
  const isToldAnyway = ({ file, severity }: Diagnostic) =>
    (file !== null && changed.has(file)) || (head.program === null && severity === "error");
  return head.diagnostics
    .filter((found) => isToldAnyway(found) || !before.has(keyOf(found)))
    .map((found) => ({
      ...found,
      kind: found.code === "rule-expired" ? "expired" : found.severity === "error" ? "error" : "warning",
    }));
}

/** Removes check findings about cases that also fail, and proofs that repeat a check. */
export function withoutRepeats(
  findings: readonly ReviewFinding[],
  packs: readonly ReviewedPack[],
): readonly ReviewFinding[] {
  const cases = packs.flatMap(({ tested }) => tested?.cases ?? []);
  const caseAround = ({ file, line }: ReviewFinding) =>
    cases
      .filter((entry) => entry.file === file && (entry.line ?? 0) <= (line ?? 0))
      .toSorted((left, right) => (left.line ?? 0) - (right.line ?? 0))
      .at(-1);
  const checked = new Set(findings.flatMap((found) => (found.kind === "error" ? [keyOf(found)] : [])));
  return findings.filter((found) => {
    if (found.kind === "proof" && checked.has(keyOf(found))) return false;
    const around = found.code === "bad-case" ? caseAround(found) : undefined;
    return around === undefined || passes(around);
  });
}

/** Reports failing cases and coverage gaps, except those that base already had. */
export function testFindings(packs: readonly ReviewedPack[], before: readonly TestedPack[]): readonly ReviewFinding[] {
  return packs.flatMap(({ pack, tested, differed }) => {
    if (tested === null) return [];
    const base = before.find((entry) => entry.pack === (differed?.was ?? pack));
    const failed = new Set(base?.cases.filter((entry) => !passes(entry)).map(failureOf));
    const found = new Set(base?.findings.map(coverageOf));
    return [
      ...tested.cases.filter((entry) => !passes(entry) && !failed.has(failureOf(entry))).map(caseFinding),
      ...tested.findings.filter((entry) => !found.has(coverageOf(entry))).map((entry) => withKind(entry, "coverage")),
    ];
  });
}

/** Key of a failure: the same case for the same release fails for the same reasons. */
function failureOf({ name, target, differences, diagnostics }: TestedCase): string {
  return JSON.stringify([name, target, differences, diagnostics.map(({ code, message }) => [code, message])]);
}

const coverageOf = ({ code, message }: Diagnostic): string => JSON.stringify([code, message]);

function caseFinding(entry: TestedCase): ReviewFinding {
  const { name, file, line, column, differences, diagnostics } = entry;
  const [reason, ...others] = [
    ...differences.map(
      ({ path, expected, actual }) =>
        `${path}: expected ${describeOutcome(path, expected)}, got ${describeOutcome(path, actual)}`,
    ),
    ...diagnostics.map(({ message }) => message),
  ];
  const more = others.length === 0 ? "" : `, and ${others.length} more`;
  const hint = "fix the rule if this is unintended; otherwise update the case";
  return withKind(
    diagnostic("case-failed", `\`${name}\` failed: ${reason}${more}`, { file, line, column, hint }),
    "case",
  );
}

function withKind(found: Diagnostic, kind: FindingKind): ReviewFinding {
  return { ...found, kind };
}

const about: readonly FindingKind[] = ["unstated", "behavior", "unproved"];

/** Orders findings: behavior changes first, since everything else follows from them; then by file, line and column. */
export function byWeight(left: ReviewFinding, right: ReviewFinding): number {
  const rank = ({ kind }: ReviewFinding) => (about.includes(kind) ? about.indexOf(kind) : about.length);
  return rank(left) - rank(right) || byPlace(left, right);
}

function byPlace(left: Diagnostic, right: Diagnostic): number {
  const file = (left.file ?? "").localeCompare(right.file ?? "", "en");
  return file || (left.line ?? 0) - (right.line ?? 0) || (left.column ?? 0) - (right.column ?? 0);
}
