/** Freezes plain data recursively and returns it. */
export function freezeNode<T>(value: T): T {
  if (typeof value === "object" && value !== null) {
    for (const inner of Object.values(value)) freezeNode(inner);
    Object.freeze(value);
  }
  return value;
}
