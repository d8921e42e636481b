import type { Json } from "../../common/json.js";
import { count } from "../../common/count.js";
import { documentDiff, type DiffLine } from "../../diff/document-diff.js";
import { effectRulesText, plainValue, unprovedText, witnessValue } from "../../diff/difference-messages.js";
import type { Effect } from "../../diff/differed.js";
import { failures, type Reviewed, type ReviewedPack, type ReviewFinding } from "../../review/reviewed.js";
import { passes } from "../../testing/tested.js";
import { fence } from "../markdown/fence.js";
import { htmlLine, markdownCode, markdownParagraph, markdownTable, markdownText } from "../markdown/markdown-text.js";
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
import { effectText } from "../../diff/difference-messages.js";

/** GitHub's limit for a comment in characters; counted here in bytes, which are at least as many. */
const longestComment = 65_536;

/** Renders a review as a pull request comment: the verdict first, details folded. */
export function reviewMarkdown(reviewed: Reviewed): string {
  const { base, head, target, packs, findings, gaps, playground } = reviewed;
  const mark = failures(reviewed).length > 0 ? "❌" : "✅";
  const parts = [
    `## ${mark} fettle review: ${verdictText(reviewed)}`,
    [
      `${markdownText(base)} → ${markdownText(head)}`,
      ...(target === "" ? [] : [markdownCode(releasesText(reviewed))]),
      `${count(reviewed.files.length, "file")} changed`,
    ].join(" · "),
    ...(packs.length === 0 ? [] : [overview(packs)]),
    ...(playground === null ? [] : [`[Try it on your own deployment](${playground})`]),
    ...gaps.map((gap) => `⚠️ ${markdownText(gap)}`),
    ...packs.flatMap(effectsOf),
    ...(findings.length === 0 ? [] : [findingsTable(reviewed)]),
  ];
  return fit(parts);
}

function overview(packs: readonly ReviewedPack[]): string {
  const rows = packs.map((pack) => [
    markdownCode(pack.pack),
    markdownText(statusText(pack)),
    `${isGreen(pack) ? "✅" : "❌"} ${casesText(pack) ?? "not run"}`,
    behaviorText(pack) ?? "not compared",
    proofsText(pack) ?? "",
  ]);
  return markdownTable(["pack", "status", "cases", "behavior", "proofs"], rows);
}

function isGreen({ tested }: ReviewedPack): boolean {
  return tested !== null && tested.findings.length === 0 && tested.cases.every(passes);
}

/**
 * Renders a pack's changes, then each effect folded under its summary, the first unfolded. Effects of an included pack
 * are reported there.
 */
function effectsOf(pack: ReviewedPack): readonly string[] {
  const { differed, status } = pack;
  if (differed === null || status === "runs-changed") return [];
  const indent = (text: string) => (text.startsWith(" ") ? "  " : "");
  const changes = changeLines(pack).map((text) => `${indent(text)}- ${markdownParagraph(text.trim())}`);
  const undecided = differed.unproved.map((entry) => `not decided: ${unprovedText(entry)}`);
  const unproved = openProofs(pack).map(({ text }) => text);
  const open = [...undecided, ...unproved].map((text) => `⚠️ ${markdownText(text)}`);
  return [
    [`### ${markdownCode(pack.pack)}`, ...(changes.length === 0 ? [] : [changes.join("\n")])].join("\n\n"),
    ...differed.effects.map((effect, index) => effectPart(effect, index === 0)),
    ...open,
  ];
}

function effectPart(effect: Effect, isOpen: boolean): string {
  const where = markdownTable(
    ["for a document with", "value"],
    effect.document.map((line) => [markdownCode(line.path), markdownCode(witnessValue(line))]),
  );
  const outcome = markdownTable(
    ["result", "before", "after"],
    effect.outcome.map(({ kind, name, ...row }) => [
      `${kind} ${markdownCode(name)}`,
      side(row.before),
      side(row.after),
    ]),
  );
  const rules = effectRulesText(effect).map((text) => `- ${markdownParagraph(text)}`);
  const summary = `<details${isOpen ? " open" : ""}><summary>${htmlLine(effectText(effect))}</summary>`;
  const lines = documentDiff(effect).map(({ kind, text }) => `${marks[kind]}${text}`);
  const diff = lines.length === 0 ? [] : ["The document after the rules:", fence(lines, "diff")];
  const parts = [summary, effect.document.length === 0 ? "For an empty document:" : where, outcome, ...diff];
  return [...parts, ...(rules.length === 0 ? [] : [rules.join("\n")]), "</details>"].join("\n\n");
}

/** What begins a line in a fenced block of kind `diff`. */
const marks: Readonly<Record<DiffLine["kind"], string>> = { both: " ", before: "-", after: "+", gap: " " };

function side(value: Json | undefined): string {
  return value === undefined ? "nothing" : markdownCode(plainValue(value));
}

function findingsTable(reviewed: Reviewed): string {
  const marked = (found: ReviewFinding) => (reviewed.failOn.includes(found.kind) ? `❌ ${found.kind}` : found.kind);
  const told = ({ message, hint }: ReviewFinding) => `${markdownText(message)}<br>${markdownText(hint)}`;
  const rows = reviewed.findings.map((found) => [marked(found), place(found), told(found)]);
  const table = (some: readonly (readonly string[])[]) => markdownTable(["finding", "place", "what"], some);
  if (rows.length <= 5) return table(rows);
  return `<details><summary>${count(rows.length, "finding")}</summary>\n\n${table(rows)}\n\n</details>`;
}

function place({ file, line }: ReviewFinding): string {
  return file === null ? "" : markdownCode([file, line].filter((part) => part !== null).join(":"));
}

/** Takes as many whole parts as fit in a comment, and states what was omitted. */
function fit(parts: readonly string[]): string {
  const whole = `${parts.join("\n\n")}\n`;
  if (Buffer.byteLength(whole) <= longestComment) return whole;
  const word = (left: number) =>
    `\n\n⚠️ **${count(left, "part")} of this review omitted**: a comment is limited to 65,536 characters. The HTML page and the JSON report are complete.\n`;
  const room = longestComment - Buffer.byteLength(word(parts.length));
  const kept: string[] = [];
  let used = 0;
  for (const part of parts) {
    const size = Buffer.byteLength(part) + 2;
    if (used + size <= room) kept.push(part);
    else continue;
    used += size;
  }
  return kept.join("\n\n") + word(parts.length - kept.length);
}
