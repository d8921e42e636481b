/**
 * Accessors for values that an invariant guarantees. A missing value is a bug in fettle: they throw, and the command
 * line reports an internal error.
 */

/** Return a value that is neither undefined nor null; `what` names it in the error. */
export function must<Value>(value: Value, what: string): NonNullable<Value> {
  if (value === undefined || value === null) throw new Error(`${what} is missing`);
  return value;
}

/** Return the item at an index within the list. */
export function itemAt<Item>(items: ArrayLike<Item>, index: number): Item {
  const item = items[index];
  if (item === undefined) throw new Error(`there is no item ${index} in a list of ${items.length}`);
  return item;
}

/** Return the first item of a list that is not empty. */
export function firstOf<Item>(items: ArrayLike<Item>): Item {
  return itemAt(items, 0);
}

/** Return the last item of a list that is not empty. */
export function lastOf<Item>(items: ArrayLike<Item>): Item {
  return itemAt(items, items.length - 1);
}

/** Return the value of a key that the map has. */
export function fromMap<Key, Value>(map: { get(key: Key): Value | undefined }, key: Key): Value {
  const value = map.get(key);
  if (value === undefined)
    throw new Error(`there is no entry for ${typeof key === "string" ? `\`${key}\`` : typeof key}`);
  return value;
}

/** Return the value of a key that the object has. */
export function fromRecord<Value>(record: { readonly [key: string]: Value | undefined }, key: string): Value {
  const value = record[key];
  if (value === undefined) throw new Error(`there is no entry for \`${key}\``);
  return value;
}
