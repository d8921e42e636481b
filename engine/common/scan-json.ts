/** The result of one pass over the bytes of a JSON text; meaningless if the text is not JSON. */
export interface JsonScan {
  /** Number of keys in the text, at all depths. */
  readonly keys: number;
  /**
   * Whether the text is known to equal the output of JSON.stringify, given that no key is duplicated. Conservative:
   * false for texts with an escape, a key that begins with a digit, or a number with more than one spelling.
   */
  readonly isCanonical: boolean;
  /** Start and end offsets of each entry (key and value) of the outermost object, in text order. */
  readonly entries: readonly number[];
}

/** The same for one value of a text. */
export interface ValueScan extends Pick<JsonScan, "keys" | "isCanonical"> {
  readonly end: number;
  /** Levels of nested arrays and objects. */
  readonly depth: number;
}

/** Decimals with at most this many digits round-trip exactly. */
const exactDigits = 15;

export const quote = 0x22;
const backslash = 0x5c;
export const colon = 0x3a;
export const comma = 0x2c;
export const openBrace = 0x7b;
export const closeBrace = 0x7d;
const minus = 0x2d;
const point = 0x2e;
const zero = 0x30;
const nine = 0x39;

/**
 * Scans UTF-8 encoded JSON from offset `from` to `to`. All bytes of multibyte characters lie above the bytes that
 * matter here.
 */
export function scanJson(utf8: Uint8Array, from = 0, to = utf8.length): JsonScan {
  const { keys, isCanonical, entries } = scan(utf8, from, to, false);
  return { keys, isCanonical, entries };
}

/** Scans one value inside JSON, from its first byte. */
export function scanValue(utf8: Uint8Array, from: number): ValueScan {
  return scan(utf8, from, utf8.length, true);
}

/** `isValue` ends with the value that begins at `from`, before what separates it from the next. */
function scan(utf8: Uint8Array, from: number, to: number, isValue: boolean): JsonScan & ValueScan {
  const entries: number[] = [];
  let keys = 0;
  let depth = 0;
  let deepest = 0;
  let isCanonical = true;
  let start = from;
  let index = from;
  for (; index < to; index++) {
    const code = utf8[index] ?? 0;
    if (code === quote) {
      start = index++;
      for (; index < to; index++) {
        const inside = utf8[index];
        if (inside === quote) break;
        if (inside !== backslash) continue;
        isCanonical = false;
        index++;
      }
    } else if (code === colon) {
      keys++;
      if (isDigit(utf8[start + 1])) isCanonical = false;
      if (depth === 1) entries.push(start - from);
    } else if (code === comma) {
      if (isValue && depth === 0) break;
      if (depth === 1) entries.push(index - from);
    } else if (code === 0x6e || code === 0x74)
      index += 3; // null, true
    else if (code === 0x66)
      index += 4; // false
    else if (code <= 0x20) isCanonical = false;
    else if (code === minus || isDigit(code)) {
      const after = numberEnd(utf8, index, to);
      if (isCanonical && after > index + 1 && !isPrintedAsItself(utf8, index, after)) isCanonical = false;
      index = after - 1;
    } else if (code === openBrace || code === 0x5b) {
      if (++depth > deepest) deepest = depth;
    } else if (code === closeBrace || code === 0x5d) {
      if (isValue && depth === 0) break;
      if (--depth === 0 && entries.length > 0) entries.push(index - from);
    }
  }
  return { keys, isCanonical, entries, end: Math.min(index, to), depth: deepest };
}

function isDigit(code = 0): boolean {
  return code >= zero && code <= nine;
}

function numberEnd(utf8: Uint8Array, start: number, to: number): number {
  let index = start + 1;
  for (; index < to; index++) {
    const code = utf8[index];
    if (!isDigit(code) && code !== point && code !== 0x65 && code !== 0x45 && code !== minus && code !== 0x2b) break;
  }
  return index;
}

/**
 * Whether a number round-trips: integers, and decimals from 0.00001 up without trailing zeros, with few enough digits.
 * -0 prints as 0.
 */
function isPrintedAsItself(utf8: Uint8Array, start: number, end: number): boolean {
  const first = utf8[start] === minus ? start + 1 : start;
  if (end - first > exactDigits) return false;
  let dot = -1;
  for (let index = first; index < end; index++) {
    const code = utf8[index];
    if (code === point) dot = index;
    else if (!isDigit(code)) return false;
  }
  if (dot < 0) return utf8[first] !== zero || first === start;
  if (utf8[end - 1] === zero) return false;
  return (
    utf8[first] !== zero ||
    utf8[dot + 1] !== zero ||
    utf8[dot + 2] !== zero ||
    utf8[dot + 3] !== zero ||
    utf8[dot + 4] !== zero
  );
}
