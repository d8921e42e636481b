import { setFlagsFromString } from "node:v8";

/** Sets V8 up for commands that end within a second. `scripts/bench/commands` measures the effect. */
export function suitShortRuns(): void {
  const version = Number.parseInt(process.versions.v8, 10);
  // Optimizes a function only after more bytecode, as later versions do: most commands end before optimized code has
  // paid for its compilation.
  if (version < 12) setFlagsFromString("--interrupt-budget=1000000");
  // Lets the space for new objects grow to its full 16 MB at once, instead of copying what lives at each doubling.
  setFlagsFromString("--semi-space-growth-factor=16");
  setFlagsFromString("--no-minor-gc-task");
}
