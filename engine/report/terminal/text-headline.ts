import { readPath } from "../../common/path.js";
import { escapeControls } from "../../common/printable.js";
import { targetText } from "../../packs/target.js";
import type { Evaluated } from "../../explain/evaluated.js";
import type { Style } from "./style.js";

/** Renders the model, its architecture and the target. */
export function headline({ before, rules }: Evaluated, { colors }: Style): readonly string[] {
  const read = (key: string) => readPath(before, ["model_config", key]);
  const [model, architecture] = [read("model"), read("architecture")];
  const parts = [
    ...(typeof model === "string" ? [colors.bold(escapeControls(model))] : []),
    typeof architecture === "string" ? escapeControls(architecture) : "no architecture",
    targetText(rules.target),
  ];
  return [parts.join(colors.dim("  ·  "))];
}
