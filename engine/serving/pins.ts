import type { Json } from "../common/json.js";
import type { ServeFlag } from "./flags.js";

/** A field and the value to pin it at. */
export interface FieldValue {
  readonly path: string;
  /** Undefined if the field was removed. */
  readonly after: Json | undefined;
}

/** One flag and the value that pins fields. */
export interface Pin {
  readonly flag: ServeFlag;
  readonly value: Json;
  readonly args: readonly string[];
  readonly paths: readonly string[];
}

export interface PinnedArgs {
  /** Arguments to append to the user's, over which they take precedence. */
  readonly args: readonly string[];
  readonly pins: readonly Pin[];
  /** Which arguments pin which fields. */
  readonly pinned: readonly { readonly path: string; readonly args: readonly string[] }[];
  /** Fields that no flag can pin at this value, and why. */
  readonly unpinned: readonly { readonly path: string; readonly reason: string }[];
}

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
