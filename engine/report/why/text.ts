import { isObject } from "../../common/json.js";
import { readPath } from "../../common/path.js";
import { escapeControls } from "../../common/printable.js";
import { comparisonText } from "../../language/conditions/comparison-text.js";
import { originText } from "../../explain/origin-of.js";
import { showValue } from "../../common/show-value.js";
import type { Style } from "../terminal/style.js";
import { actualText, conditionLines } from "../terminal/text-condition.js";
import { wrap } from "../terminal/wrap.js";
import { isUntilLoaded } from "../../explain/certainty.js";
import { decidingOf, type Deciding } from "../../explain/deciding.js";
import type { TracedCondition } from "../../generated/result.js";
import type { FieldHistory, Move, OtherRule } from "../../explain/explain-field.js";
import type { LinkedPacks } from "../../packs/linked.js";
import { targetText } from "../../packs/target.js";
import type { EngineAdapter } from "../../common/engine-adapter.js";

type RulesOf = Pick<LinkedPacks, "target" | "engine">;

/** Renders the history of a field for a terminal. */
export function fieldText(history: FieldHistory, { target, engine }: RulesOf, style: Style): string {
  const { colors } = style;
  const { moves, others, error, alsoAt } = history;
  const parts = [
    [
      `${colors.bold(escapeControls(history.path))} = ${error === null ? showValue(history.after, 200) : colors.red("no value: the evaluation failed")}${colors.dim("  ·  ")}${targetText(target)}`,
      ...beginning(history, engine, style),
      ...certaintyLines(history, style),
      ...alsoAt.map((path) => `  ${colors.dim(`the same field as ${escapeControls(path)}`)}`),
    ],
    error === null
      ? []
      : [
          `${colors.bold(colors.red("failed"))}: ${escapeControls(error.message)}`,
          ...(error.rule === null ? [] : [`  ${colors.cyan(error.rule)}`]),
        ],
    moves.length === 0
      ? ["no rule changed it"]
      : [colors.bold("changed by"), ...moves.flatMap((move) => moveLines(move, history.path, style))],
    others.length === 0
      ? []
      : [
          colors.bold(
            moves.length === 0 ? "rules that could have changed it" : "other rules that could have changed it",
          ),
          ...otherLines(others, style),
        ],
  ];
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

function certaintyLines({ certainty, error }: FieldHistory, { colors }: Style): readonly string[] {
  if (error !== null || certainty.kind === "known") return [];
  const words =
    certainty.kind === "assumed"
      ? `assumed: depends on ${certainty.dependsOn.join(", ")} of an assumed device; name it with \`--device\``
      : isUntilLoaded(certainty)
        ? "unknown until the model is loaded: read it from the running server, with `fettle compare`"
        : `unknown: set ${certainty.settledBy.map((flag) => `\`${flag}\``).join(", ")}`;
  return [`  ${colors.yellow(words)}`];
}

function beginning(history: FieldHistory, { title }: EngineAdapter, { colors }: Style): readonly string[] {
  const origin = history.origin === null ? "" : `  ${colors.dim(originText(history.origin, title))}`;
  if (history.moves.length > 0 || history.error !== null) return [`  initially ${showValue(history.before)}${origin}`];
  return origin === "" ? [] : [origin];
}

function moveLines({ change, why, when }: Move, path: string, style: Style): readonly string[] {
  const { colors } = style;
  const [before, after] = [partOf(change.before, change.path, path), partOf(change.after, change.path, path)];
  const written = change.path === path ? "" : colors.dim(`  (wrote ${escapeControls(change.path)})`);
  return [
    `  ${colors.cyan(change.rule)}  ${colors.dim(showValue(before))} → ${"after" in change ? colors.green(showValue(after)) : colors.red("removed")}${written}`,
    ...(why === null ? [] : wrap(why, "    ", style)),
    ...(when === null
      ? [`    ${colors.dim("it has no conditions")}`]
      : conditionLines(when, style).map((line) => `    ${line}`)),
  ];
}

/** The field's part of a value that was written to a section around it. */
function partOf(value: unknown, written: string, path: string): unknown {
  return path.startsWith(`${written}.`) && (isObject(value) || Array.isArray(value))
    ? readPath(value, path.slice(written.length + 1).split("."))
    : value;
}

function otherLines(others: readonly OtherRule[], style: Style): readonly string[] {
  const { colors } = style;
  const met = others.filter(({ outcome }) => outcome !== "unreached");
  const lines = met.flatMap((entry) => [
    `  ${entry.rule}  ${entry.outcome === "ran" ? "ran, but the field already had this value" : "was stopped by"}`,
    ...decidingLines(entry.stoppedBy, style),
  ]);
  const reasons = new Map<string, { readonly when: TracedCondition | undefined; readonly rules: string[] }>();
  for (const { rule, unreached } of others) {
    if (unreached == null) continue;
    const known = reasons.get(unreached.reason) ?? { when: unreached.when, rules: [] };
    known.rules.push(rule);
    reasons.set(unreached.reason, known);
  }
  const unreached = [...reasons].flatMap(([reason, { when, rules }]) => [
    ...rules.map((rule) => `  ${colors.dim(rule)}`),
    `    not reached: ${reason}`,
    ...decidingLines(when === undefined ? [] : decidingOf(when), style),
  ]);
  return [...lines, ...unreached];
}

function decidingLines(deciding: readonly Deciding[], { colors }: Style): readonly string[] {
  return deciding.map(({ comparison, negated }) => {
    const text = comparisonText(comparison);
    return `    ${colors.red("✗")} ${negated ? `not (${text})` : text}${actualText(comparison)}`;
  });
}
