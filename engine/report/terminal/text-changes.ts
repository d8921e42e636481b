import type { OriginKind } from "../../vllm/config/origin.js";
import type { Change } from "../../generated/result.js";
import { escapeControls } from "../../common/printable.js";
import type { Evaluated } from "../../explain/evaluated.js";
import { findRule } from "../../explain/find-rule.js";
import { netChanges, type NetChange } from "../../explain/net-changes.js";
import { findOrigin, originText } from "../../explain/origin-of.js";
import { showValue } from "../../common/show-value.js";
import type { Style } from "./style.js";
import { wrap } from "./wrap.js";

/** What changed: path, before → after; under it the rule, its reason, and where the value it replaced came from. */
export function changeLines(evaluated: Evaluated, style: Style): readonly string[] {
  const { colors } = style;
  const { ok, changes } = evaluated.result;
  const nets = netChanges(changes);
  if (nets.length === 0) return ok ? ["nothing changes: the rules leave this configuration as it is"] : [];
  const count = `${nets.length} ${nets.length === 1 ? "field changed" : "fields changed"}`;
  const title = ok ? count : "changes made before the failure (discarded)";
  return [colors.bold(title), ...nets.flatMap((net) => netLines(net, evaluated, style))];
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

const given: ReadonlySet<OriginKind> = new Set(["flag", "config-file", "recipe"]);

/** Where the value came from that the rules replaced; what somebody chose stands out. */
function beginning(net: NetChange, { built }: Evaluated, { colors }: Style): readonly string[] {
  if (built === null || !("before" in net)) return [];
  const origin = findOrigin(net.path, built.origins);
  if (origin === null) return net.before === null ? [`    ${colors.dim("null because nothing set it")}`] : [];
  if (given.has(origin.kind)) return [`    ${colors.yellow(`overrules ${escapeControls(origin.text)}`)}`];
  return [`    ${colors.dim(`${showValue(net.before)} was ${originText(origin)}`)}`];
}

function arrow(change: NetChange | Change, { colors }: Style): string {
  const after = "after" in change ? colors.green(showValue(change.after)) : colors.red("removed");
  return `${colors.dim(showValue(change.before))} → ${after}`;
}
