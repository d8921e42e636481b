import jsonata from "jsonata";
import { convert } from "./convert.js";
import { readDottedPath } from "./dotted-path.js";
import { freezeNode } from "./freeze-node.js";
import type { ParsedExpression } from "./parsed-expression.js";
import { Refusal } from "./refusal.js";
import { syntaxWords } from "./syntax-words.js";
import type { SyntaxTree } from "./syntax-tree.js";

const MAX_LENGTH = 10_000;
/** jsonata's parser copies the left side of `??` and `?:`, so that nested ones double in size with each level. */
const MAX_DEFAULTS = 10;

/** Reads and checks an expression. Never throws: what is wrong with it comes back as data. */
export function parseExpression(text: string): ParsedExpression {
  const path = readDottedPath(text);
  if (path !== null) return { ok: true, node: path };
  try {
    checkSize(text);
    return { ok: true, node: freezeNode(convert(jsonata(text).ast() as unknown as SyntaxTree, text)) };
  } catch (error) {
    if (error instanceof Refusal) return refused(error.offset, error.message, error.hint);
    if (error instanceof RangeError) return refused(0, "the expression nests too deeply", "split it into several facts");
    return syntaxWords(error, text);
  }
}

function checkSize(text: string): void {
  if (text.length > MAX_LENGTH) {
    throw new Refusal(MAX_LENGTH, `the expression is longer than ${MAX_LENGTH} characters`, "split it into several facts");
  }
  const defaults = [...text.matchAll(/\?[?:]/g)];
  if (defaults.length > MAX_DEFAULTS) {
    const message = `the expression holds more than ${MAX_DEFAULTS} of \`??\` and \`?:\``;
    throw new Refusal(defaults[MAX_DEFAULTS]!.index, message, "split it into several facts");
  }
}

function refused(offset: number, message: string, hint: string): ParsedExpression {
  return { ok: false, code: "expression-refused", offset, message, hint };
}
