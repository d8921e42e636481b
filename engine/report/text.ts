import { escapeControls } from "../lang/template.js";
import { documentLines } from "./text-document.js";
import { changeLines } from "./text-changes.js";
import { headline } from "./text-headline.js";
import { logLines } from "./text-logs.js";
import { otherFlagLines } from "./text-other-flags.js";
import { packLines } from "./text-packs.js";
import { conditionLines } from "./text-condition.js";
import type { Evaluated } from "./evaluated.js";
import type { Printed } from "./index.js";
import type { Style } from "./style.js";
import { wrap } from "./wrap.js";

/** The evaluation for a reader at a terminal: what failed or changed first, what was passed through last. */
export function reportText(evaluated: Evaluated, style: Style): Printed {
  const sections = [
    headline(evaluated, style),
    failureLines(evaluated, style),
    changeLines(evaluated, style),
    logLines(evaluated, style),
    evaluated.wholeDocument ? documentLines(evaluated, style) : [],
    packLines(evaluated, style),
    otherFlagLines(evaluated, style),
    evaluated.result.trace === undefined ? [] : traceLines(evaluated, style),
  ];
  return { text: `${sections.filter((lines) => lines.length > 0).map((lines) => lines.join("\n")).join("\n\n")}\n` };
}

function failureLines({ result: { error }, rules }: Evaluated, style: Style): readonly string[] {
  if (error === null) return [];
  const { colors } = style;
  const rule = [...rules.packs.values()].flatMap((pack) => pack.rules).find(({ id }) => id === error.rule);
  const place = error.path === undefined ? "" : ` at ${error.path}`;
  return [
    `${colors.bold(colors.red("failed"))}: ${escapeControls(error.message)}`,
    ...(error.rule === null ? [`  ${colors.dim(error.code)}${place}`] : [`  ${colors.cyan(error.rule)}${colors.dim(` ${error.code}`)}${place}`]),
    ...(rule?.rule.why === undefined ? [] : wrap(rule.rule.why, "  ", style)),
  ].map((line) => line.trimEnd());
}

function traceLines({ trace }: Evaluated, style: Style): readonly string[] {
  const { colors } = style;
  const rules = trace.flatMap(({ rule, fired, when }) => [
    `  ${fired ? colors.green("ran    ") : colors.dim("skipped")}  ${rule}`,
    ...(when === undefined ? [] : conditionLines(when, style).map((line) => `    ${line}`)),
  ]);
  return [colors.bold("trace"), ...rules];
}
