/**
 * The canonical order of keys: those that look like the index of an array come first, as always in JavaScript; the others
 * follow by UTF-16 code unit, which is JavaScript's default sort.
 */

/** The keys of an object in canonical order. */
export function sortedKeys(object: object): string[] {
  return sortKeys(Object.keys(object));
}

/** Sorts keys that come from one object, so that those that look like an index are in front already. */
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

/** The same object with its keys in canonical order; itself where they are. What is inside stays as it is. */
export function withSortedKeys<Value extends object>(object: Value): Value {
  const keys = Object.keys(object);
  if (isSorted(keys)) return object;
  const sorted: Record<string, unknown> = {};
  for (const key of sortKeys(keys)) putKey(sorted, key, (object as Record<string, unknown>)[key]);
  return sorted as Value;
}

/** Sets a key of an object, also one that JavaScript would take for the prototype. */
export function putKey(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== "__proto__") object[key] = value;
  else Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
}

/** Whether JavaScript keeps a key in front of all others, in the order of numbers. */
export function isIndex(key: string): boolean {
  const first = key.charCodeAt(0);
  return first >= 0x30 && first <= 0x39 && /^(?:0|[1-9]\d{0,9})$/.test(key) && Number(key) < 2 ** 32 - 1;
}
