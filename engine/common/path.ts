import type { DiagnosticCode } from "./diagnostic.js";
import type { MaybeJson } from "./json.js";

/** Segments of a dotted path, from the document root. */
export type Path = readonly string[];

/** Names that every JavaScript object inherits, which paths must not reach. */
export const inheritedNames: ReadonlySet<string> = new Set([
  ...Object.getOwnPropertyNames(Object.prototype),
  "prototype",
]);

/** Keys that documents must not have: a careless copy could turn them into a prototype. */
export const forbiddenKeys: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

export type ParsedPath =
  | { readonly ok: true; readonly path: Path }
  | { readonly ok: false; readonly code: DiagnosticCode; readonly message: string; readonly hint: string };

const segment = /^(?:[A-Za-z_][A-Za-z0-9_-]*|\d+)$/;

/** Parses a dotted path such as `model_config.hf_config.head_dim`. An integer selects an array item. */
export function parsePath(text: string): ParsedPath {
  const path = text.split(".");
  const inherited = path.find((name) => inheritedNames.has(name));
  if (inherited !== undefined) {
    const message = `\`${inherited}\` is not allowed in a path: every JavaScript object inherits it`;
    return { ok: false, code: "forbidden-path", message, hint: "use a key of the document itself" };
  }
  if (path.every((name) => segment.test(name))) return { ok: true, path };
  return {
    ok: false,
    code: "bad-path",
    message: `\`${text}\` is not a dotted path`,
    hint: "write names separated by dots, such as `cache_config.block_size`",
  };
}

/** Returns the value at a path, reading own keys only; undefined if any segment is absent. */
export function readPath(document: unknown, path: Path): MaybeJson {
  let value: unknown = document;
  for (const name of path) {
    if (typeof value !== "object" || value === null || !hasKey(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value as MaybeJson;
}

/** Whether a key exists in the JSON sense: an array's `length` belongs to JavaScript, not to the document. */
export function hasKey(container: object, name: string): boolean {
  return Object.hasOwn(container, name) && !(name === "length" && Array.isArray(container));
}

/** Joins keys to a JSON Pointer (RFC 6901). */
export function pointer(keys: readonly (string | number)[]): string {
  return keys.map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

/** Splits a JSON Pointer into keys. */
export function pointerKeys(text: string): readonly string[] {
  return text
    .split("/")
    .slice(1)
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
}

export function startsWith(path: Path, beginning: Path): boolean {
  return beginning.every((name, index) => path[index] === name);
}

/** Whether a write to one path affects the other: they are equal, or one is a prefix of the other. */
export function overlaps(left: Path, right: Path): boolean {
  return startsWith(left, right) || startsWith(right, left);
}
