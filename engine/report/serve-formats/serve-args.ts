import { shellText } from "../../common/shell-text.js";
import type { Evaluated } from "../../explain/evaluated.js";
import type { Printed } from "../printed.js";
import { pinsOf } from "../../explain/pins.js";

/** Renders `vllm serve` flags that pin the resolved values, as one shell line. */
export function reportServeArgs(evaluated: Evaluated): Printed {
  const { pins, notes } = pinsOf(evaluated);
  const args = pins.flatMap((pin) => pin.args);
  return { text: args.length === 0 ? "" : `${shellText(args)}\n`, notes };
}
