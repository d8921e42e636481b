import { diagnostic, type Diagnostic, type Hint } from "./diagnostic.js";
import { isObject, type Json, type JsonObject } from "./json.js";
import { didYouMean, suggest } from "./nearest.js";
import { pointerKeys } from "./path.js";
import type { JsonSource } from "./read-json.js";
import { faultsOf, type Fault } from "./schema-faults.js";
import type { Validate } from "./validate.js";

/** A generated validator, and the schemas it was made from, its own first: read only where something is wrong. */
export interface SchemaModule {
  readonly validate: Validate;
  readSchemas(): readonly JsonObject[];
}

/** What is wrong with a JSON text by its schema: one finding for each mistake, at its place. */
export function checkSchema(source: JsonSource, { validate, readSchemas }: SchemaModule): readonly Diagnostic[] {
  if (validate(source.value)) return [];
  const schemas = readSchemas();
  const root = schemas[0]!;
  const faults = faultsOf(source.value, { schema: root, root, documents: schemas });
  if (faults.length === 0)
    throw new Error(
      `the schema ${String(root.$id)} refuses what its explanation does not: ${validate.errors?.[0]?.schemaPath}`,
    );
  return faults.map((fault) => explain(fault, source));
}

function explain(fault: Fault, source: JsonSource): Diagnostic {
  const isKey = fault.kind === "unknown-key" || fault.kind === "name" || fault.kind === "together";
  const place = { file: source.file, path: fault.at, ...source.locate(fault.at, isKey ? "key" : "value") };
  const [message, hint] = words(fault);
  return diagnostic(fault.kind === "unknown-key" ? "unknown-key" : "schema", message, { ...place, hint });
}

function words(fault: Fault): readonly [message: string, hint: Hint] {
  const name = nameOf(fault.at);
  switch (fault.kind) {
    case "unknown-key": {
      const known = fault.known.length === 0 ? "remove it" : `known keys: ${fault.known.join(", ")}`;
      const meant = fault.meant === null ? didYouMean(fault.key, fault.known) : suggest(fault.meant);
      return [`\`${fault.key}\` is not a known key here`, meant ?? known];
    }
    case "missing": {
      const keys = fault.keys.map((key) => `\`${key}\``).join(" or ");
      return [`${keys} is missing`, `add ${keys}`];
    }
    case "type":
      return [`${name} is ${kindOf(fault.value)}`, `expected ${fault.types.map(article).join(" or ")}`];
    case "value": {
      const allowed = fault.allowed.map(show);
      const hint = typeof fault.value === "string" ? didYouMean(fault.value, allowed) : null;
      return [
        `${name} is ${kindOf(fault.value)}, but must be one of ${allowed.join(", ")}`,
        hint ?? "write one of these",
      ];
    }
    case "pattern":
      return [`${name} is \`${show(fault.value)}\``, patternHint(fault.pattern)];
    case "name":
      return [
        `\`${fault.key}\` cannot be a name here`,
        "use letters, digits, `_` and `-`, beginning with a letter or `_`",
      ];
    case "empty":
      return [`${name} is empty`, "write at least one item"];
    case "bound":
      return [`${name} is ${kindOf(fault.value)}`, `expected ${fault.words}`];
    case "together":
      return [
        `\`${fault.key}\` cannot be combined with \`${fault.with}\``,
        "keep one of the two, or write each in an object of its own",
      ];
    case "no-branch": {
      const heads = fault.heads.map((head) => `\`${head}\``).join(", ");
      return isObject(fault.value)
        ? [`none of ${heads} is here`, "add the one that is meant"]
        : [`${name} is ${kindOf(fault.value)}`, `expected an object with one of ${heads}`];
    }
  }
}

/** The name of a place: its key, or for an item of an array that of the array with the index. */
function nameOf(at: string): string {
  const keys = pointerKeys(at);
  const last = keys.at(-1);
  if (last === undefined) return "the whole text";
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
