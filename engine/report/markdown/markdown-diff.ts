import { fence } from "./fence.js";
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
import type { Differed, DifferedPack, Effect } from "../../diff/differed.js";
import { escapeControls } from "../../common/printable.js";
import { diagnosticLine } from "../../common/diagnostic.js";
import { htmlLine, markdownCode, markdownParagraph, markdownText } from "./markdown-text.js";

/** Renders a difference as a pull request comment. */
export function diffMarkdown(differed: Differed): string {
  const { packs, fleet } = differed;
  return [
    `## Behavior: ${markdownText(sidesText(differed))}`,
    markdownParagraph(summaryText(differed)),
    ...packs.flatMap((pack) => packParts(pack, differed)),
    ...(fleet === null || fleet.touched.length === 0
      ? []
      : [
          details(
            `${fleet.touched.length} of ${fleet.documents} documents in the fleet`,
            fleet.touched.flatMap(({ name, differences }) =>
              differences.map((entry) => `${name}: ${outcomeText(entry)}`),
            ),
          ),
        ]),
    ...(fleet === null || fleet.findings.length === 0
      ? []
      : [
          details(
            "Not read",
            fleet.findings.map((entry) => diagnosticLine(entry)),
          ),
        ]),
  ]
    .map((part) => `${part}\n`)
    .join("\n");
}

function packParts(pack: DifferedPack, differed: Differed): readonly string[] {
  const mark = {
    same: "✅",
    "same-apart-from-ledger": "✅",
    "same-apart-from-codes": "⚠️",
    differs: "❌",
    "not-proved": "❔",
  }[pack.verdict];
  const rules = pack.rules.flatMap((rule) => [
    ruleChangeText(rule),
    ...rule.parts.map((part) => `  ${partText(part)}`),
  ]);
  const codes = pack.codes.map(({ before, after }) => `code ${before} → ${after}`);
  const changes = [...codes, ...pack.parts.map(partText), ...rules];
  const open = pack.unproved.map((entry) => `- ${markdownParagraph(unprovedText(entry))}`);
  return [
    `### ${mark} ${markdownText(pack.pack)}`,
    `${verdictText(pack)} · ${markdownCode(pack.file ?? pack.pack)} · ${markdownText(statusText(pack))}`,
    ...(changes.length === 0 ? [] : [fence(changes)]),
    ...pack.effects.flatMap((effect) => effectParts(effect, differed)),
    ...(open.length === 0 ? [] : [["Not decided:", ...open].join("\n")]),
  ];
}

function effectParts(effect: Effect, differed: Differed): readonly string[] {
  const fleet = fleetText(effect.fleet, differed);
  const document = effect.document.map((line) => `${escapeControls(line.path)}: ${witnessValue(line)}`);
  const rules = [...effectRulesText(effect), ...(fleet === null ? [] : [fleet])];
  return [
    effect.outcome.map((entry) => `- ${markdownCode(outcomeText(entry))}`).join("\n"),
    markdownParagraph(witnessText(effect)),
    ...(document.length === 0 ? [] : [fence(document)]),
    rules
      .map((line) => `${markdownParagraph(line)}  `)
      .join("\n")
      .trimEnd(),
  ].filter((part) => part !== "");
}

function details(summary: string, lines: readonly string[]): string {
  return `<details><summary>${htmlLine(summary)}</summary>\n\n${fence(lines)}\n\n</details>`;
}
