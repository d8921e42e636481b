/**
 * The canonical key order: keys that look like array indices first, as always in JavaScript; the others by UTF-16 code
 * unit, which is JavaScript's default sort.
 */

/** Returns the keys of an object in canonical order. */
export function sortedKeys(object: object): string[] {
  return sortKeys(Object.keys(object));
}

/** Sorts keys of one object in place. JavaScript has already placed index-like keys first. */
export function sortKeys(keys: string[]): string[] {
  if (isSorted(keys)) return keys;
  const first = keys.findIndex((key) => !isIndex(key));
  return [...keys.slice(0, first), ...keys.slice(first).sort()];
}

function isSorted(keys: readonly string[]): boolean {
  let previous = "";
  for (const key of keys) {
    if (previous > key && !isIndex(previous)) return false;
    previous = key;
  }
  return true;
}

/** Reorders the keys of an object canonically, not recursively. Returns the same object if they are in order. */
export function withSortedKeys<Value extends object>(object: Value): Value {
  const keys = Object.keys(object);
  if (isSorted(keys)) return object;
  const sorted: Record<string, unknown> = {};
  for (const key of sortKeys(keys)) putKey(sorted, key, (object as Record<string, unknown>)[key]);
  return sorted as Value;
}

/** Sets a key of an object, even `__proto__`. */
export function putKey(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== "__proto__") object[key] = value;
  else Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
}

/** Whether JavaScript orders a key numerically, before all others. */
export function isIndex(key: string): boolean {
  const first = key.charCodeAt(0);
  return first >= 0x30 && first <= 0x39 && /^(?:0|[1-9]\d{0,9})$/.test(key) && Number(key) < 2 ** 32 - 1;
}
