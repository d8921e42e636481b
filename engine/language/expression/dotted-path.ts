import { isForbiddenName } from "./forbidden-names.js";
import { freezeNode } from "./freeze-node.js";
import type { ExpressionNode } from "./node.js";

const dotted = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/;
const words: ReadonlySet<string> = new Set(["and", "or", "in", "true", "false", "null", "function"]);
const longest = 100;

/** Parses a plain dotted path, which most facts are, without jsonata's parser; null if that is needed. */
export function readDottedPath(text: string): ExpressionNode | null {
  if (!dotted.test(text)) return null;
  const names = text.split(".");
  if (names.length > longest || names.some((name) => words.has(name) || isForbiddenName(name))) return null;
  const steps = names.map((name) => ({ node: { kind: "name", name, keep: false } as const, filters: [] }));
  return freezeNode({ kind: "path", start: "context", steps, keep: false });
}
