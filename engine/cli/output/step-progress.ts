import { escapeControls } from "../../common/printable.js";
import type { Progress } from "../../common/progress.js";
import type { Invocation } from "../command.js";
import { timeLeft } from "./time-left.js";

/** The current step of a long command, on one terminal line that is overwritten; nothing without a terminal. */
export interface StepProgress {
  readonly show: Progress;
  clear(): void;
}

/** Milliseconds between two updates. */
const pause = 200;

export function startSteps({ options, streams }: Pick<Invocation, "options" | "streams">): StepProgress {
  if (options.has("quiet") || !streams.isNoteTerminal) return { show: () => {}, clear: () => {} };
  const start = performance.now();
  let last = start;
  return {
    show(step, done) {
      const now = performance.now();
      if (now - last < pause) return;
      last = now;
      streams.showLine(escapeControls(step) + timeLeft((now - start) / 1000, done));
    },
    clear: () => streams.showLine(""),
  };
}
