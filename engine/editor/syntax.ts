import { getLanguageService, type ASTNode, type JSONDocument, type StringASTNode } from "vscode-json-languageservice";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Range } from "vscode-languageserver";

/** A possibly incomplete text, parsed tolerantly. */
export interface Syntax {
  readonly file: string;
  readonly kind: FileKind;
  readonly text: string;
  readonly document: TextDocument;
  readonly json: JSONDocument;
}

export type FileKind = "pack" | "cases" | "claims" | "set";
/** Keys from the root; a number is an array index. */
export type Keys = readonly (string | number)[];

const parser = getLanguageService({});

export function kindOfFile(file: string): FileKind | null {
  return (/\.(pack|cases|claims|set)\.json$/.exec(file)?.[1] as FileKind | undefined) ?? null;
}

export function parseSyntax(file: string, text: string): Syntax | null {
  const kind = kindOfFile(file);
  if (kind === null) return null;
  const document = TextDocument.create(`file:///${kind}.${kind}.json`, "json", 1, text);
  const json = parser.parseJSONDocument(document);
  if (!isPolicy(json.root)) return { file, kind, text, document, json };
  return { file, kind, text, json, document: TextDocument.create("file:///policy.policy.json", "json", 1, text) };
}

/** Whether a pack says that it is a policy: keys and values that it may have are those of another schema. */
function isPolicy(root: ASTNode | undefined): boolean {
  if (root?.type !== "object") return false;
  return root.properties.some(({ keyNode, valueNode }) => keyNode.value === "kind" && valueNode?.value === "policy");
}

/** The keys that lead to a node; for a property and its key, those that lead to its value. */
export function keysOf(node: ASTNode): Keys {
  const keys: (string | number)[] = [];
  let at: ASTNode | undefined = node;
  if (node.type === "property") keys.push(node.keyNode.value);
  for (; at.parent !== undefined; at = at.parent) {
    const { parent }: ASTNode = at;
    if (parent.type === "array") keys.unshift(parent.items.indexOf(at));
    else if (parent.type === "property") keys.unshift(parent.keyNode.value);
  }
  return keys;
}

export function isKey(node: ASTNode): boolean {
  return node.parent?.type === "property" && node.parent.keyNode === node;
}

/** The node at these keys; undefined if the text has none. */
export function nodeAt({ json }: Syntax, keys: Keys): ASTNode | undefined {
  let node = json.root;
  for (const key of keys) {
    if (node?.type === "array") node = node.items[Number(key)];
    else if (node?.type === "object")
      node = node.properties.findLast(({ keyNode }) => keyNode.value === key)?.valueNode;
    else return undefined;
  }
  return node;
}

export function stringAt(syntax: Syntax, keys: Keys): string | undefined {
  const node = nodeAt(syntax, keys);
  return node?.type === "string" ? node.value : undefined;
}

/** Visits every string, including object keys, in text order. */
export function visitStrings({ json }: Syntax, visit: (node: StringASTNode, keys: Keys, isKey: boolean) => void): void {
  const look = (node: ASTNode | undefined, keys: Keys): void => {
    if (node?.type === "string") visit(node, keys, false);
    if (node?.type === "array") node.items.forEach((item, index) => look(item, [...keys, index]));
    if (node?.type !== "object") return;
    for (const { keyNode, valueNode } of node.properties) {
      const inner = [...keys, keyNode.value];
      visit(keyNode, inner, true);
      look(valueNode, inner);
    }
  };
  look(json.root, []);
}

/** The range of a node; for a string, including its quotes. */
export function rangeOf({ document }: Pick<Syntax, "document">, { offset, length }: Span): Range {
  return { start: document.positionAt(offset), end: document.positionAt(offset + length) };
}

export interface Span {
  readonly offset: number;
  readonly length: number;
}

/** The span of a string's content without its quotes; the closing quote may be missing. */
export function contentOf({ text }: Pick<Syntax, "text">, { offset, length }: Span): Span {
  const isClosed = length > 1 && text[offset + length - 1] === '"';
  return { offset: offset + 1, length: Math.max(0, length - (isClosed ? 2 : 1)) };
}
