import { isMap, isScalar, isSeq, type Document, type Node } from "yaml";

/** Finds the first duplicate key of a mapping, with its offset; the library's own check is quadratic. */
export function repeatedKey(document: Document): { readonly key: string; readonly offset: number } | null {
  const open: unknown[] = [document.contents];
  const enter = (nodes: readonly unknown[]): void => {
    for (let index = nodes.length - 1; index >= 0; index--)
      if (isMap(nodes[index]) || isSeq(nodes[index])) open.push(nodes[index]);
  };
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (isSeq(node)) enter(node.items);
    if (!isMap(node)) continue;
    const seen = new Set<unknown>();
    for (const { key } of node.items) {
      if (!isScalar(key)) continue;
      if (seen.has(key.value)) return { key: String(key.value), offset: (key as Node).range?.[0] ?? 0 };
      seen.add(key.value);
    }
    enter(node.items.map(({ value }) => value));
  }
  return null;
}
