import { readPath } from "../../common/path.js";
import { escapeControls } from "../../common/printable.js";
import { targetText } from "../../packs/target.js";
import type { Evaluated } from "../../explain/evaluated.js";
import type { Style } from "./style.js";

/** Renders the model, its architecture and the target. */
export function headline({ before, rules: { engine, target } }: Evaluated, { colors }: Style): readonly string[] {
  const model = readPath(before, engine.modelName);
  const architecture = readPath(before, engine.dispatch);
  const parts = [
    ...(typeof model === "string" ? [colors.bold(escapeControls(model))] : []),
    typeof architecture === "string" ? escapeControls(architecture) : "no architecture",
    targetText(target),
  ];
  return [parts.join(colors.dim("  ·  "))];
}
