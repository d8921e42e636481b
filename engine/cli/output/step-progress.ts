import { escapeControls } from "../../common/printable.js";
import type { Invocation } from "../command.js";

/** The current step of a long command, on one terminal line that is overwritten; nothing without a terminal. */
export interface StepProgress {
  show(text: string): void;
  clear(): void;
}

/** Milliseconds between two updates. */
const pause = 200;

export function startSteps({ options, streams }: Pick<Invocation, "options" | "streams">): StepProgress {
  if (options.has("quiet") || !streams.isNoteTerminal) return { show: () => {}, clear: () => {} };
  let last = performance.now();
  return {
    show(text) {
      const now = performance.now();
      if (now - last < pause) return;
      last = now;
      streams.showLine(escapeControls(text));
    },
    clear: () => streams.showLine(""),
  };
}
