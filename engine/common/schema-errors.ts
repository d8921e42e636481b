import { isObject, jsonEqual, type Json, type JsonObject } from "./json.js";
import { itemAt, must } from "./must.js";
import { nearest } from "./nearest.js";
import { pointer } from "./path.js";
import { chooseBranch } from "./choose-branch.js";

/** A single schema violation, located by a JSON Pointer. */
export type SchemaError = { readonly at: string } & (
  | {
      readonly kind: "unknown-key";
      readonly key: string;
      readonly meant: string | null;
      readonly known: readonly string[];
    }
  /** One of these keys is required. */
  | { readonly kind: "missing"; readonly keys: readonly string[] }
  | { readonly kind: "type"; readonly value: unknown; readonly types: readonly string[] }
  | { readonly kind: "value"; readonly value: unknown; readonly allowed: readonly Json[] }
  | { readonly kind: "pattern"; readonly value: unknown; readonly pattern: string }
  | { readonly kind: "name"; readonly key: string }
  | { readonly kind: "empty" }
  | { readonly kind: "bound"; readonly value: unknown; readonly words: string }
  | { readonly kind: "together"; readonly key: string; readonly with: string }
  | { readonly kind: "no-branch"; readonly value: unknown; readonly heads: readonly string[] }
);

/** A schema with the schema document that resolves its references. */
export interface Located {
  readonly schema: JsonObject;
  readonly root: JsonObject;
  readonly documents: readonly JsonObject[];
}

/**
 * Finds the schema violations of a value, one error for each mistake. Among alternatives, checks the one that was
 * meant.
 */
export function schemaErrorsOf(value: unknown, written: Located, at = ""): readonly SchemaError[] {
  const located = resolve(written);
  const { schema } = located;
  if (Array.isArray(schema.anyOf))
    return alternativeErrors(
      value,
      (schema.anyOf as JsonObject[]).map((branch) => resolve({ ...located, schema: branch })),
      at,
    );
  const types = schema.type === undefined ? [] : ([schema.type].flat() as string[]);
  if (types.length > 0 && !types.some((type) => isOfType(value, type))) return [{ kind: "type", at, value, types }];
  if (Array.isArray(schema.enum) && !schema.enum.some((allowed) => jsonEqual(allowed, value))) {
    return [{ kind: "value", at, value, allowed: schema.enum }];
  }
  if (typeof value === "string")
    return typeof schema.pattern === "string" && !new RegExp(schema.pattern, "u").test(value)
      ? [{ kind: "pattern", at, value, pattern: schema.pattern }]
      : [];
  if (typeof value === "number") return boundErrors(value, schema, at);
  if (Array.isArray(value)) return itemErrors(value, located, at);
  return isObject(value) ? keyErrors(value, located, at) : [];
}

export function resolve(located: Located): Located {
  const { schema, documents } = located;
  if (typeof schema.$ref !== "string") return located;
  const [file = "", place = ""] = schema.$ref.split("#");
  const root =
    file === ""
      ? located.root
      : must(
          documents.find(({ $id }) => String($id).endsWith(file)),
          `the schema ${file}`,
        );
  const target = place
    .split("/")
    .slice(1)
    .reduce<unknown>((parent, key) => (parent as Record<string, unknown>)[key], root);
  return resolve({ schema: target as JsonObject, root, documents });
}

function alternativeErrors(value: unknown, branches: readonly Located[], at: string): readonly SchemaError[] {
  const choice = chooseBranch(
    value,
    branches.map(({ schema }) => schema),
  );
  if (choice.kind === "none") return [{ kind: "no-branch", at, value, heads: choice.heads }];
  if (choice.kind === "together")
    return [{ kind: "together", at: at + pointer([choice.second]), key: choice.second, with: choice.first }];
  const chosen = itemAt(branches, choice.index);
  return schemaErrorsOf(value, chosen, at).map((error) => besidesSiblings(error, chosen.schema, branches, at));
}

