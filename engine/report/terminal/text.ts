import { escapeControls } from "../../common/printable.js";
import { findRule } from "../../explain/find-rule.js";
import { effectiveConfiguration } from "../../explain/effective.js";
import { effectiveLines } from "./text-effective.js";
import { documentLines } from "./text-document.js";
import { changeLines } from "./text-changes.js";
import { headline } from "./text-headline.js";
import { logLines } from "./text-logs.js";
import { otherFlagLines } from "./text-other-flags.js";
import { packLines } from "./text-packs.js";
import { conditionLines } from "./text-condition.js";
import type { Evaluated } from "../../explain/evaluated.js";
import type { Printed } from "../printed.js";
import type { Style } from "./style.js";
import { wrap } from "./wrap.js";

/** Renders the evaluation for a terminal: failures and changes first, unchanged flags last. */
export function reportText(evaluated: Evaluated, style: Style): Printed {
  const sections = [
    headline(evaluated, style),
    effectiveSection(evaluated, style),
    failureLines(evaluated, style),
    changeLines(evaluated, style),
    logLines(evaluated, style),
    packLines(evaluated, style),
    otherFlagLines(evaluated, style),
    evaluated.result.trace === undefined ? [] : traceLines(evaluated, style),
    evaluated.fields === "none" ? [] : documentLines(evaluated, style),
  ];
  return {
    text: `${sections
      .filter((lines) => lines.length > 0)
      .map((lines) => lines.join("\n"))
      .join("\n\n")}\n`,
  };
}

function effectiveSection(evaluated: Evaluated, style: Style): readonly string[] {
  const { built, serving } = evaluated;
  const configuration = built === null ? null : effectiveConfiguration(evaluated);
  return configuration === null || serving === null ? [] : effectiveLines(configuration, serving.overview, style);
}

function failureLines({ result: { error }, rules, trace }: Evaluated, style: Style): readonly string[] {
  if (error === null) return [];
  const { colors } = style;
  const rule = findRule(rules, error.rule);
  const when = trace.findLast((entry) => entry.rule === error.rule)?.when;
  const code = error.code === error.rule ? [] : [error.code];
  const place = [
    ...(error.rule === null ? [] : [colors.cyan(error.rule)]),
    ...code.map(colors.dim),
    ...(error.path === undefined ? [] : [`at ${error.path}`]),
  ];
  return [
    `${colors.bold(colors.red("failed"))}: ${escapeControls(error.message)}`,
    ...(place.length === 0 ? [] : [`  ${place.join("  ")}`]),
    ...(rule?.rule.why === undefined ? [] : wrap(rule.rule.why, "  ", style)),
    ...(when === undefined ? [] : conditionLines(when, style).map((line) => `  ${line}`)),
  ];
}

function traceLines({ trace }: Evaluated, style: Style): readonly string[] {
  const { colors } = style;
  const rules = trace.flatMap(({ rule, fired, when }) => [
    `  ${fired ? colors.green("ran    ") : colors.dim("skipped")}  ${rule}`,
    ...(when === undefined ? [] : conditionLines(when, style).map((line) => `    ${line}`)),
  ]);
  return [colors.bold("trace"), ...rules];
}
