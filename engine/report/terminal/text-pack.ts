import type { Condition, Pack, Rule } from "../../generated/pack.js";
import { escapeControls } from "../../common/printable.js";
import type { LinkedPack } from "../../packs/linked.js";
import { comparisonText } from "../../language/conditions/comparison-text.js";
import { writtenText, type ActionEffect } from "../../language/actions/effect.js";
import { syntaxOf } from "../../language/actions/index.js";
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
    ...then
      .flatMap((action) => syntaxOf(action).effects(action))
      .map((effect) => `    ${escapeControls(isPolicy ? policyText(effect) : effectText(effect))}`),
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

/** Renders a violation or a suggestion; a policy changes nothing. */
function policyText(effect: ActionEffect): string {
  return effect.kind === "log" ? `violation (${effect.level}): ${effect.message}` : `suggest ${effectText(effect)}`;
}

function effectText(effect: ActionEffect): string {
  switch (effect.kind) {
    case "set":
      return `${effect.path} ← ${writtenText(effect.value)}`;
    case "unset":
      return `remove ${effect.path}`;
    case "log":
      return `log ${effect.level} ${effect.code}: ${effect.message}`;
    case "fail":
      return `fail ${effect.code} (${effect.fails}): ${effect.message}`;
    case "include":
      return `include ${effect.pack}`;
  }
}