/** Narrows alternatives that share their first key, such as `set` with `value` and with `jsonata`, by the second. */
function besidesSiblings(
  error: SchemaError,
  chosen: JsonObject,
  branches: readonly Located[],
  at: string,
): SchemaError {
  const [head, own] = (chosen.required ?? []) as string[];
  const seconds = branches
    .map(({ schema }) => (schema.required ?? []) as string[])
    .flatMap(([first, second]) => (first === head ? (second ?? []) : []));
  if (own === undefined || seconds.length < 2) return error;
  if (error.kind === "missing" && error.at === at && error.keys[0] === own) return { ...error, keys: seconds };
  if (error.kind === "unknown-key" && seconds.includes(error.key) && error.at === at + pointer([error.key])) {
    return { kind: "together", at: error.at, key: error.key, with: own };
  }
  return error;
}

/** Checks keys. An unknown key similar to a missing one is a misspelling: one error, not two. */
function keyErrors(value: JsonObject, located: Located, at: string): readonly SchemaError[] {
  const { schema } = located;
  const properties = (schema.properties ?? {}) as Record<string, JsonObject>;
  const known = Object.keys(properties);
  const absent = known.filter((key) => !Object.hasOwn(value, key));
  const errors: SchemaError[] = [];
  const meant = new Set<string>();
  for (const [key, child] of Object.entries(value)) {
    const place = at + pointer([key]);
    const property = Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (property !== undefined) errors.push(...schemaErrorsOf(child, { ...located, schema: property }, place));
    else if (schema.additionalProperties === false) {
      const match = nearest(
        key,
        absent.filter((other) => !meant.has(other)),
      );
      if (match !== null) meant.add(match);
      errors.push({ kind: "unknown-key", at: place, key, meant: match, known });
    } else {
      const names = schema.propertyNames as { pattern?: string } | undefined;
      if (names?.pattern !== undefined && !new RegExp(names.pattern, "u").test(key))
        errors.push({ kind: "name", at: place, key });
      if (isObject(schema.additionalProperties))
        errors.push(...schemaErrorsOf(child, { ...located, schema: schema.additionalProperties }, place));
    }
  }
  const missing = ((schema.required ?? []) as string[]).filter((key) => !Object.hasOwn(value, key) && !meant.has(key));
  return [...errors, ...missing.map((key): SchemaError => ({ kind: "missing", at, keys: [key] }))];
}

function itemErrors(value: readonly unknown[], located: Located, at: string): readonly SchemaError[] {
  const { schema } = located;
  if (typeof schema.minItems === "number" && value.length < schema.minItems) return [{ kind: "empty", at }];
  const { items } = schema;
  return isObject(items)
    ? value.flatMap((item, index) => schemaErrorsOf(item, { ...located, schema: items }, `${at}/${index}`))
    : [];
}

const bounds: readonly (readonly [string, string, (value: number, bound: number) => boolean])[] = [
  ["minimum", "at least", (value, bound) => value >= bound],
  ["maximum", "at most", (value, bound) => value <= bound],
  ["exclusiveMinimum", "more than", (value, bound) => value > bound],
  ["exclusiveMaximum", "less than", (value, bound) => value < bound],
];

function boundErrors(value: number, schema: JsonObject, at: string): readonly SchemaError[] {
  return bounds.flatMap(([keyword, words, holds]): SchemaError[] => {
    const bound = schema[keyword];
    return typeof bound !== "number" || holds(value, bound)
      ? []
      : [{ kind: "bound", at, value, words: `${words} ${bound}` }];
  });
}

function isOfType(value: unknown, type: string): boolean {
  switch (type) {
    case "null":
      return value === null;
    case "array":
      return Array.isArray(value);
    case "object":
      return isObject(value);
    case "integer":
      return Number.isInteger(value);
    case "number":
      return Number.isFinite(value);
    default:
      return typeof value === type;
  }
}
