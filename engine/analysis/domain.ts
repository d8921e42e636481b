import { isObject, type Json, type JsonObject } from "../base/json.js";
import { tags, type Tag } from "./term.js";

/** What the document's schema lets stand at a place. */
export interface Domain {
  /** Absent is among them: anything may be left out. */
  readonly tags: ReadonlySet<Tag>;
  /** The only scalars allowed; null where there is no such list. */
  readonly values: readonly Json[] | null;
  readonly isInteger: boolean;
  /** Bounds of a number. */
  readonly bounds: readonly { readonly side: "least" | "most"; readonly strict: boolean; readonly value: number }[];
  readonly items: Domain;
  child(key: string): Domain;
}

/** Where anything may stand. */
export const open: Domain = {
  tags: new Set(tags),
  values: null,
  isInteger: false,
  bounds: [],
  get items() {
    return open;
  },
  child: () => open,
};

/** A document of which nothing is known. */
export const anyDocument: Domain = { ...open, tags: new Set(["object"]) };

/** Where nothing may stand. */
const closed: Domain = { ...open, tags: new Set(["absent"]), child: () => closed, items: open };

/** A domain that lets anything stand at a path. */
export function openAt(domain: Domain, [key, ...rest]: readonly string[]): Domain {
  if (key === undefined) return open;
  return { ...domain, items: domain.items, child: (name) => (name === key ? openAt(domain.child(name), rest) : domain.child(name)) };
}

/** Reads the schema of the document; the document itself is always an object. */
export function domainOf(schema: JsonObject): Domain {
  return { ...read(schema, schema), tags: new Set(["object"]) };
}

function read(given: JsonObject, root: JsonObject): Domain {
  const schema = resolve(given, root);
  const types = schema.type === undefined ? null : ([schema.type].flat() as string[]);
  const allowed = types === null ? tags : [...types.map((type) => (type === "integer" ? "number" : type)), "absent"];
  const values = Array.isArray(schema.enum) ? (schema.enum as Json[]) : null;
  const inside = (value: Json | undefined): Domain => (isObject(value) ? read(value, root) : value === false ? closed : open);
  const children = new Map<string, Domain>();
  const properties = isObject(schema.properties) ? schema.properties : {};
  return {
    tags: new Set(allowed as Tag[]),
    values,
    isInteger: types?.includes("integer") === true && !types.includes("number"),
    bounds: [
      ...bound(schema.minimum, "least", false), ...bound(schema.exclusiveMinimum, "least", true),
      ...bound(schema.maximum, "most", false), ...bound(schema.exclusiveMaximum, "most", true),
    ],
    get items() {
      return inside(schema.items);
    },
    child(key) {
      const known = children.get(key) ?? inside(Object.hasOwn(properties, key) ? properties[key] : schema.additionalProperties);
      children.set(key, known);
      return known;
    },
  };
}

function bound(value: Json | undefined, side: "least" | "most", strict: boolean): Domain["bounds"] {
  return typeof value === "number" ? [{ side, strict, value }] : [];
}

function resolve(schema: JsonObject, root: JsonObject): JsonObject {
  if (typeof schema.$ref !== "string") return schema;
  const target = schema.$ref.split("/").slice(1).reduce<Json | undefined>((value, key) => (isObject(value) ? value[key] : undefined), root);
  return isObject(target) ? resolve(target, root) : schema;
}
