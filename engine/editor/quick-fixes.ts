import { CodeActionKind, type CodeAction, type Diagnostic as LspDiagnostic, type Range } from "vscode-languageserver";
import { addCasesCommand } from "./lenses.js";
import { packOf } from "./occurrences.js";
import { keysOf, nodeAt, rangeOf, stringAt, type Syntax } from "./syntax.js";

/** Fixes for findings: the name that was probably meant, or a guard before a comparison; and a rule's missing cases. */
export function quickFixes(uri: string, syntax: Syntax, findings: readonly LspDiagnostic[], at: Range): CodeAction[] {
  return [
    ...findings.flatMap((found) => [...meantName(uri, syntax, found), ...guard(uri, syntax, found)]),
    ...missingCases(syntax, at),
  ];
}

function meantName(uri: string, { document }: Syntax, found: LspDiagnostic): CodeAction[] {
  const meant = (found.data as { meant?: unknown } | undefined)?.meant;
  if (typeof meant !== "string") return [];
  const isString = document.getText(found.range).startsWith('"');
  const newText = isString ? JSON.stringify(meant) : meant;
  return [fix(`Change to \`${meant}\``, uri, found, { range: found.range, newText })];
}

/** Puts `isPresent` before a comparison that also holds if its field is absent. */
function guard(uri: string, syntax: Syntax, found: LspDiagnostic): CodeAction[] {
  const absent = (found.data as { absent?: unknown } | undefined)?.absent;
  if (typeof absent !== "string") return [];
  const { document, json, text } = syntax;
  const inside = json.getNodeFromOffset(document.offsetAt(found.range.start));
  const comparison = inside?.parent?.type === "property" ? inside.parent.parent : inside?.parent;
  if (comparison?.type !== "object") return [];
  const { offset, length, parent } = comparison;
  const test = `{ "fact": ${JSON.stringify(absent)}, "operator": "isPresent", "value": true }`;
  const isPart = parent?.type === "array" && keysOf(parent).at(-1) === "all";
  const { character } = document.positionAt(offset);
  const line = text.slice(offset - character, offset);
  const between = /^\s*$/.test(line) ? `,\n${line}` : ", ";
  const own = text.slice(offset, offset + length);
  const newText = isPart ? `${test}${between}${own}` : `{ "all": [${test}, ${own}] }`;
  const title = `Require that \`${absent}\` is present`;
  return [fix(title, uri, found, { range: rangeOf(syntax, { offset, length }), newText })];
}

function fix(
  title: string,
  uri: string,
  found: LspDiagnostic,
  edit: { readonly range: Range; readonly newText: string },
): CodeAction {
  const changes = { [uri]: [edit] };
  return { title, kind: CodeActionKind.QuickFix, isPreferred: true, diagnostics: [found], edit: { changes } };
}

/** Offers the missing cases of the pack on each of its rules. */
function missingCases(syntax: Syntax, at: Range): CodeAction[] {
  if (syntax.kind !== "pack") return [];
  const rules = nodeAt(syntax, ["rules"]);
  const offset = syntax.document.offsetAt(at.start);
  const isInRule =
    rules?.type === "array" &&
    rules.items.some((rule) => rule.offset <= offset && offset <= rule.offset + rule.length) &&
    stringAt(syntax, ["pack"]) !== undefined;
  if (!isInRule) return [];
  const pack = packOf(syntax);
  const title = `Add missing cases of \`${pack}\``;
  const command = { title, command: addCasesCommand, arguments: [pack] };
  return [{ title, kind: CodeActionKind.QuickFix, command }];
}
