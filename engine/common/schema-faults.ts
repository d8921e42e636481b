import { isObject, jsonEqual, type Json, type JsonObject } from "./json.js";
import { nearest } from "./nearest.js";
import { pointer } from "./path.js";
import { chooseBranch } from "./choose-branch.js";

/** One mistake, at its place as a JSON Pointer. */
export type Fault = { readonly at: string } & (
  | {
      readonly kind: "unknown-key";
      readonly key: string;
      readonly meant: string | null;
      readonly known: readonly string[];
    }
  /** One of these keys has to be there. */
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

/** A schema, and the schema document that its references start from. */
export interface Located {
  readonly schema: JsonObject;
  readonly root: JsonObject;
  readonly documents: readonly JsonObject[];
}

/** What is wrong with a value by its schema, one fault for each mistake; of alternatives, by the one that was meant. */
export function faultsOf(value: unknown, written: Located, at = ""): readonly Fault[] {
  const located = resolve(written);
  const { schema } = located;
  if (Array.isArray(schema.anyOf))
    return alternativeFaults(
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
  if (typeof value === "number") return boundFaults(value, schema, at);
  if (Array.isArray(value)) return itemFaults(value, located, at);
  return isObject(value) ? keyFaults(value, located, at) : [];
}

export function resolve(located: Located): Located {
  const { schema, documents } = located;
  if (typeof schema.$ref !== "string") return located;
  const [file, place = ""] = schema.$ref.split("#");
  const root = file === "" ? located.root : documents.find(({ $id }) => String($id).endsWith(file!))!;
  const target = place
    .split("/")
    .slice(1)
    .reduce<unknown>((parent, key) => (parent as Record<string, unknown>)[key], root);
  return resolve({ schema: target as JsonObject, root, documents });
}

function alternativeFaults(value: unknown, branches: readonly Located[], at: string): readonly Fault[] {
  const choice = chooseBranch(
    value,
    branches.map(({ schema }) => schema),
  );
  if (choice.kind === "none") return [{ kind: "no-branch", at, value, heads: choice.heads }];
  if (choice.kind === "together")
    return [{ kind: "together", at: at + pointer([choice.second]), key: choice.second, with: choice.first }];
  const chosen = branches[choice.index]!;
  return faultsOf(value, chosen, at).map((fault) => besidesSiblings(fault, chosen.schema, branches, at));
}

/** Alternatives that one key names, such as `set` with `value` and with `jsonata`, differ in the second. */
function besidesSiblings(fault: Fault, chosen: JsonObject, branches: readonly Located[], at: string): Fault {
  const [head, own] = (chosen.required ?? []) as string[];
  const seconds = branches
    .map(({ schema }) => (schema.required ?? []) as string[])
    .flatMap(([first, second]) => (first === head ? (second ?? []) : []));
  if (own === undefined || seconds.length < 2) return fault;
  if (fault.kind === "missing" && fault.at === at && fault.keys[0] === own) return { ...fault, keys: seconds };
  if (fault.kind === "unknown-key" && seconds.includes(fault.key) && fault.at === at + pointer([fault.key])) {
    return { kind: "together", at: fault.at, key: fault.key, with: own };
  }
  return fault;
}

/** An unknown key close to one that is missing is that key misspelt: one fault, not two. */
function keyFaults(value: JsonObject, located: Located, at: string): readonly Fault[] {
  const { schema } = located;
  const properties = (schema.properties ?? {}) as Record<string, JsonObject>;
  const known = Object.keys(properties);
  const absent = known.filter((key) => !Object.hasOwn(value, key));
  const faults: Fault[] = [];
  const meant = new Set<string>();
  for (const [key, child] of Object.entries(value)) {
    const place = at + pointer([key]);
    if (Object.hasOwn(properties, key))
      faults.push(...faultsOf(child, { ...located, schema: properties[key]! }, place));
    else if (schema.additionalProperties === false) {
      const match = nearest(
        key,
        absent.filter((other) => !meant.has(other)),
      );
      if (match !== null) meant.add(match);
      faults.push({ kind: "unknown-key", at: place, key, meant: match, known });
    } else {
      const names = schema.propertyNames as { pattern?: string } | undefined;
      if (names?.pattern !== undefined && !new RegExp(names.pattern, "u").test(key))
        faults.push({ kind: "name", at: place, key });
      if (isObject(schema.additionalProperties))
        faults.push(...faultsOf(child, { ...located, schema: schema.additionalProperties }, place));
    }
  }
  const missing = ((schema.required ?? []) as string[]).filter((key) => !Object.hasOwn(value, key) && !meant.has(key));
  return [...faults, ...missing.map((key): Fault => ({ kind: "missing", at, keys: [key] }))];
}

function itemFaults(value: readonly unknown[], located: Located, at: string): readonly Fault[] {
  const { schema } = located;
  if (typeof schema.minItems === "number" && value.length < schema.minItems) return [{ kind: "empty", at }];
  const { items } = schema;
  return isObject(items)
    ? value.flatMap((item, index) => faultsOf(item, { ...located, schema: items }, `${at}/${index}`))
    : [];
}

const bounds: readonly (readonly [string, string, (value: number, bound: number) => boolean])[] = [
  ["minimum", "at least", (value, bound) => value >= bound],
  ["maximum", "at most", (value, bound) => value <= bound],
  ["exclusiveMinimum", "more than", (value, bound) => value > bound],
  ["exclusiveMaximum", "less than", (value, bound) => value < bound],
];

function boundFaults(value: number, schema: JsonObject, at: string): readonly Fault[] {
  return bounds.flatMap(([keyword, words, holds]): Fault[] => {
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
