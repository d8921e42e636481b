import { readFileSync } from "node:fs";
import path from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { root } from "../lib/paths.js";
import { evaluate } from "./hand-written/index.js";

/** `copy` is the usual way to keep the caller's document as it is; `check` holds documents to the schema before. */
export async function make({ copy = false, check = false }) {
  if (copy) return (document) => evaluate(structuredClone(document));
  if (!check) return evaluate;
  const schema = JSON.parse(readFileSync(path.join(root, "schemas/vllm-config.schema.json"), "utf8"));
  const isValid = new Ajv2020({ strict: false, validateFormats: false }).compile(withoutClosing(schema));
  return (document) => {
    if (!isValid(document)) throw new Error(`the schema refuses the document: ${isValid.errors[0].message}`);
    return evaluate(document);
  };
}

/** A field that the schema does not know is only a warning. */
function withoutClosing(schema) {
  if (Array.isArray(schema)) return schema.map(withoutClosing);
  if (typeof schema !== "object" || schema === null) return schema;
  const entries = Object.entries(schema).filter(([key, value]) => key !== "additionalProperties" || value !== false);
  return Object.fromEntries(entries.map(([key, value]) => [key, withoutClosing(value)]));
}
