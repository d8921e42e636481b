import type { DiagnosticCode } from "./diagnostic.js";
import type { MaybeJson } from "./json.js";

/** Segments of a dotted path, from the document's root. */
export type Path = readonly string[];

/** Names through which a path could reach what JavaScript itself put on every object. */
export const inheritedNames: ReadonlySet<string> = new Set([
  ...Object.getOwnPropertyNames(Object.prototype),
  "prototype",
]);

/** Keys that a document may not hold, because a careless copy would turn them into a prototype. */
export const forbiddenKeys: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

export type ParsedPath =
  | { readonly ok: true; readonly path: Path }
  | { readonly ok: false; readonly code: DiagnosticCode; readonly message: string; readonly hint: string };

const segment = /^(?:[A-Za-z_][A-Za-z0-9_-]*|\d+)$/;

/** Reads a dotted path such as `model_config.hf_config.head_dim`; a whole number picks from an array. */
export function parsePath(text: string): ParsedPath {
  const path = text.split(".");
  const inherited = path.find((name) => inheritedNames.has(name));
  if (inherited !== undefined) {
    const message = `\`${inherited}\` is not allowed in a path: every JavaScript object inherits it`;
    return { ok: false, code: "forbidden-path", message, hint: "name a key of the document itself" };
  }
  if (path.every((name) => segment.test(name))) return { ok: true, path };
  return {
    ok: false,
    code: "bad-path",
    message: `\`${text}\` is not a dotted path`,
    hint: "write names with dots between them, such as `cache_config.block_size`",
  };
}

/** The value at a path, own keys only; undefined where any part of it is absent. */
export function readPath(document: unknown, path: Path): MaybeJson {
  let value: unknown = document;
  for (const name of path) {
    if (typeof value !== "object" || value === null || !hasKey(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value as MaybeJson;
}

/** Whether JSON has the key there: an array's `length` is JavaScript's own, not the document's. */
export function hasKey(container: object, name: string): boolean {
  return Object.hasOwn(container, name) && !(name === "length" && Array.isArray(container));
}

/** A JSON Pointer (RFC 6901) of the given keys. */
export function pointer(keys: readonly (string | number)[]): string {
  return keys.map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

/** The keys of a JSON Pointer. */
export function pointerKeys(text: string): readonly string[] {
  return text
    .split("/")
    .slice(1)
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
}
