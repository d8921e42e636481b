import { isObject, type Json, type JsonObject } from "../../common/json.js";
import { memoize } from "../../common/memoize.js";
import type { Path } from "../../common/path.js";
import { tags, type Domain, type Tag } from "../term.js";
import { tagOf } from "../encode/tag-of.js";

/** A domain that allows any value. */
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

/** A domain that allows no value. */
const closed: Domain = { ...open, tags: new Set(["absent"]), child: () => closed, items: open };

/** Whether a domain allows any value, including any contents. */
export const isOpen = (domain: Domain): boolean => domain === open;

/** Whether a domain allows a value, including its contents. */
export function admits(domain: Domain, value: Json): boolean {
  if (!domain.tags.has(tagOf(value))) return false;
  if (Array.isArray(value)) return value.every((item) => admits(domain.items, item));
  if (isObject(value)) return Object.entries(value).every(([key, inner]) => admits(domain.child(key), inner));
  if (domain.values !== null && !domain.values.includes(value)) return false;
  if (typeof value !== "number") return true;
  const { isInteger, bounds } = domain;
  return (
    (!isInteger || Number.isInteger(value)) &&
    bounds.every(
      ({ side, strict, value: bound }) =>
        (strict ? bound !== value : true) && (side === "least" ? bound <= value : value <= bound),
    )
  );
}

/** Extends a domain to allow any value at some paths. */
export function openAt(domain: Domain, paths: readonly Path[]): Domain {
  if (domain === open || paths.length === 0) return domain;
  if (paths.some(({ length }) => length === 0)) return open;
  const children = new Map<string, Domain>();
  return {
    ...domain,
    get items() {
      return domain.items;
    },
    child(key) {
      const known =
        children.get(key) ??
        openAt(
          domain.child(key),
          paths.flatMap(([first, ...rest]) => (first === key ? [rest] : [])),
        );
      children.set(key, known);
      return known;
    },
  };
}

/** Reads the document's schema; the document itself is always an object. */
export const domainOf = memoize(
  (schema: JsonObject): Domain => ({
    ...read(schema, schema),
    tags: new Set(["object"]),
  }),
);

/** Keywords that constrain the value. */
const restricting = new Set([
  "type",
  "enum",
  "properties",
  "additionalProperties",
  "items",
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
]);

function read(given: JsonObject, root: JsonObject): Domain {
  const schema = resolve(given, root);
  if (!Object.keys(schema).some((keyword) => restricting.has(keyword))) return open;
  const types = schema.type === undefined ? null : ([schema.type].flat() as string[]);
  const allowed = types === null ? tags : [...types.map((type) => (type === "integer" ? "number" : type)), "absent"];
  const values = Array.isArray(schema.enum) ? (schema.enum as Json[]) : null;
  const inside = (value: Json | undefined): Domain =>
    isObject(value) ? read(value, root) : value === false ? closed : open;
  const children = new Map<string, Domain>();
  const properties = isObject(schema.properties) ? schema.properties : {};
  return {
    tags: new Set(allowed as Tag[]),
    values,
    isInteger: types?.includes("integer") === true && !types.includes("number"),
    bounds: [
      ...bound(schema.minimum, "least", false),
      ...bound(schema.exclusiveMinimum, "least", true),
      ...bound(schema.maximum, "most", false),
      ...bound(schema.exclusiveMaximum, "most", true),
    ],
    get items() {
      return inside(schema.items);
    },
    child(key) {
      const known =
        children.get(key) ?? inside(Object.hasOwn(properties, key) ? properties[key] : schema.additionalProperties);
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
  const target = schema.$ref
    .split("/")
    .slice(1)
    .reduce<Json | undefined>((value, key) => (isObject(value) ? value[key] : undefined), root);
  return isObject(target) ? resolve(target, root) : schema;
}
