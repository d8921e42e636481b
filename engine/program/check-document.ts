import type { Diagnostic } from "../base/diagnostic.js";
import { checkSchema, type SchemaModule } from "../base/explain-schema.js";
import type { Json, JsonObject } from "../base/json.js";
import type { JsonSource } from "../base/read-json.js";
import { pointerKeys } from "../base/path.js";
import type { EvaluationError } from "../generated/result.js";
import { compileSchema } from "../base/compile-schema.js";
import { readSchemas } from "../generated/schema-vllm-config-plain.js";

let read: readonly JsonObject[] | undefined;
let test: ((value: unknown) => boolean) | undefined;

const schema: SchemaModule = {
  readSchemas: () => (read ??= readSchemas()),
  validate: (document) => (test ??= compile(schema.readSchemas()[0]!))(document),
};

const compile = (root: JsonObject) => compileSchema({ schema: root, root, documents: [] });

/** Whether {@link checkDocument} finds nothing. */
export function fitsSchema(document: unknown): boolean {
  return schema.validate(document);
}

/** What is wrong with a document: wrong types and values are errors, fields that the schema does not know warnings. */
export function checkDocument(source: JsonSource): readonly Diagnostic[] {
  return checkSchema(source, schema).map((entry) =>
    entry.code === "unknown-key"
      ? { ...entry, code: "document-unknown-field", severity: "warning", hint: entry.hint ?? "a newer release may have it" }
      : { ...entry, code: "document-type" },
  );
}

/** The first wrong type or value of a document, as an error of the evaluation; null where there is none. */
export function documentError(document: unknown): EvaluationError | null {
  if (schema.validate(document)) return null;
  const source: JsonSource = { file: null, value: document as Json, locate: () => null };
  const [first] = checkDocument(source).filter(({ severity }) => severity === "error");
  if (first === undefined) return null;
  const message = first.hint === null ? first.message : `${first.message}: ${first.hint}`;
  const path = pointerKeys(first.path ?? "").join(".");
  return { code: "fettle/document-type", kind: "type", message, rule: null, path };
}

