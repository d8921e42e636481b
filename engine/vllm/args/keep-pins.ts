import type { Pin } from "./to-serve-args.js";

export interface KeptPins {
  readonly kept: readonly Pin[];
  /** Pins that would change the resolved settings. */
  readonly dropped: readonly Pin[];
}

/**
 * Selects a consistent set of pins. `holds` tells whether the rules, rerun with the pins in place, preserve the pinned
 * fields and the result. Some rules reject the values that they write themselves, so not every pin is consistent.
 */
export function keepPins(pins: readonly Pin[], holds: (pins: readonly Pin[]) => boolean): KeptPins {
  if (pins.length === 0 || holds(pins)) return { kept: pins, dropped: [] };
  let kept: readonly Pin[] = [];
  for (const pin of pins) {
    if (holds([...kept, pin])) kept = [...kept, pin];
  }
  return { kept, dropped: pins.filter((pin) => !kept.includes(pin)) };
}
