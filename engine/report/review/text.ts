import { must } from "../../common/must.js";
import { escapeControls } from "../../common/printable.js";
import { count } from "../../common/count.js";
import { effectRulesText, outcomeText, unprovedText, witnessValue } from "../../diff/difference-messages.js";
import { isProvedSame, type Effect } from "../../diff/differed.js";
import { markOf } from "../proof-messages.js";
import {
  failures,
  type FindingKind,
  type Reviewed,
  type ReviewedPack,
  type ReviewFinding,
} from "../../review/reviewed.js";
import type { Colors, Style } from "../terminal/style.js";
import { passes } from "../../testing/tested.js";
import { diagnosticText } from "../terminal/text-diagnostic.js";
import {
  behaviorText,
  casesText,
  changeLines,
  openProofs,
  proofsText,
  releasesText,
  statusText,
  verdictText,
} from "./words.js";

/** Findings already reported in a pack's block. */
const toldByPack: readonly FindingKind[] = ["behavior", "unstated", "unproved"];

/** Renders a review for a terminal. */
export function reviewText(reviewed: Reviewed, { colors }: Style): string {
  const { base, head, target, packs, findings, gaps, playground } = reviewed;
  const others = findings.filter(({ kind }) => !toldByPack.includes(kind));
  const blocks = [
    colors.bold(
      [`${base} → ${head}`, ...(target === "" ? [] : [releasesText(reviewed)])].map(escapeControls).join("  ·  "),
    ),
    ...packs.map((pack) => packText(pack, findings, colors)),
    ...(others.length === 0
      ? []
      : [
          others
            .map((found) => findingText(found, reviewed, colors))
            .join("")
            .trimEnd(),
        ]),
    ...gaps.map((gap) => `${colors.yellow("skipped")}: ${escapeControls(gap)}`),
    ...(playground === null ? [] : [`try it: ${playground}`]),
    summary(reviewed, colors),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function packText(pack: ReviewedPack, findings: Reviewed["findings"], colors: Colors): string {
  const { tested, differed, status } = pack;
  const isGreen = tested !== null && tested.findings.length === 0 && tested.cases.every(passes);
  const cases = casesText(pack);
  const behavior = behaviorText(pack);
  const proofs = proofsText(pack);
  const unstated = findings.filter(({ kind, file }) => kind === "unstated" && file === pack.file).length;
  const isSame = differed === null || isProvedSame(differed);
  return [
    `${colors.bold(pack.pack)}  ${escapeControls(statusText(pack))}`,
    ...changeLines(pack).map((text) => `    ${colors.dim(text)}`),
    ...(cases === null ? [] : [`  ${isGreen ? colors.green("✓") : colors.red("✗")} ${cases}`]),
    ...(behavior === null ? [] : [`  ${isSame ? colors.green("=") : colors.yellow("≠")} ${behavior}`]),
    ...(status === "runs-changed" ? [] : (differed?.effects ?? [])).flatMap((effect) => effectLines(effect, colors)),
    ...(unstated === 0
      ? []
      : [
          `    ${colors.green("help")}: ${unstated === 1 ? "no case states this difference; if it is" : `no case states ${unstated} of these differences; if they are`} intended, add a case with the document`,
        ]),
    ...(proofs === null
      ? []
      : [
          `  ${must(pack.proved, "proved").proofs.some(({ finding }) => finding !== null) ? colors.red("✗") : colors.green("✓")} ${proofs}`,
        ]),
    ...openProofs(pack).map(({ proof, text }) => `    ${colors.yellow(markOf(proof))} ${escapeControls(text)}`),
    ...(status === "runs-changed" ? [] : (differed?.unproved ?? [])).map(
      (entry) => `    ${colors.yellow("not decided")}  ${unprovedText(entry)}`,
    ),
  ].join("\n");
}

/** Renders a difference, its smallest witness, and the rules that cause it. */
function effectLines(effect: Effect, colors: Colors): readonly string[] {
  const width = Math.max(0, ...effect.document.map(({ path }) => path.length));
  return [
    ...effect.outcome.map((entry) => `    ${colors.bold(outcomeText(entry))}`),
    ...(effect.document.length === 0
      ? ["      for an empty document"]
      : effect.document.map(
          (line, index) =>
            `      ${index === 0 ? "where" : "     "}  ${escapeControls(line.path.padEnd(width))}  ${witnessValue(line)}`,
        )),
    ...(effect.fails === null ? [] : [`      which fails with ${escapeControls(effect.fails)} both before and now`]),
    ...effectRulesText(effect).map((text) => `      ${colors.dim(text)}`),
  ];
}

function findingText(found: ReviewFinding, { line, failOn }: Reviewed, colors: Colors): string {
  const text = diagnosticText(found, line, colors);
  return failOn.includes(found.kind) ? text : colors.dim(text);
}

function summary(reviewed: Reviewed, colors: Colors): string {
  const failed = failures(reviewed);
  const kinds = [...new Set(failed.map(({ kind }) => kind))];
  const text = `${count(reviewed.files.length, "file")} changed, ${count(reviewed.packs.length, "pack")} reviewed: ${verdictText(reviewed)}${kinds.length === 0 ? "" : ` (${kinds.join(", ")})`}`;
  return failed.length === 0 ? colors.green(text) : colors.red(text);
}
