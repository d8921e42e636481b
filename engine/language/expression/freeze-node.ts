/** Freezes plain data all the way down, and gives it back. */
export function freezeNode<T>(value: T): T {
  if (typeof value === "object" && value !== null) {
    for (const inner of Object.values(value)) freezeNode(inner);
    Object.freeze(value);
  }
  return value;
}
