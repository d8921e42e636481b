import { setFlagsFromString } from "node:v8";

/**
 * Lets V8 optimize a function only after more bytecode, as its later versions do: most commands end before optimized
 * code has paid for its compilation. `scripts/bench/commands` measures the effect.
 */
export function delayOptimization(): void {
  if (Number.parseInt(process.versions.v8, 10) < 12) setFlagsFromString("--interrupt-budget=1000000");
}
