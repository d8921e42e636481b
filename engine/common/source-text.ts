import { parse, type AnyNode, type DocumentNode, type ElementNode, type MemberNode } from "@humanwhocodes/momoa";
import { pointerKeys } from "./path.js";
import type { Position } from "./position.js";

/**
 * Returns the position of a JSON Pointer's value or key in a JSON text, or of the nearest enclosing value if the text
 * does not have it. The text must be valid JSON.
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
 * Returns the position of a UTF-16 offset inside the string at a JSON Pointer, or the string's own position if the
 * offset is out of range. A JSON string occupies one line, but an escape is longer than the character it represents.
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

/** Returns the key with escapes resolved. */
export function memberKey(name: { type: string }): string {
  return "value" in name ? String(name.value) : String((name as unknown as { name: string }).name);
}

/** Parses valid JSON text into a tree with positions. */
export function parseTree(text: string): DocumentNode {
  return parse(text, { mode: "json", ranges: true });
}
