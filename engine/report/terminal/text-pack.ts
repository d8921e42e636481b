import type { Action, Condition, Pack, Rule } from "../../generated/pack.js";
import { escapeControls } from "../../common/printable.js";
import type { LinkedPack } from "../../packs/linked.js";
import { comparisonText } from "../../language/conditions/comparison-text.js";
import { showValue } from "../../common/show-value.js";
import type { Style } from "./style.js";
import { wrap } from "./wrap.js";

/** Renders a pack: its purpose, then each rule as why, when and then. */
export function packText({ name, pack, rules, file }: LinkedPack, target: string, style: Style): string {
  const { colors } = style;
  const active = new Set(rules.map(({ rule }) => rule.id));
  const blocks = [
    [
      [colors.bold(name), target].join(colors.dim("  ·  ")),
      ...(pack.title === undefined ? [] : wrap(pack.title, "", style)),
    ],
    headLines(pack, file),
    named(
      "facts",
      Object.entries(pack.facts ?? {}).map(([fact, text]) => [fact, escapeControls(text)]),
      style,
    ),
    Object.keys(pack.conditions ?? {}).length === 0
      ? []
      : [
          colors.bold("conditions"),
          ...Object.entries(pack.conditions ?? {}).flatMap(([key, condition]) => [
            `  ${key}`,
            ...conditionTree(condition, "    "),
          ]),
        ],
    ...pack.rules.map((rule) => ruleLines(rule, active.has(rule.id), pack.kind === "policy", style)),
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

const nameOf = (entry: NonNullable<Pack["match"]>["architectures"][number]): string =>
  typeof entry === "string" ? entry : entry.architecture;

function architectureText(entry: NonNullable<Pack["match"]>["architectures"][number]): string {
  return typeof entry === "string" || entry.versions === undefined
    ? nameOf(entry)
    : `${nameOf(entry)} (${entry.versions})`;
}

function headLines(
  { kind, owner, hook, match, versions, expires, source }: Pack,
  file: string | null,
): readonly string[] {
  const from = [source?.project, source?.file, source?.symbol, source?.url]
    .filter((part) => part !== undefined)
    .join(" ");
  const rows = [
    ...(kind === "policy" ? ([["kind", "policy"]] as const) : ([["hook", hook]] as const)),
    ["owner", owner],
    ["for", match?.architectures.map(architectureText).join(", ") ?? "all architectures"],
    ["versions", versions],
    ["expires", expires],
    ["source", from === "" ? undefined : from],
    ["file", file ?? undefined],
  ] as const;
  return rows.flatMap(([label, text]) => (text === undefined ? [] : [`${label.padEnd(8)}  ${escapeControls(text)}`]));
}

function named(title: string, rows: readonly (readonly [string, string])[], { colors }: Style): readonly string[] {
  const width = Math.max(0, ...rows.map(([key]) => key.length));
  return rows.length === 0 ? [] : [colors.bold(title), ...rows.map(([key, text]) => `  ${key.padEnd(width)}  ${text}`)];
}

function ruleLines(
  { id, why, versions, expires, when, then }: Rule,
  isActive: boolean,
  isPolicy: boolean,
  style: Style,
): readonly string[] {
  const { colors } = style;
  const note =
    versions === undefined
      ? ""
      : `  ${isActive ? colors.dim(versions) : colors.yellow(`${versions}: does not apply to this target`)}`;
  return [
    `${colors.bold(colors.cyan(id))}${note}${expires === undefined ? "" : `  ${colors.dim(`expires ${escapeControls(expires)}`)}`}`,
    ...(why === undefined ? [] : wrap(why, "  ", style).map((line) => colors.dim(line))),
    ...(when === undefined ? ["  always"] : ["  when", ...conditionTree(when, "    ")]),
    "  then",
    ...then.map((action) => `    ${isPolicy ? policyText(action) : actionText(action)}`),
  ];
}

function conditionTree(condition: Condition, indent: string): readonly string[] {
  const below = (title: string, parts: readonly Condition[]) => [
    `${indent}${title}`,
    ...parts.flatMap((part) => conditionTree(part, `${indent}  `)),
  ];
  if ("all" in condition) return below("all of", condition.all);
  if ("any" in condition) return below("any of", condition.any);
  if ("not" in condition) return below("not", [condition.not]);
  return [`${indent}${escapeControls("condition" in condition ? condition.condition : comparisonText(condition))}`];
}

function writtenText(action: Extract<Action, { readonly set: string }>): string {
  if ("jsonata" in action) return action.jsonata;
  return "fact" in action ? action.fact : showValue(action.value);
}

/** Renders a violation or a suggestion; a policy changes nothing. */
function policyText(action: Action): string {
  if ("log" in action) return escapeControls(`violation (${action.log}): ${action.message}`);
  return `suggest ${actionText(action)}`;
}

function actionText(action: Action): string {
  if ("set" in action) return escapeControls(`${action.set} ← ${writtenText(action)}`);
  if ("unset" in action) return `remove ${escapeControls(action.unset)}`;
  if ("log" in action) return escapeControls(`log ${action.log} ${action.code}: ${action.message}`);
  if ("fail" in action) return escapeControls(`fail ${action.fail} (${action.kind}): ${action.message}`);
  return `include ${escapeControls(action.include)}`;
}
