import { originOf } from "./origin-of.js";
import type { Change } from "../generated/result.js";
import { escapeControls } from "../lang/template.js";
import type { Evaluated } from "./evaluated.js";
import { netChanges, type NetChange } from "./net-changes.js";
import { showValue } from "./show-value.js";
import type { Style } from "./style.js";
import { wrap } from "./wrap.js";

/** What changed: path, before → after; under it the rule, its reason, and where the value it replaced came from. */
export function changeLines(evaluated: Evaluated, style: Style): readonly string[] {
  const { colors } = style;
  const nets = netChanges(evaluated.result.changes);
  if (nets.length === 0) return [];
  const title = evaluated.result.ok ? "changes" : "changes before it failed, none of which counts";
  const width = Math.min(48, Math.max(...nets.map(({ path }) => path.length)));
  return [colors.bold(title), ...nets.flatMap((net) => netLines(net, width, evaluated, style))];
}

function netLines(net: NetChange, width: number, evaluated: Evaluated, style: Style): readonly string[] {
  const { colors } = style;
  const { path, writes } = net;
  const why = new Map([...evaluated.rules.packs.values()].flatMap((pack) => pack.rules.map(({ id, rule }) => [id, rule.why])));
  const steps = writes.flatMap((write) => [
    `    ${colors.dim("by")} ${colors.cyan(write.rule)}${writes.length > 1 ? `: ${arrow(write, style)}` : ""}`,
    ...(why.get(write.rule) === undefined ? [] : wrap(why.get(write.rule)!, "       ", style)),
  ]);
  const origin = evaluated.built === null ? null : originOf(path, evaluated.built.origins);
  const from = origin === null || !("before" in net) ? [] : [`    ${colors.dim("was")} ${origin}`];
  return [`  ${colors.bold(escapeControls(path).padEnd(width))}  ${arrow(net, style)}`, ...steps, ...from];
}

function arrow(change: NetChange | Change, { colors }: Style): string {
  const after = "after" in change ? colors.green(showValue(change.after)) : colors.red("removed");
  return `${colors.dim(showValue(change.before))} → ${after}`;
}
