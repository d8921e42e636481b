import type { ASTNode, StringASTNode } from "vscode-json-languageservice";
import { roleAt, type Role } from "./role.js";
import { isKey, keysOf, type Keys, type Span, type Syntax } from "./syntax.js";

/** The context of an offset in a text, even if nothing has been written there yet. */
export interface Place {
  readonly role: Role | null;
  readonly keys: Keys;
  /** The value at the offset; null if there is none yet. */
  readonly node: ASTNode | null;
  /** The range that a completion replaces. */
  readonly replaces: Span;
}

export function placeAt(syntax: Syntax, offset: number): Place | null {
  const node = syntax.json.getNodeFromOffset(offset, true);
  if (node === undefined) return null;
  if (node.type === "object") return null;
  if (node.type === "property") {
    if (node.colonOffset === undefined || node.colonOffset < 0 || offset <= node.colonOffset || node.valueNode)
      return null;
    const keys = keysOf(node);
    return { role: roleAt(syntax.kind, keys, false), keys, node: null, replaces: { offset, length: 0 } };
  }
  if (node.type === "array") {
    const keys = [...keysOf(node), node.items.length];
    return { role: roleAt(syntax.kind, keys, false), keys, node: null, replaces: { offset, length: 0 } };
  }
  const keys = keysOf(node);
  const isClosed = node.type !== "string" || isClosedString(syntax.text, node);
  const length = isClosed ? node.length : Math.max(1, offset - node.offset);
  return { role: roleAt(syntax.kind, keys, isKey(node)), keys, node, replaces: { offset: node.offset, length } };
}

function isClosedString(text: string, { offset, length }: StringASTNode): boolean {
  return length > 1 && text[offset + length - 1] === '"';
}
