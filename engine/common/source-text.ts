import { parse, type AnyNode, type DocumentNode, type ElementNode, type MemberNode } from "@humanwhocodes/momoa";
import { pointerKeys } from "./path.js";
import type { Position } from "./position.js";

/**
 * Where a JSON Pointer's value, or its key, begins in a JSON text; the nearest enclosing place where the text has no
 * such value. The text must be valid JSON.
 */
export function locate(tree: DocumentNode, pointer: string, what: "key" | "value" = "value"): Position {
  let node: AnyNode = tree.body;
  let place = node.loc.start;
  for (const key of pointerKeys(pointer)) {
    if (node.type === "Object") {
      const member: MemberNode | undefined = node.members.findLast((candidate) => memberKey(candidate.name) === key);
      if (member === undefined) break;
      node = member.value;
      place = what === "key" ? member.loc.start : node.loc.start;
    } else if (node.type === "Array") {
      const element: ElementNode | undefined = node.elements[Number(key)];
      if (element === undefined) break;
      node = element.value;
      place = node.loc.start;
    } else break;
  }
  return { line: place.line, column: place.column };
}

/**
 * The place of a UTF-16 offset inside the string at a JSON Pointer; the string's own place where the text has none
 * there. A JSON string stands on one line, but an escape takes more room than what it stands for.
 */
export function locateInside(tree: DocumentNode, text: string, pointer: string, offset: number): Position {
  const place = locate(tree, pointer);
  const start = offsetOf(text, place);
  if (text[start] !== '"') return place;
  let at = start + 1;
  for (let count = 0; count < offset && text[at] !== '"'; count++)
    at += text[at] !== "\\" ? 1 : text[at + 1] === "u" ? 6 : 2;
  return { line: place.line, column: place.column + at - start };
}

function offsetOf(text: string, { line, column }: Position): number {
  let start = 0;
  for (let count = 1; count < line; count++) start = text.indexOf("\n", start) + 1;
  return start + column - 1;
}

/** The key as the program sees it, escapes resolved. */
export function memberKey(name: { type: string }): string {
  return "value" in name ? String(name.value) : String((name as unknown as { name: string }).name);
}

/** The tree of a valid JSON text, with the place of every part. */
export function parseTree(text: string): DocumentNode {
  return parse(text, { mode: "json", ranges: true });
}
