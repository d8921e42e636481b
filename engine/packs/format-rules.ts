import { chooseBranch } from "../common/choose-branch.js";
import type { SchemaModule } from "../common/explain-schema.js";
import { formatJson } from "../common/format-json.js";
import { isObject, type Json } from "../common/json.js";
import { firstOf } from "../common/must.js";
import { readJson } from "../common/read-json.js";
import type { Located } from "../common/schema-errors.js";
import * as casesSchema from "../generated/validate-cases.js";
import * as claimsSchema from "../generated/validate-claims.js";
import * as exceptionsSchema from "../generated/validate-exceptions.js";
import * as packSchema from "../generated/validate-pack.js";
import * as policySchema from "../generated/validate-policy.js";
import * as projectSchema from "../generated/validate-project.js";
import * as setSchema from "../generated/validate-set.js";
import { isPolicy } from "./read-packs.js";

/** Schemas of the file types that have a canonical form, by file name suffix. */
const schemas = {
  ".pack.json": packSchema,
  ".cases.json": casesSchema,
  ".claims.json": claimsSchema,
  ".set.json": setSchema,
  ".exceptions.json": exceptionsSchema,
  "fettle.config.json": projectSchema,
} as unknown as Readonly<Record<string, SchemaModule>>;

/** Whether a file with this name has a canonical form. */
export function isFormattable(file: string): boolean {
  return schemaOf(file) !== null;
}

/** Formats a rule file canonically. The text must be accepted by readJson. */
export function formatRules(text: string, file: string): string {
  const isOfPolicy = file.endsWith(".pack.json") && isPolicyText(text);
  return formatJson(text, isOfPolicy ? locate(policySchema as unknown as SchemaModule) : schemaOf(file));
}

function isPolicyText(text: string): boolean {
  const read = readJson(text);
  return read.ok && isPolicy(read.source.value);
}

/** Formats a rule file without a name. Its `$schema` selects the schema, otherwise its keys. */
export function formatUnnamed(text: string, value: Json): string {
  if (isPolicy(value)) return formatJson(text, locate(policySchema as unknown as SchemaModule));
  const roots = Object.values(schemas).map(locate);
  const named = isObject(value) && typeof value.$schema === "string" ? value.$schema.split("/").at(-1) : null;
  const choice = chooseBranch(
    value,
    roots.map(({ schema }) => schema),
  );
  const likely = choice.kind === "branch" ? roots[choice.index] : null;
  return formatJson(text, roots.find(({ schema }) => schema.$id === named) ?? likely);
}

function schemaOf(file: string): Located | null {
  const [, schema] = Object.entries(schemas).find(([name]) => file.endsWith(name)) ?? [];
  return schema === undefined ? null : locate(schema);
}

function locate({ readSchemas }: SchemaModule): Located {
  const documents = readSchemas();
  const schema = firstOf(documents);
  return { schema, root: schema, documents };
}
