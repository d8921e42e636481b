import type { Compared, Difference } from "../../compare/compared.js";
import { markdownCode, markdownTable, markdownText } from "../markdown/markdown-text.js";
import {
  explanationText,
  headline,
  idleSurroundings,
  predictedBy,
  serverLine,
  surroundingText,
  valueText,
} from "./messages.js";

/** Renders a comparison as Markdown. */
export function compareMarkdown(compared: Compared): string {
  const { differences, unknownFields, startsAsPredicted } = compared;
  const idle = idleSurroundings(compared);
  const head = ["field", "server", "predicted", "predicted by", "why"];
  const blocks = [
    `**${headline(compared, markdownCode(compared.target))}**`,
    markdownText(serverLine(compared)),
    ...(startsAsPredicted ? [] : ["Predicted: this deployment will not start."]),
    ...(differences.length === 0
      ? []
      : [
          markdownTable(
            head,
            differences.map((difference) => cells(difference, compared)),
          ),
        ]),
    ...(idle.length === 0
      ? []
      : [
          "Other differences of the server, without effect on the compared fields:",
          idle.map((entry) => `- ${markdownText(surroundingText(entry))}`).join("\n"),
        ]),
    ...(unknownFields.length === 0
      ? []
      : [
          `Fields that documents of this release do not have (not compared): ${unknownFields.map(markdownCode).join(", ")}`,
        ]),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function cells(difference: Difference, compared: Compared): readonly string[] {
  const { path, predicted, reported, rule, explanation } = difference;
  const from = predictedBy(difference, compared);
  return [
    markdownCode(path),
    markdownCode(valueText(reported)),
    markdownCode(valueText(predicted)),
    from === null ? "–" : rule === null ? markdownText(from) : markdownCode(from),
    markdownText(explanationText(explanation)),
  ];
}
