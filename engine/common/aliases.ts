import { diagnostic, FettleError, type Diagnostic } from "./diagnostic.js";
import { aliasedPath, aliasPath, type Alias } from "./engine-adapter.js";
import { isObject, type Json, type JsonObject, type MaybeJson } from "./json.js";
import { pointer, readPath, startsWith, type Path } from "./path.js";
import type { JsonSource } from "./read-json.js";

/** In JSON, an alias is `{ "$same": PATH }`, with the path in their section of the object that it is. */
const sameKey = "$same";

export type FromJson =
  | { readonly ok: true; readonly document: JsonObject }
  | { readonly ok: false; readonly diagnostic: Diagnostic };

/**
 * Resolves `$same` in JSON to the object that it names. Copies only the path to it. `around` is the pointer to the
 * document in its text.
 */
export function readShared({ value, file, locate }: JsonSource, alias: Alias | null, around = ""): FromJson {
  const document = value as JsonObject;
  if (alias === null) return { ok: true, document };
  const { section, field } = alias;
  const model = document[section];
  const text = isObject(model) ? model[field] : undefined;
  if (!isObject(model) || !isObject(text) || !Object.hasOwn(text, sameKey)) return { ok: true, document };
  const place = pointer([section, field]);
  const fault = (message: string, hint: string, at: string, what: "key" | "value"): FromJson => ({
    ok: false,
    diagnostic: diagnostic("bad-same", message, { file, path: around + at, ...locate(at, what), hint }),
  });
  const other = Object.keys(text).find((key) => key !== sameKey);
  if (other !== undefined) {
    const hint = `remove \`${other}\` or \`${sameKey}\`: an object that refers to another has no keys of its own`;
    return fault(`\`${other}\` cannot be combined with \`${sameKey}\``, hint, place + pointer([other]), "key");
  }
  const found = findObject(model, text[sameKey], alias);
  return typeof found === "string"
    ? fault(found, expectedFor(alias), place + pointer([sameKey]), "value")
    : { ok: true, document: { ...document, [section]: { ...model, [field]: found } } };
}

function expectedFor({ of, deepest, usualKey }: Alias): string {
  return `expected \`${of}\`, or the path of an object at most ${deepest} keys below it, such as \`${of}.${usualKey}\``;
}

/** Finds the object that `$same` refers to, or returns the reason why there is none. */
function findObject(model: JsonObject, same: Json | undefined, { of, deepest }: Alias): JsonObject | string {
  if (typeof same !== "string") return `\`${sameKey}\` is not a string`;
  const keys = splitPath(same);
  if (keys[0] !== of) return `\`${same}\` does not begin with \`${of}\``;
  if (keys.length > deepest + 1) return `\`${same}\` is ${keys.length - 1} keys below \`${of}\``;
  let object: JsonObject = model;
  for (const [depth, key] of keys.entries()) {
    const part: MaybeJson = Object.hasOwn(object, key) ? object[key] : undefined;
    if (!isObject(part)) return `\`${joinPath(keys.slice(0, depth + 1))}\` ${kindOf(part)}`;
    object = part;
  }
  return object;
}

function kindOf(value: MaybeJson): string {
  if (value === undefined) return "is not in this document";
  if (value === null) return "is null, not an object";
  return Array.isArray(value) ? "is an array, not an object" : `is a ${typeof value}, not an object`;
}

/** Splits a dotted path; a backslash escapes a dot or a backslash in a name. */
function splitPath(text: string): Path {
  const keys: string[] = [];
  let key = "";
  for (let index = 0; index < text.length; index++) {
    if (text[index] === ".") {
      keys.push(key);
      key = "";
    } else key += text.charAt(text[index] === "\\" ? ++index : index);
  }
  return [...keys, key];
}

function joinPath(keys: Path): string {
  return keys.map((key) => key.replaceAll(/[.\\]/g, "\\$&")).join(".");
}

