import type { ASTNode, StringASTNode } from "vscode-json-languageservice";
import { roleAt, type Role } from "./role.js";
import { isKey, keysOf, type Keys, type Span, type Syntax } from "./syntax.js";

/** What is at an offset of a text, or would be if something were written there. */
export interface Place {
  readonly role: Role | null;
  readonly keys: Keys;
  /** The value that stands there; null where there is none yet. */
  readonly node: ASTNode | null;
  /** What a completion replaces. */
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
