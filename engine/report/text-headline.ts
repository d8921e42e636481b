import { readPath } from "../base/path.js";
import { escapeControls } from "../lang/template.js";
import { targetText, type Evaluated } from "./evaluated.js";
import { lastChanges } from "./net-changes.js";
import type { Style } from "./style.js";

/** The model, its architecture, the target, and the outcome in a word. */
export function headline(evaluated: Evaluated, { colors }: Style): readonly string[] {
  const { before, result, rules } = evaluated;
  const read = (key: string) => readPath(before, ["model_config", key]);
  const [model, architecture] = [read("model"), read("architecture")];
  const parts = [
    ...(typeof model === "string" ? [colors.bold(escapeControls(model))] : []),
    ...(typeof architecture === "string" ? [escapeControls(architecture)] : ["no architecture"]),
    targetText(rules),
  ];
  return [parts.join(colors.dim("  ·  ")), ...outcome(result.ok, lastChanges(result.changes).length)];
}

function outcome(ok: boolean, changed: number): readonly string[] {
  if (!ok) return [];
  if (changed === 0) return ["nothing changes: the rules leave this configuration as it is"];
  return [`${changed} ${changed === 1 ? "field changes" : "fields change"}`];
}
