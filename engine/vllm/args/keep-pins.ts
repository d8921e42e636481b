import type { Pin } from "./to-serve-args.js";

export interface KeptPins {
  readonly kept: readonly Pin[];
  /** Pins under which a server would not come to the same settings. */
  readonly dropped: readonly Pin[];
}

/**
 * The pins that may stand together. `holds` says whether the rules, run again with pins in place, leave the pinned fields
 * as they are and come to the same result. Some rules refuse what they themselves write, so that not every pin does.
 */
export function keepPins(pins: readonly Pin[], holds: (pins: readonly Pin[]) => boolean): KeptPins {
  if (pins.length === 0 || holds(pins)) return { kept: pins, dropped: [] };
  let kept: readonly Pin[] = [];
  for (const pin of pins) {
    if (holds([...kept, pin])) kept = [...kept, pin];
  }
  return { kept, dropped: pins.filter((pin) => !kept.includes(pin)) };
}
