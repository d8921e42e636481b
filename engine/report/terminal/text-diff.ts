import { escapeControls } from "../../common/printable.js";
import { unreadText } from "./unread.js";
import {
  effectRulesText,
  fleetText,
  outcomeText,
  partText,
  ruleChangeText,
  sidesText,
  statusText,
  summaryText,
  unprovedText,
  verdictText,
  witnessText,
  witnessValue,
} from "../../diff/difference-messages.js";
import { isHarmless, type Differed, type DifferedPack, type Effect } from "../../diff/differed.js";
import type { Colors, Style } from "./style.js";

/** Renders a difference for a terminal. */
export function diffText(differed: Differed, { colors }: Style): string {
  const summary = summaryText(differed);
  const paint = isHarmless(differed) ? colors.green : colors.bold;
  return [
    `${colors.bold(sidesText(differed))}\n`,
    ...differed.packs.map((pack) => `\n${packText(pack, differed, colors)}`),
    ...untold(differed, colors),
    `\n${paint(summary)}\n`,
  ].join("");
}

function packText(pack: DifferedPack, differed: Differed, colors: Colors): string {
  const mark = {
    same: colors.green("✓"),
    "same-apart-from-ledger": colors.green("✓"),
    "same-apart-from-codes": colors.yellow("!"),
    differs: colors.red("✗"),
    "not-proved": colors.yellow("?"),
  }[pack.verdict];
  const lines = [
    `${mark} ${colors.bold(pack.pack)}  ${verdictText(pack)}`,
    `  ${colors.dim(escapeControls(`${pack.file ?? ""}  ${statusText(pack)}`.trim()))}`,
    ...pack.codes.map(({ before, after }) => `  code ${escapeControls(before)} → ${escapeControls(after)}`),
    ...pack.parts.map((part) => `  ${partText(part)}`),
    ...pack.rules.flatMap((rule) => [
      `  ${ruleChangeText(rule)}`,
      ...rule.parts.map((part) => `    ${colors.dim(partText(part))}`),
    ]),
    ...pack.effects.flatMap((effect) => ["", ...effectLines(effect, differed, colors)]),
    ...(pack.unproved.length === 0 ? [] : [""]),
    ...pack.unproved.map((entry) => `  ${colors.yellow("not decided")}  ${unprovedText(entry)}`),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

function effectLines(effect: Effect, differed: Differed, colors: Colors): readonly string[] {
  const fleet = fleetText(effect.fleet, differed);
  return [
    ...effect.outcome.map((outcome) => `  ${colors.bold(outcomeText(outcome))}`),
    `    ${witnessText(effect)}`,
    ...effect.document.map((line) => `      ${escapeControls(line.path)}: ${witnessValue(line)}`),
    ...effectRulesText(effect).map((text) => `    ${colors.dim(text)}`),
    ...(fleet === null ? [] : [`    ${fleet}`]),
  ];
}

/** Renders the documents in the fleet, and those that could not be read. */
function untold({ fleet }: Differed, colors: Colors): readonly string[] {
  if (fleet === null) return [];
  const touched = fleet.touched.flatMap(({ name, differences }) => [
    `  ${escapeControls(name)}`,
    ...differences.map((entry) => `    ${outcomeText(entry)}`),
  ]);
  return [
    ...(touched.length === 0 ? [] : [`\n${colors.bold("fleet")}\n`, ...touched.map((line) => `${line}\n`)]),
    ...unreadText(fleet.findings, colors).map((text) => `\n${text}\n`),
  ];
}
