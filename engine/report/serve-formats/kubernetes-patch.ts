import { yamlText } from "./yaml-text.js";
import type { JsonObject } from "../../common/json.js";
import { readPath } from "../../common/path.js";
import { commentLines } from "../markdown/comment-lines.js";
import { containerWords } from "./container-words.js";
import type { Evaluated } from "../../explain/evaluated.js";
import type { Printed } from "../printed.js";
import { pinsOf } from "../../explain/pins.js";

/** Renders the model, the user's flags and the pins as a strategic merge patch of a Deployment. */
export function reportKubernetesPatch(evaluated: Evaluated): Printed {
  const { pins, notes } = pinsOf(evaluated);
  if (evaluated.result.document === null) return { text: "" };
  const words = containerWords(evaluated, pins);
  const model = readPath(evaluated.result.document as JsonObject, evaluated.rules.engine.modelName);
  const args = [...(typeof model === "string" ? [model] : []), ...words.args];
  const comments = [
    "for a container named vllm whose command is `vllm serve`: kubectl patch deployment NAME --patch-file FILE",
    "args replaces the container's args; the model is named as it was given here",
    ...notes,
    ...words.comments,
  ];
  const patch = { spec: { template: { spec: { containers: [{ name: "vllm", args }] } } } };
  return { text: `${commentLines(comments)}${yamlText(patch)}` };
}
