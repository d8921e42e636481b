import { diagnostic, type Diagnostic } from "./diagnostic.js";
import { isObject, type JsonObject } from "./json.js";
import { didYouMean, nearest } from "./nearest.js";
import { pointerKeys } from "./path.js";
import type { JsonSource } from "./read-json.js";
import type { SchemaError, Validate } from "./validate.js";

/** A generated validator with the schemas it was made from, by `$id`; its own comes first. */
export interface SchemaModule {
  readonly validate: Validate;
  readonly schemas: readonly JsonObject[];
}

/** What is wrong with a JSON text by its schema: one finding for each mistake, at its place. */
export function checkSchema(source: JsonSource, { validate, schemas }: SchemaModule): readonly Diagnostic[] {
  if (validate(source.value)) return [];
  const errors = chooseBranches(validate.errors ?? [], source, schemas);
  const misspelt = new Set(errors.flatMap((error) => meantKey(error, schemas)));
  return errors
    .filter(({ keyword, instancePath, params }) => !(keyword === "required" && misspelt.has(`${instancePath}/${params.missingProperty}`)))
    .map((error) => explain(error, source, schemas));
}

/** Of alternatives, keeps the findings of the one that was meant: the one whose first required key is there. */
function chooseBranches(errors: readonly SchemaError[], source: JsonSource, schemas: readonly JsonObject[]): SchemaError[] {
  const rejected = new Set<SchemaError>();
  for (const error of errors.filter(({ keyword }) => keyword === "anyOf")) {
    const value = valueAt(source.value, error.instancePath);
    const branches = branchesOf(error, schemas);
    const meant =
      branches.find(({ required }) => isObject(value) && required.every((key) => Object.hasOwn(value, key))) ??
      branches.find(({ required }) => isObject(value) && Object.hasOwn(value, required[0] ?? ""));
    const isBelow = (other: SchemaError) => other.instancePath.startsWith(error.instancePath);
    if (meant !== undefined) rejected.add(error);
    for (const branch of branches) {
      if (branch === meant) continue;
      const isOfBranch = (other: SchemaError) => other.schemaPath.startsWith(`${branch.path}/`);
      const sameValue = errors.filter((other) => other.instancePath === error.instancePath && isOfBranch(other));
      for (const other of sameValue.filter(isBelow)) rejected.add(other);
    }
  }
  return errors.filter((error) => !rejected.has(error));
}

interface Branch {
  readonly path: string;
  readonly required: readonly string[];
}

function branchesOf(error: SchemaError, schemas: readonly JsonObject[]): readonly Branch[] {
  const alternatives = schemaAt(error.schemaPath, schemas);
  if (!Array.isArray(alternatives)) return [];
  const file = error.schemaPath.split("#")[0]!;
  return alternatives.flatMap((alternative) => {
    if (!isObject(alternative) || typeof alternative.$ref !== "string") return [];
    const path = alternative.$ref.startsWith("#") ? file + alternative.$ref : alternative.$ref;
    const target = schemaAt(path, schemas);
    const required = isObject(target) && Array.isArray(target.required) ? (target.required as string[]) : [];
    return [{ path, required }];
  });
}

function schemaAt(path: string, schemas: readonly JsonObject[]): unknown {
  const [file, place] = path.split("#") as [string, string];
  const schema = file === "" ? schemas[0] : schemas.find(({ $id }) => String($id).endsWith(file));
  return valueAt(schema, decodeURIComponent(place));
}

function valueAt(value: unknown, pointer: string): unknown {
  return pointerKeys(pointer).reduce<unknown>(
    (parent, key) => (typeof parent === "object" && parent !== null ? (parent as Record<string, unknown>)[key] : undefined),
    value,
  );
}

function knownKeys(error: SchemaError, schemas: readonly JsonObject[]): readonly string[] {
  const owner = schemaAt(error.schemaPath.replace(/\/additionalProperties$/, ""), schemas);
  return isObject(owner) && isObject(owner.properties) ? Object.keys(owner.properties) : [];
}

function meantKey(error: SchemaError, schemas: readonly JsonObject[]): readonly string[] {
  if (error.keyword !== "additionalProperties") return [];
  const meant = nearest(String(error.params.additionalProperty), knownKeys(error, schemas));
  return meant === null ? [] : [`${error.instancePath}/${meant}`];
}

function explain(error: SchemaError, source: JsonSource, schemas: readonly JsonObject[]): Diagnostic {
  const at = (path: string, what: "key" | "value") => ({ file: source.file, path, ...source.locate(path, what) });
  const value = valueAt(source.value, error.instancePath);
  const name = `\`${pointerKeys(error.instancePath).at(-1) ?? "the document"}\``;
  switch (error.keyword) {
    case "additionalProperties": {
      const key = String(error.params.additionalProperty);
      const known = knownKeys(error, schemas);
      const hint = didYouMean(key, known) ?? (known.length === 0 ? "remove it" : `known keys: ${known.join(", ")}`);
      const path = `${error.instancePath}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
      return diagnostic("unknown-key", `\`${key}\` is not a known key here`, { ...at(path, "key"), hint });
    }
    case "required":
      return schemaFinding(`\`${error.params.missingProperty}\` is missing`, at(error.instancePath, "value"), `add \`${error.params.missingProperty}\``);
    case "type":
      return schemaFinding(`${name} is ${kindOf(value)}`, at(error.instancePath, "value"), `expected ${[error.params.type].flat().join(" or ")}`);
    case "enum": {
      const allowed = (error.params.allowedValues as unknown[]).map(String);
      const hint = didYouMean(String(value), allowed) ?? "write one of these";
      const message = `${name} is \`${show(value)}\`, but must be one of ${allowed.join(", ")}`;
      return schemaFinding(message, at(error.instancePath, "value"), hint);
    }
    case "anyOf": {
      const keys = branchesOf(error, schemas).map(({ required }) => `\`${required[0]}\``);
      const message = isObject(value) ? `none of ${[...new Set(keys)].join(", ")} is here` : `expected an object, found ${kindOf(value)}`;
      return schemaFinding(message, at(error.instancePath, "value"), `write an object with one of ${[...new Set(keys)].join(", ")}`);
    }
    case "pattern":
      return schemaFinding(`${name} is \`${show(value)}\``, at(error.instancePath, "value"), patternHint(String(error.params.pattern)));
    case "propertyNames":
      return schemaFinding(`\`${error.params.propertyName}\` cannot be a name here`, at(error.instancePath, "value"), "use letters, digits, `_` and `-`, beginning with a letter");
    case "minItems":
      return schemaFinding(`${name} is empty`, at(error.instancePath, "value"), "write at least one item");
    default:
      return schemaFinding(`${name} ${error.message ?? "does not fit the schema"}`, at(error.instancePath, "value"), null);
  }
}

function schemaFinding(message: string, place: Partial<Diagnostic>, hint: string | null): Diagnostic {
  return diagnostic("schema", message, { ...place, hint });
}

function patternHint(pattern: string): string {
  const form = pattern.includes("/") ? "vendor/family" : "a name";
  return `expected ${form} in lower-case letters, digits, \`-\`, \`_\` and \`.\``;
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "an array" : typeof value === "object" ? "an object" : `the ${typeof value} \`${show(value)}\``;
}

function show(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value) ?? "nothing";
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
