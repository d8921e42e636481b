/** The rules of a set refer to few distinct names. */
const mostRemembered = 10_000;

/** Memoizes a function of a string. */
export function memoizeText<Result extends object>(find: (text: string) => Result): (text: string) => Result {
  const known = new Map<string, Result>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const result = find(text);
    if (known.size < mostRemembered) known.set(text, result);
    return result;
  };
}

/** Memoizes a function of an immutable object. */
export function memoize<Key extends object, Result>(find: (key: Key) => Result): (key: Key) => Result {
  const known = new WeakMap<Key, Result>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const result = find(key);
    known.set(key, result);
    return result;
  };
}

/** Memoizes a function of nothing. */
export function once<Result>(find: () => Result): () => Result {
  let known: { readonly result: Result } | undefined;
  return () => (known ??= { result: find() }).result;
}
