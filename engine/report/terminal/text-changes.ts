import { givenKinds } from "../../serving/origin.js";
import type { Change } from "../../generated/result.js";
import { escapeControls } from "../../common/printable.js";
import type { Evaluated } from "../../explain/evaluated.js";
import { findRule } from "../../explain/find-rule.js";
import { groupChanges, type DerivedByPack } from "../../explain/group-changes.js";
import type { NetChange } from "../../explain/net-changes.js";
import { findOrigin, originText } from "../../explain/origin-of.js";
import { showValue } from "../../common/show-value.js";
import type { Style } from "./style.js";
import { wrap } from "./wrap.js";

/**
 * Renders changes as path, before → after, followed by the rule, its reason, and the origin of the replaced value.
 * Values that core packs derive for every model are only counted, unless they replaced a user's choice.
 */
export function changeLines(evaluated: Evaluated, style: Style): readonly string[] {
  const { bold } = style.colors;
  const { ok } = evaluated.result;
  const { special, derived } = groupChanges(evaluated);
  const nets = special.flatMap((net) => netLines(net, evaluated, style));
  if (!ok) return nets.length === 0 ? [] : [bold("changes made before the failure (discarded)"), ...nets];
  const count = `${special.length} ${special.length === 1 ? "field changed" : "fields changed"}`;
  return [
    ...(special.length > 0 ? [bold(count), ...nets] : derived.length > 0 ? [] : [nothing]),
    ...derivedLines(derived, special.length > 0, evaluated, style),
  ];
}

const nothing = "no changes: the rules leave this configuration as it is";

function derivedLines(
  derived: readonly DerivedByPack[],
  isMore: boolean,
  evaluated: Evaluated,
  style: Style,
): readonly string[] {
  if (derived.length === 0) return [];
  const count = derived.reduce((sum, { fields }) => sum + fields.length, 0);
  const packs = `${derived.length} ${derived.length === 1 ? "pack" : "packs"}`;
  const hint = evaluated.fields === "none" ? "; list them with `--changed`" : "";
  const fields = `${count} ${isMore ? "more " : ""}${count === 1 ? "field" : "fields"} derived`;
  return [`${style.colors.bold(fields)} by general rules of ${packs}${hint}`];
}

function netLines(net: NetChange, evaluated: Evaluated, style: Style): readonly string[] {
  const { colors } = style;
  const { path, writes } = net;
  const steps = writes.flatMap((write) => [
    `    ${colors.cyan(write.rule)}${writes.length > 1 ? `  ${arrow(write, style)}` : ""}`,
    ...wrap(findRule(evaluated.rules, write.rule)?.rule.why ?? "", "      ", style).filter(
      (line) => line.trim() !== "",
    ),
  ]);
  return [
    `  ${colors.bold(escapeControls(path))}  ${arrow(net, style)}`,
    ...beginning(net, evaluated, style),
    ...steps,
  ];
}

/** Renders the origin of the value that the rules replaced; a user's choice is highlighted. */
function beginning(net: NetChange, { built, rules }: Evaluated, { colors }: Style): readonly string[] {
  if (built === null || !("before" in net)) return [];
  const origin = findOrigin(net.path, built.origins);
  if (origin === null) return net.before === null ? [`    ${colors.dim("null: not set")}`] : [];
  if (givenKinds.has(origin.kind)) return [`    ${colors.yellow(`overrides ${escapeControls(origin.text)}`)}`];
  return [`    ${colors.dim(`${showValue(net.before)} was ${originText(origin, rules.engine.title)}`)}`];
}

function arrow(change: NetChange | Change, { colors }: Style): string {
  const after = "after" in change ? colors.green(showValue(change.after)) : colors.red("removed");
  return `${colors.dim(showValue(change.before))} → ${after}`;
}
