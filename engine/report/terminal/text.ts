import { escapeControls } from "../../common/printable.js";
import { findRule } from "../../explain/find-rule.js";
import { effectiveConfiguration } from "../../explain/effective.js";
import { effectiveLines } from "./text-effective.js";
import { documentLines } from "./text-document.js";
import { changeLines } from "./text-changes.js";
import { packLines } from "./text-packs.js";
import { conditionLines } from "./text-condition.js";
import type { Evaluated } from "../../explain/evaluated.js";
import type { Printed } from "../printed.js";
import type { Style } from "./style.js";
import { wrap } from "./wrap.js";
import { readPath } from "../../common/path.js";
import { targetText } from "../../packs/target.js";

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
  if (built === null || serving === null) return [];
  const configuration = effectiveConfiguration(evaluated, serving.overview);
  return configuration === null ? [] : effectiveLines(configuration, serving.overview, style);
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

/** Renders flags without a field, which are passed to vLLM unchanged. */
function otherFlagLines({ built }: Evaluated, { colors }: Style): readonly string[] {
  const passed = (built?.otherFlags ?? []).filter(({ known, note }) => known && note === null);
  if (passed.length === 0) return [];
  return [
    colors.bold("not part of the configuration document, passed through"),
    ...passed.map(({ origin }) => `  ${escapeControls(origin.text)}`),
  ];
}

/** Renders the logs of rules, one on each line, with the code that scripts can rely on. */
function logLines({ result: { logs } }: Evaluated, { colors }: Style): readonly string[] {
  if (logs.length === 0) return [];
  const paint = { debug: colors.dim, info: colors.cyan, warning: colors.yellow, error: colors.red };
  const width = Math.max(...logs.map(({ level }) => level.length));
  const lines = logs.map(
    ({ level, message, code }) =>
      `  ${paint[level](level.padEnd(width))}  ${escapeControls(message)}  ${colors.dim(code)}`,
  );
  return [colors.bold("logs"), ...lines];
}

/** Renders the model, its architecture and the target. */
function headline({ before, rules: { engine, target } }: Evaluated, { colors }: Style): readonly string[] {
  const model = readPath(before, engine.modelName);
  const architecture = readPath(before, engine.dispatch);
  const parts = [
    ...(typeof model === "string" ? [colors.bold(escapeControls(model))] : []),
    typeof architecture === "string" ? escapeControls(architecture) : "no architecture",
    targetText(target),
  ];
  return [parts.join(colors.dim("  ·  "))];
}
