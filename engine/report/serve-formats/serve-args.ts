import { shellText } from "../../vllm/recipes/shell-text.js";
import type { Evaluated } from "../../explain/evaluated.js";
import type { Printed } from "../printed.js";
import { pinsOf } from "../../explain/pins.js";

/** Flags of `vllm serve` that pin what was resolved, as a line for a shell. */
export function reportServeArgs(evaluated: Evaluated): Printed {
  const { pins, notes } = pinsOf(evaluated);
  const args = pins.flatMap((pin) => pin.args);
  return { text: args.length === 0 ? "" : `${shellText(args)}\n`, notes };
}
