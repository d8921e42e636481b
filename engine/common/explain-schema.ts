import { diagnostic, type Diagnostic, type Hint } from "./diagnostic.js";
import { isObject, type Json, type JsonObject } from "./json.js";
import { firstOf } from "./must.js";
import { didYouMean, suggest } from "./nearest.js";
import { pointerKeys } from "./path.js";
import type { JsonSource } from "./read-json.js";
import { schemaErrorsOf, type SchemaError } from "./schema-errors.js";
import type { Validate } from "./validate.js";

/**
 * A generated validator and the schemas it was made from, its own first. The schemas are read only to explain errors.
 */
export interface SchemaModule {
  readonly validate: Validate;
  readSchemas(): readonly JsonObject[];
}

/** Reports the schema violations of a JSON text, one diagnostic for each mistake, at its location. */
export function checkSchema(source: JsonSource, { validate, readSchemas }: SchemaModule): readonly Diagnostic[] {
  if (validate(source.value)) return [];
  const schemas = readSchemas();
  const root = firstOf(schemas);
  const errors = schemaErrorsOf(source.value, { schema: root, root, documents: schemas });
  if (errors.length === 0)
    throw new Error(
      `the schema ${String(root.$id)} refuses what its explanation does not: ${validate.errors?.[0]?.schemaPath}`,
    );
  return errors.map((error) => explain(error, source));
}

function explain(error: SchemaError, source: JsonSource): Diagnostic {
  const isKey = error.kind === "unknown-key" || error.kind === "name" || error.kind === "together";
  const place = { file: source.file, path: error.at, ...source.locate(error.at, isKey ? "key" : "value") };
  const [message, hint] = describe(error);
  return diagnostic(error.kind === "unknown-key" ? "unknown-key" : "schema", message, { ...place, hint });
}

function describe(error: SchemaError): readonly [message: string, hint: Hint] {
  const name = nameOf(error.at);
  switch (error.kind) {
    case "unknown-key": {
      const known = error.known.length === 0 ? "remove it" : `known keys: ${error.known.join(", ")}`;
      const meant = error.meant === null ? didYouMean(error.key, error.known) : suggest(error.meant);
      return [`unknown key \`${error.key}\``, meant ?? known];
    }
    case "missing": {
      const keys = error.keys.map((key) => `\`${key}\``).join(" or ");
      return [`${keys} is missing`, `add ${keys}`];
    }
    case "type":
      return [`${name} is ${kindOf(error.value)}`, `expected ${error.types.map(article).join(" or ")}`];
    case "value": {
      const allowed = error.allowed.map(show);
      const hint = typeof error.value === "string" ? didYouMean(error.value, allowed) : null;
      return [
        `${name} is ${kindOf(error.value)}, but must be one of ${allowed.join(", ")}`,
        hint ?? "use one of these",
      ];
    }
    case "pattern":
      return [`${name} is \`${show(error.value)}\``, patternHint(error.pattern)];
    case "name":
      return [
        `\`${error.key}\` is not a valid name`,
        "use letters, digits, `_` and `-`, beginning with a letter or `_`",
      ];
    case "empty":
      return [`${name} is empty`, "add at least one item"];
    case "bound":
      return [`${name} is ${kindOf(error.value)}`, `expected ${error.words}`];
    case "together":
      return [
        `\`${error.key}\` cannot be combined with \`${error.with}\``,
        "keep one of the two, or put each in its own object",
      ];
    case "no-branch": {
      const heads = error.heads.map((head) => `\`${head}\``).join(", ");
      return isObject(error.value)
        ? [`expected one of ${heads}`, "add one of them"]
        : [`${name} is ${kindOf(error.value)}`, `expected an object with one of ${heads}`];
    }
  }
}

/** Names a location: its key, or for an array item the array's key and the index. */
function nameOf(at: string): string {
  const keys = pointerKeys(at);
  const last = keys.at(-1);
  if (last === undefined) return "the whole file";
  return keys.length > 1 && /^\d+$/.test(last) ? `\`${keys.at(-2)}[${last}]\`` : `\`${last}\``;
}

function patternHint(pattern: string): string {
  const form = pattern.includes("/") ? "vendor/family" : "a name";
  return `expected ${form} in lower-case letters, digits, \`-\`, \`_\` and \`.\``;
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value)
    ? "an array"
    : typeof value === "object"
      ? "an object"
      : `the ${typeof value} \`${show(value)}\``;
}

function article(type: string): string {
  if (type === "null") return type;
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}

function show(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value as Json) ?? "nothing");
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
