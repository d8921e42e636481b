import type { Alias, EngineAdapter } from "../common/engine-adapter.js";
import { isObject, type Json, type JsonObject } from "../common/json.js";
import type { Path } from "../common/path.js";
import { memoize } from "../common/memoize.js";

/** A field as defined by the document's schema. */
export interface Field {
  /** Allowed JSON Schema types except null; empty if any. */
  readonly types: readonly string[];
  /** Allowed values except null; null if not enumerated. */
  readonly values: readonly Json[] | null;
}

export type FieldLookup =
  | { readonly kind: "known"; readonly field: Field }
  /** Inside an open object, which may have any key. */
  | { readonly kind: "open" }
  /** `name` is not a field of the section at `section`, whose fields are `known`. */
  | { readonly kind: "unknown"; readonly name: string; readonly section: string; readonly known: readonly string[] };

/** The fields of a document, as its schema defines them. */
export interface Fields {
  readonly sections: ReadonlySet<string>;
  find(path: Path): FieldLookup;
  /** The object that has a second name. */
  readonly alias: Alias | null;
}

/** Builds the table of fields from the schema of an engine's documents. */
export function fieldsOf({ schema, alias }: Pick<EngineAdapter, "schema" | "alias">): Fields {
  const root = schema();
  return { sections: new Set(Object.keys(properties(root))), find: memoize((path) => findField(root, path)), alias };
}

function findField(root: JsonObject, path: Path): FieldLookup {
  let schema = root;
  for (const [index, name] of path.entries()) {
    const known = properties(schema);
    const child = Object.hasOwn(known, name) ? known[name] : undefined;
    if (isObject(child)) schema = resolve(child, root);
    else if (schema.additionalProperties === false || isScalar(fieldOf(schema, root))) {
      return { kind: "unknown", name, section: path.slice(0, index).join("."), known: Object.keys(known) };
    } else return { kind: "open" };
  }
  return { kind: "known", field: fieldOf(schema, root) };
}

/** Whether a field cannot contain anything. */
function isScalar({ types }: Field): boolean {
  return types.length > 0 && !types.includes("object") && !types.includes("array");
}

function resolve(schema: JsonObject, root: JsonObject): JsonObject {
  if (typeof schema.$ref !== "string") {
    const branches = Array.isArray(schema.anyOf)
      ? (schema.anyOf as JsonObject[]).map((branch) => resolve(branch, root))
      : [];
    return branches.find((branch) => branch.properties !== undefined) ?? schema;
  }
  const target = schema.$ref
    .split("/")
    .slice(1)
    .reduce<Json | undefined>((value, key) => (isObject(value) ? value[key] : undefined), root);
  return isObject(target) ? resolve(target, root) : schema;
}

function properties(schema: JsonObject): JsonObject {
  return isObject(schema.properties) ? schema.properties : {};
}

function fieldOf(schema: JsonObject, root: JsonObject): Field {
  const branches = Array.isArray(schema.anyOf)
    ? (schema.anyOf as JsonObject[]).map((branch) => fieldOf(resolve(branch, root), root))
    : [];
  if (branches.length > 0) {
    const open = branches.some(({ types }) => types.length === 0);
    const lists = branches.map(({ values }) => values);
    return {
      types: open ? [] : [...new Set(branches.flatMap(({ types }) => types))],
      values: lists.every((list) => list !== null) ? lists.flat() : null,
    };
  }
  const values = Array.isArray(schema.enum) ? schema.enum.filter((value) => value !== null) : null;
  const stated = schema.type === undefined ? [...new Set((values ?? []).map(jsonType))] : [schema.type].flat();
  return { types: (stated as string[]).filter((type) => type !== "null"), values };
}

/** JSON Schema type of a value; a whole number is an integer. */
export function jsonType(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return Number.isInteger(value) ? "integer" : typeof value;
}

/** Whether a field allows a value. Null, for unset, is always allowed. */
export function fits(value: unknown, { types, values }: Field): boolean {
  if (value === null) return true;
  const type = jsonType(value);
  const typed = types.length === 0 || types.includes(type) || (type === "integer" && types.includes("number"));
  return typed && (values === null || values.some((allowed) => allowed === value));
}
