import { escapeControls } from "../../common/printable.js";
import type { Compared, Difference } from "../../compare/compared.js";
import type { Style } from "../terminal/style.js";
import { wrap } from "../terminal/wrap.js";
import {
  explanationText,
  headline,
  idleSurroundings,
  predictedBy,
  serverLine,
  surroundingText,
  valueText,
} from "./messages.js";

/** Renders a comparison for a terminal. */
export function compareText(compared: Compared, style: Style): string {
  const { colors } = style;
  const { differences, unknownFields, startsAsPredicted } = compared;
  const title = differences.length === 0 ? colors.green(headline(compared)) : colors.bold(headline(compared));
  const idle = idleSurroundings(compared);
  const blocks = [
    [
      title,
      colors.dim(escapeControls(serverLine(compared))),
      ...(startsAsPredicted ? [] : [colors.yellow("predicted: this deployment will not start")]),
    ],
    ...differences.map((difference) => differenceLines(difference, compared, style)),
    idle.length === 0
      ? []
      : [
          colors.bold("other differences of the server, without effect on the compared fields"),
          ...wrap(escapeControls(idle.map(surroundingText).join("; ")), "  ", style),
        ],
    unknownFields.length === 0
      ? []
      : [
          colors.bold("fields that documents of this release do not have (not compared)"),
          ...wrap(escapeControls(unknownFields.join(", ")), "  ", style),
        ],
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

function differenceLines(difference: Difference, compared: Compared, style: Style): readonly string[] {
  const { colors } = style;
  const { path, predicted, reported, rule, explanation } = difference;
  const from = predictedBy(difference, compared);
  const paint = explanation.kind === "unknown" ? colors.yellow : colors.green;
  return [
    `${colors.bold(escapeControls(path))}  ${valueText(reported)} on the server, ${valueText(predicted)} predicted`,
    ...(from === null ? [] : [`  predicted by  ${rule === null ? colors.dim(from) : colors.cyan(from)}`]),
    ...(rule?.why == null ? [] : wrap(rule.why, "                ", style)),
    `  ${label[explanation.kind].padEnd(12)}  ${paint(escapeControls(explanationText(explanation)))}`,
  ];
}

const label = {
  caused: "explained by",
  "caused-together": "explained",
  "would-follow": "perhaps",
  "not-said": "open",
  unknown: "unknown",
} as const;
