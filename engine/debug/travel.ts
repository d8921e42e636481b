import { readPath, type Path } from "../common/path.js";
import { jsonEqual } from "../common/json.js";
import type { Moment, Recording } from "./record.js";

/** Why the debugger stops at a moment. */
export type StopReason =
  | "entry"
  | "step"
  | "breakpoint"
  | "function breakpoint"
  | "data breakpoint"
  | "exception"
  | "pause";

/** The next stop; `moment` is its index. */
export interface Stop {
  readonly moment: number;
  readonly reason: StopReason;
}

/** Tells why a run should stop at a moment; null if it should not. */
export type StopsAt = (moment: Moment, number: number) => StopReason | null;

type Moments = readonly Moment[];

const depthAt = (moments: Moments, number: number): number => moments[number]?.depth ?? 0;

/** Steps over: the next moment that is not deeper, past the parts of a rule or an included pack. */
export function stepOver(moments: Moments, from: number): number {
  return forward(moments, from, depthAt(moments, from));
}

export function stepIn(moments: Moments, from: number): number {
  return Math.min(from + 1, moments.length - 1);
}

/** Steps out: the next moment outside of the rule, or outside of the pack if a rule is about to begin. */
export function stepOut(moments: Moments, from: number): number {
  return forward(moments, from, depthAt(moments, from) - 1);
}

/** Steps back: the previous moment that is not deeper, the reverse of {@link stepOver}. */
export function stepBack(moments: Moments, from: number): number {
  for (let number = from - 1; number > 0; number--)
    if (depthAt(moments, number) <= depthAt(moments, from)) return number;
  return 0;
}

function forward(moments: Moments, from: number, depth: number): number {
  for (let number = from + 1; number < moments.length - 1; number++)
    if (depthAt(moments, number) <= depth) return number;
  return moments.length - 1;
}

/** Continues: the first later moment at which the run stops; the end if there is none. */
export function runOn({ moments }: Recording, from: number, stopsAt: StopsAt): Stop {
  for (let number = from + 1; number < moments.length - 1; number++) {
    const reason = reasonAt(moments, number, stopsAt);
    if (reason !== null) return { moment: number, reason };
  }
  return { moment: moments.length - 1, reason: "pause" };
}

/** Continues backwards: the last earlier moment at which the run stops; the beginning if there is none. */
export function runBack({ moments }: Recording, from: number, stopsAt: StopsAt): Stop {
  for (let number = from - 1; number > 0; number--) {
    const reason = reasonAt(moments, number, stopsAt);
    if (reason !== null) return { moment: number, reason };
  }
  return { moment: 0, reason: "entry" };
}

function reasonAt(moments: Moments, number: number, stopsAt: StopsAt): StopReason | null {
  const moment = moments[number];
  return moment === undefined ? null : stopsAt(moment, number);
}

/** Whether the field's value differs from that at the previous moment. */
export function hasChanged(moments: Moments, number: number, path: Path): boolean {
  const [now, before] = [moments[number], moments[number - 1]];
  if (now === undefined || before === undefined || now.document === before.document) return false;
  const [after, earlier] = [readPath(now.document, path), readPath(before.document, path)];
  if (after === undefined || earlier === undefined) return after !== earlier;
  return !jsonEqual(after, earlier);
}
