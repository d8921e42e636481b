import { isObject, type JsonObject } from "./json.js";
import type { SharedParts } from "./shared-parts.js";
import { resolve, type Located } from "./schema-errors.js";

/** Tests whether a value matches a schema or subschema. An object in `shared` is tested once by each subschema. */
type Test = (value: unknown, shared?: SharedParts) => boolean;

/** Keywords that {@link compileSchema} supports. It rejects all others rather than ignore them. */
const understood = new Set([
  "type",
  "enum",
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "properties",
  "additionalProperties",
  "items",
]);

/** Annotations, which do not constrain values. */
const notes = new Set([
  "$schema",
  "$id",
  "$comment",
  "$defs",
  "title",
  "description",
  "default",
  "examples",
  "readOnly",
  "x-serve",
  "x-target",
  "x-accepts",
]);

/**
 * Compiles a schema lazily to closures, one for each subschema that a value reaches. If a value uses only a small part
 * of a large schema, ajv's generated code takes longer to load than a process that validates one value runs. `open`
 * judges values that the schema does not constrain: objects and arrays of any content, and values that are not JSON.
 *
 * @throws Error if the schema has an unsupported keyword.
 */
export function compileSchema(written: Located, open: Test = () => true): Test {
  const located = resolve(written);
  const { schema } = located;
  for (const keyword of Object.keys(schema))
    if (!understood.has(keyword) && !notes.has(keyword))
      throw new Error(`\`${keyword}\` is not supported in a document schema`);
  const type = typeTest(
    schema.type === undefined ? null : ([schema.type].flat() as string[]),
    objectTest(located, open),
    arrayTest(located, open),
    numberTest(schema),
    open,
  );
  if (schema.enum === undefined) return type;
  const allowed = new Set<unknown>(schema.enum as readonly unknown[]);
  if ([...allowed].some((value) => typeof value === "object" && value !== null))
    throw new Error("an `enum` in a document schema must hold scalars");
  return (value, shared) => allowed.has(value) && type(value, shared);
}

function typeTest(types: readonly string[] | null, object: Test, array: Test, number: Test, open: Test): Test {
  const has = (type: string) => types === null || types.includes(type);
  const [takesNull, takesString, takesBoolean] = [has("null"), has("string"), has("boolean")];
  const [takesObject, takesArray, takesNumber, takesInteger] = [
    has("object"),
    has("array"),
    has("number"),
    has("integer"),
  ];
  return (value, shared) => {
    switch (typeof value) {
      case "string":
        return takesString;
      case "number":
        return (takesNumber ? Number.isFinite(value) : takesInteger && Number.isInteger(value)) && number(value);
      case "boolean":
        return takesBoolean;
      case "object":
        if (value === null) return takesNull;
        return Array.isArray(value) ? takesArray && array(value, shared) : takesObject && object(value, shared);
      default:
        return types === null && open(value);
    }
  };
}

/** Tests the keys that the value has. A key set to undefined, which JSON cannot have, counts as absent. */
function objectTest(located: Located, open: Test): Test {
  const { properties, additionalProperties: others = true } = located.schema;
  if (properties === undefined && others === true) return remembering(open);
  const part = (schema: unknown): Test => compileSchema({ ...located, schema: schema as JsonObject }, open);
  const known = (properties ?? {}) as JsonObject;
  const tests = new Map<string, Test>();
  let rest: Test | undefined;
  /** Compiles the test of a key when a value first has the key. */
  const make = (key: string): Test => {
    const test = Object.hasOwn(known, key)
      ? part(known[key])
      : (rest ??= isObject(others) ? part(others) : others === false ? () => false : open);
    if (test !== rest) tests.set(key, test);
    return test;
  };
  return remembering((value, shared) => {
    const object = value as { readonly [key: string]: unknown };
    for (const key in object) {
      const test = tests.get(key) ?? make(key);
      const child = object[key];
      if ((child !== undefined || test === rest) && !test(child, shared)) return false;
    }
    return true;
  });
}

/** Remembers the shared objects that passed. */
function remembering(test: Test): Test {
  const passed = new WeakSet<object>();
  return (value, shared) => {
    if (shared === undefined || !shared.has(value as object)) return test(value, shared);
    if (passed.has(value as object)) return true;
    const passes = test(value, shared);
    if (passes) passed.add(value as object);
    return passes;
  };
}

function arrayTest(located: Located, open: Test): Test {
  const { items } = located.schema;
  if (!isObject(items)) return open;
  const test = compileSchema({ ...located, schema: items }, open);
  return (value, shared) => {
    for (const item of value as readonly unknown[]) if (!test(item, shared)) return false;
    return true;
  };
}

function numberTest({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: JsonObject): Test {
  const bound = (value: unknown, none: number): number => (typeof value === "number" ? value : none);
  const [least, most] = [bound(minimum, -Infinity), bound(maximum, Infinity)];
  const [above, below] = [bound(exclusiveMinimum, -Infinity), bound(exclusiveMaximum, Infinity)];
  return (value) =>
    (value as number) >= least && (value as number) <= most && (value as number) > above && (value as number) < below;
}
