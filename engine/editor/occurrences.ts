import { factsIn } from "../language/link-value.js";
import { parseTemplate } from "../language/template.js";
import { roleAt } from "./role.js";
import { contentOf, nodeAt, stringAt, visitStrings, type Span, type Syntax } from "./syntax.js";

/** A name that rules define. */
export interface Name {
  readonly kind: "fact" | "condition" | "rule" | "pack" | "code" | "set";
  /** The pack that it belongs to; a pack or set belongs to itself. */
  readonly pack: string;
  readonly name: string;
}

/** An occurrence of a name. */
export interface Occurrence extends Name {
  readonly file: string;
  /** The name itself, without quotes. */
  readonly span: Span;
  readonly isDefinition: boolean;
}

/** A document path in a rule file. */
export interface NamedPath {
  readonly path: string;
  readonly span: Span;
}

export interface FileNames {
  readonly occurrences: readonly Occurrence[];
  readonly paths: readonly NamedPath[];
}

/** The pack of a file. */
export function packOf(syntax: Syntax): string {
  return stringAt(syntax, [syntax.kind === "set" ? "set" : "pack"]) ?? "";
}

/**
 * Finds the names that a file defines and uses. `factsOf` returns the facts of a pack, which distinguishes a fact from
 * a path.
 */
export function namesIn(syntax: Syntax, factsOf: (pack: string) => ReadonlySet<string>): FileNames {
  const pack = packOf(syntax);
  const facts = factsOf(pack);
  const occurrences: Occurrence[] = [];
  const paths: NamedPath[] = [];
  const { file } = syntax;
  const add = (kind: Name["kind"], owner: string, name: string, span: Span, isDefinition = false): void => {
    if (name !== "") occurrences.push({ kind, pack: owner, name, file, span, isDefinition });
  };
  const reference = (name: string, span: Span): void => {
    if (facts.has(name)) add("fact", pack, name, span);
    else if (name.includes(".")) paths.push({ path: name, span });
  };
  visitStrings(syntax, (node, keys, isKey) => {
    const role = roleAt(syntax.kind, keys, isKey);
    if (role === null) return;
    const span = contentOf(syntax, node);
    const raw = syntax.text.slice(span.offset, span.offset + span.length);
    const inside = (offset: number, length: number): Span => ({ offset: span.offset + offset, length });
    switch (role) {
      case "fact-definition":
        add("fact", pack, node.value, span, true);
        break;
      case "condition-definition":
        add("condition", pack, node.value, span, true);
        break;
      case "condition":
        add("condition", pack, node.value, span);
        break;
      case "fact":
        add("fact", pack, node.value, span);
        break;
      case "rule-definition":
        add("rule", pack, node.value, span, true);
        break;
      case "pack-definition":
        add("pack", node.value, node.value, span, true);
        break;
      case "pack":
        add("pack", node.value, node.value, span);
        break;
      case "set":
        add("set", node.value, node.value, span);
        break;
      case "code-definition":
        add("code", pack, node.value, span, true);
        break;
      case "code": {
        const end = node.value.lastIndexOf("/");
        const owner = node.value.slice(0, Math.max(0, end));
        if (owner === "fettle" || end < 0) break;
        add("pack", owner, owner, inside(0, end));
        add("code", owner, node.value.slice(end + 1), inside(end + 1, node.value.length - end - 1));
        break;
      }
      case "reference":
        reference(node.value, span);
        break;
      case "path":
        if (node.value.includes(".")) paths.push({ path: node.value, span });
        break;
      case "expression":
        for (const name of new Set(factsIn(raw)))
          if (facts.has(name))
            for (const { index } of raw.matchAll(new RegExp(`\\$${name}\\b(?!\\s*\\()`, "g")))
              add("fact", pack, name, inside(index + 1, name.length));
        for (const { 0: path, index } of raw.matchAll(/\b[a-z_]+_config(?:\.\w+)+/g))
          paths.push({ path, span: inside(index, path.length) });
        break;
      case "message": {
        const parsed = parseTemplate(raw);
        for (const part of parsed.ok ? parsed.parts : [])
          if ("name" in part) reference(part.name, inside(part.offset, part.name.length));
        break;
      }
    }
  });
  return { occurrences, paths };
}

/** Names of the facts in a pack's text, even if it is incomplete. */
export function factNames(syntax: Syntax): ReadonlySet<string> {
  const node = nodeAt(syntax, ["facts"]);
  return new Set(node?.type === "object" ? node.properties.map(({ keyNode }) => keyNode.value) : []);
}

export function isSame(left: Name, right: Name): boolean {
  return left.kind === right.kind && left.pack === right.pack && left.name === right.name;
}
