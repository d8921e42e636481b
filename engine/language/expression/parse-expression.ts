import jsonata from "jsonata";
import type { FindFact } from "./lowering.js";
import { lower } from "./lower.js";
import { countNodes } from "./count-nodes.js";
import { readDottedPath } from "./dotted-path.js";
import { freezeNode } from "./freeze-node.js";
import type { ParsedExpression } from "./parsed-expression.js";
import { Refusal } from "./refusal.js";
import { explainSyntaxError } from "./syntax-messages.js";
import type { SyntaxTree } from "./syntax-tree.js";

const MAX_LENGTH = 10_000;
/** jsonata's parser copies the left side of `??` and `?:`, so nesting doubles the size at each level. */
const MAX_DEFAULTS = 10;

/** Maximum size of an expression with its facts inlined. */
const MAX_NODES = 2000;

const noFacts: FindFact = () => undefined;

/** Parses and checks an expression. Never throws: errors are returned as data. */
export function parseExpression(text: string, findFact = noFacts): ParsedExpression {
  const path = readDottedPath(text);
  if (path !== null) return { ok: true, node: path };
  try {
    checkSize(text);
    const node = freezeNode(lower(jsonata(text).ast() as unknown as SyntaxTree, text, { findFact, isAtRoot: true }));
    if (findFact !== noFacts && countNodes(node) > MAX_NODES) {
      return refused(
        0,
        `with its facts expanded, the expression has more than ${MAX_NODES} parts`,
        "store a value that is used often in a field first",
      );
    }
    return { ok: true, node };
  } catch (error) {
    if (error instanceof Refusal) return refused(error.offset, error.message, error.hint);
    if (error instanceof RangeError)
      return refused(0, "the expression is nested too deeply", "split it into several facts");
    return explainSyntaxError(error, text);
  }
}

function checkSize(text: string): void {
  if (text.length > MAX_LENGTH) {
    throw new Refusal(
      MAX_LENGTH,
      `the expression is longer than ${MAX_LENGTH} characters`,
      "split it into several facts",
    );
  }
  const beyond = [...text.matchAll(/\?[?:]/g)][MAX_DEFAULTS];
  if (beyond !== undefined) {
    const message = `the expression has more than ${MAX_DEFAULTS} \`??\` and \`?:\` operators`;
    throw new Refusal(beyond.index, message, "split it into several facts");
  }
}

function refused(offset: number, message: string, hint: string): ParsedExpression {
  return { ok: false, code: "expression-refused", offset, message, hint };
}
