import { isMap, isScalar, LineCounter, parseDocument, type Document } from "yaml";
import { diagnostic, type Diagnostic } from "../../common/diagnostic.js";
import { isObject, type JsonObject } from "../../common/json.js";
import { firstOf } from "../../common/must.js";
import { readPath } from "../../common/path.js";
import { repeatedKey } from "./yaml-keys.js";
import { nestingFault } from "./yaml-nesting.js";
import { describeTreeError, findTreeError } from "../../common/find-tree-error.js";

/** A parsed recipe; a value of the wrong type is reported once and reads as absent. */
export interface RecipeSource {
  readonly value: JsonObject;
  object(path: readonly string[]): JsonObject;
  text(path: readonly string[]): string | null;
  /** A list of strings; numbers keep their spelling. */
  words(path: readonly string[]): readonly string[];
  /** Names and values of the environment. */
  env(path: readonly string[]): Readonly<Record<string, string>>;
  report(found: Diagnostic): void;
  readonly diagnostics: readonly Diagnostic[];
}

/** Parses YAML; null with diagnostics if it is invalid or not a mapping. */
export function readRecipeSource(
  text: string,
  file: string | null,
): { source: RecipeSource | null; diagnostics: readonly Diagnostic[] } {
  const tooDeep = nestingFault(text, file);
  if (tooDeep !== null) return { source: null, diagnostics: [tooDeep] };
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: false,
    logLevel: "error",
  });
  if (document.errors.length > 0) {
    const diagnostics = document.errors.map((error) => {
      const { line, col } = lines.linePos(error.pos[0]);
      return yamlFault(error.message, { file, line, column: col });
    });
    return { source: null, diagnostics };
  }
  const repeated = repeatedKey(document);
  if (repeated !== null) {
    const { line, col } = lines.linePos(repeated.offset);
    return { source: null, diagnostics: [yamlFault(`\`${repeated.key}\` occurs twice`, { file, line, column: col })] };
  }
  const value = toValue(document, file);
  if (!value.ok) return { source: null, diagnostics: [value.fault] };
  if (isObject(value.value)) return { source: sourceOf(value.value, document, lines, file), diagnostics: [] };
  const hint = "expected a recipe as vllm-project/recipes publishes them, with `meta`, `model` and `features`";
  return { source: null, diagnostics: [diagnostic("not-an-object", "the file is not a mapping", { file, hint })] };
}

function toValue(
  document: Document,
  file: string | null,
): { ok: true; value: unknown } | { ok: false; fault: Diagnostic } {
  try {
    const value: unknown = document.toJS();
    const fault = findTreeError(value);
    if (fault === null) return { ok: true, value };
    const { message, hint } = describeTreeError(fault);
    return { ok: false, fault: diagnostic(fault.code, message, { file, hint }) };
  } catch (error) {
    return { ok: false, fault: yamlFault((error as Error).message, { file }) };
  }
}

function yamlFault(message: string, place: Partial<Diagnostic>): Diagnostic {
  const [first = ""] = message.split("\n");
  const line = first.replace(/[.:]$/, "");
  const hint = "check the indentation and quotes here";
  return diagnostic("yaml-syntax", `not valid YAML: ${line.charAt(0).toLowerCase()}${line.slice(1)}`, {
    ...place,
    hint,
  });
}

function sourceOf(value: JsonObject, document: Document, lines: LineCounter, file: string | null): RecipeSource {
  const found: Diagnostic[] = [];
  const bad = (path: readonly string[], expected: string): void => {
    const node = document.getIn(path, true);
    const range =
      isMap(node) || isScalar(node) ? node.range : (node as { range?: readonly number[] } | undefined)?.range;
    const at = range == null ? null : lines.linePos(firstOf(range));
    const place = { file, path: `/${path.join("/")}`, line: at?.line ?? null, column: at?.col ?? null };
    if (found.some((entry) => entry.path === place.path)) return;
    found.push(
      diagnostic("bad-recipe", `\`${path.join(".")}\` is not ${expected}`, { ...place, hint: `expected ${expected}` }),
    );
  };
  const isWord = (entry: unknown): entry is string | number => typeof entry === "string" || typeof entry === "number";
  return {
    value,
    diagnostics: found,
    report: (entry) => void found.push({ ...entry, file: entry.file ?? file }),
    object(path) {
      const at = readPath(value, path) ?? null;
      if (at !== null && !isObject(at)) bad(path, "a mapping");
      return isObject(at) ? at : {};
    },
    text(path) {
      const at = readPath(value, path) ?? null;
      if (at !== null && !isWord(at)) bad(path, "a string");
      return isWord(at) ? String(at) : null;
    },
    words(path) {
      const at = readPath(value, path) ?? [];
      if (Array.isArray(at) && at.every(isWord)) return at.map(String);
      bad(path, "a list of strings");
      return [];
    },
    env(path) {
      const entries = Object.entries(this.object(path));
      if (entries.some(([, entry]) => typeof entry === "object")) bad(path, "a mapping of names to strings");
      return Object.fromEntries(
        entries.filter(([, entry]) => typeof entry !== "object").map(([name, entry]) => [name, String(entry)]),
      );
    },
  };
}