/**
 * Converts a document to a form that JSON can represent: `$same` replaces an alias. Returns the same document if there
 * is none.
 *
 * @throws FettleError if the field is an object with a key `$same` of its own, which would be read as a reference.
 */
export function documentToJson(document: JsonObject, alias: Alias | null): JsonObject {
  if (alias === null) return document;
  const { section, field } = alias;
  const model = document[section];
  const text = isObject(model) ? model[field] : undefined;
  if (!isObject(model) || !isObject(text)) return document;
  const shared = sharedPath(document, alias);
  if (shared !== null) return { ...document, [section]: { ...model, [field]: { [sameKey]: shared } } };
  if (!Object.hasOwn(text, sameKey)) return document;
  const message = `\`${section}.${field}\` has a key \`${sameKey}\`, which looks like a reference`;
  throw new FettleError([
    diagnostic("bad-same", message, { path: pointer([section, field]), hint: "rename the key in its source" }),
  ]);
}

/** Returns the path in their section of the object that the field is, as in `$same`; null if it is a separate one. */
export function sharedPath(document: JsonObject, alias: Alias | null): string | null {
  if (alias === null) return null;
  const { section, field, of, deepest } = alias;
  const model = document[section];
  const text = isObject(model) ? model[field] : undefined;
  const shared = isObject(model) && isObject(text) ? sharedPart(model[of], text, deepest) : null;
  return shared === null ? null : joinPath([of, ...shared]);
}

/** Finds the keys from an object to another inside it, in the engine's search order. */
function sharedPart(around: MaybeJson, wanted: JsonObject, levels: number): Path | null {
  if (around === wanted) return [];
  if (levels === 0 || !isObject(around)) return null;
  for (const [key, child] of Object.entries(around)) {
    const found = sharedPart(child, wanted, levels - 1);
    if (found !== null) return [key, ...found];
  }
  return null;
}

/**
 * Resolves `$same` in a parsed document to the object that it names. Returns the argument itself if there is none, and
 * never modifies it.
 *
 * @throws FettleError if `$same` does not refer to an object of the document.
 */
export function documentFromJson(json: JsonObject, alias: Alias | null): JsonObject {
  const read = readShared({ value: json, file: null, locate: () => null }, alias);
  if (!read.ok) throw new FettleError([read.diagnostic]);
  return read.document;
}

/** Like {@link documentFromJson}, but returns null if `$same` does not refer to an object. */
export function tryFromJson(json: JsonObject, alias: Alias | null): JsonObject | null {
  const read = readShared({ value: json, file: null, locate: () => null }, alias);
  return read.ok ? read.document : null;
}

/** Returns the path, from the document root, of the object that a value refers to; null if it is not a reference. */
export function sameObjectAs(path: string, value: unknown, alias: Alias | null): string | null {
  if (alias === null || path !== aliasPath(alias).join(".") || !isObject(value)) return null;
  const same = value[sameKey];
  return typeof same === "string" ? `${alias.section}.${same}` : null;
}

/** Whether a value is a `$same` reference, which has a meaning only inside a document. */
export function isReference(path: string, value: unknown, alias: Alias | null): boolean {
  return alias !== null && path === aliasPath(alias).join(".") && isObject(value) && Object.hasOwn(value, sameKey);
}

/** Returns all paths to a field: an alias has two, and so has everything inside it. */
export function pathsOf(path: Path, document: JsonObject, alias: Alias | null): readonly Path[] {
  const [section, key] = path;
  if (alias === null || section !== alias.section || (key !== alias.field && key !== alias.of)) return [path];
  const [field, of] = [aliasPath(alias), aliasedPath(alias)];
  const object = readPath(document, field);
  const shared = isObject(object) ? sharedPart(readPath(document, of), object, alias.deepest) : null;
  if (shared === null) return [path];
  const other = [...of, ...shared];
  return [path, ...moved(path, field, other), ...moved(path, other, field)];
}

function moved(path: Path, from: Path, to: Path): readonly Path[] {
  return startsWith(path, from) ? [[...to, ...path.slice(from.length)]] : [];
}
