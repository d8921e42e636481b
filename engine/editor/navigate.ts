import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Location, TextDocumentEdit, WorkspaceEdit } from "vscode-languageserver";
import type { Names } from "./names.js";
import type { Name, Occurrence } from "./occurrences.js";
import { rangeOf } from "./syntax.js";

/** Returns a file's URI in the editor. */
export type UriOf = (file: string) => string;

function locationOf(occurrence: Occurrence, names: Names, uriOf: UriOf): Location[] {
  const syntax = names.syntaxOf(occurrence.file);
  return syntax === null ? [] : [{ uri: uriOf(occurrence.file), range: rangeOf(syntax, occurrence.span) }];
}

export function definitions(name: Name, names: Names, uriOf: UriOf): readonly Location[] {
  return names
    .of(name)
    .filter(({ isDefinition }) => isDefinition)
    .flatMap((found) => locationOf(found, names, uriOf));
}

export function references(name: Name, names: Names, uriOf: UriOf, withDefinition: boolean): readonly Location[] {
  return names
    .of(name)
    .filter(({ isDefinition }) => withDefinition || !isDefinition)
    .flatMap((found) => locationOf(found, names, uriOf));
}

const identifier = "^[a-z0-9][a-z0-9._-]*$";

/** Valid names by kind: as in the pack schema, and for facts as expressions can refer to them. */
const spellings: Readonly<Record<Name["kind"], RegExp>> = {
  fact: /^[A-Za-z_][A-Za-z0-9_]*$/,
  condition: /^[A-Za-z_][A-Za-z0-9_-]*$/,
  rule: new RegExp(identifier),
  code: new RegExp(identifier),
  pack: /^[a-z0-9][a-z0-9._-]*\/[a-z0-9][a-z0-9._-]*$/,
  set: new RegExp(identifier),
};

/** Explains why a name cannot be renamed to another; null if it can. */
export function whyNotRenamed(name: Name, next: string, names: Names): string | null {
  if (!spellings[name.kind].test(next)) return `\`${next}\` is not a valid name for a ${name.kind}`;
  const taken = names.of({ ...name, name: next, ...(name.kind === "pack" ? { pack: next } : {}) });
  return taken.some(({ isDefinition }) => isDefinition) ? `a ${name.kind} named \`${next}\` already exists` : null;
}

/** Renames a name everywhere; for a pack also its files. `isOwn` tells which files may be modified. */
export function rename(
  name: Name,
  next: string,
  names: Names,
  { uriOf, isOwn }: { readonly uriOf: UriOf; readonly isOwn: (file: string) => boolean },
): WorkspaceEdit {
  const byFile = new Map<string, Occurrence[]>();
  for (const found of names.of(name)) {
    if (!isOwn(found.file)) continue;
    byFile.set(found.file, [...(byFile.get(found.file) ?? []), found]);
  }
  const edits = [...byFile].flatMap(([file, found]): TextDocumentEdit[] => {
    const syntax = names.syntaxOf(file);
    if (syntax === null) return [];
    const changes = found.map(({ span }) => ({ range: rangeOf(syntax, span), newText: next }));
    return [{ textDocument: { uri: uriOf(file), version: null }, edits: changes }];
  });
  if (name.kind !== "pack") return { documentChanges: edits };
  const files = [...byFile.keys()].filter((file) => isNamedAfter(file, name.name));
  const moves = files.map((file) => ({
    kind: "rename" as const,
    oldUri: uriOf(file),
    newUri: pathToFileURL(movedTo(new URL(uriOf(file)).pathname, next)).href,
  }));
  return { documentChanges: [...edits, ...moves] };
}

function isNamedAfter(file: string, pack: string): boolean {
  const family = pack.split("/").at(-1);
  return ["pack", "cases", "claims"].some((kind) => path.basename(file) === `${family}.${kind}.json`);
}

function movedTo(place: string, pack: string): string {
  const [vendor = "", family = ""] = pack.split("/");
  const ending = path.basename(place).split(".").slice(-2).join(".");
  return path.join(path.dirname(path.dirname(decodeURIComponent(place))), vendor, `${family}.${ending}`);
}
