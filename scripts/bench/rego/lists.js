import { readFileSync } from "node:fs";
import path from "node:path";
import { root } from "../lib/paths.js";

const schema = JSON.parse(readFileSync(path.join(root, "schemas/vllm-config.schema.json"), "utf8"));

/** Lists inside sections that the schema leaves open. */
const inOpenSections = new Set(["kv_transfer_config.kv_connector_extra_config.connectors"]);

/** Whether the schema of documents says that a list is at a path. */
export function isList(names) {
  if (inOpenSections.has(names.join("."))) return true;
  let part = schema;
  for (const name of names) part = resolve(part?.properties?.[name]);
  return [part?.type].flat().includes("array") || part?.items !== undefined;
}

function resolve(part) {
  const branch = part?.anyOf?.find(({ type }) => type !== "null") ?? part;
  return branch?.$ref === undefined ? branch : schema.$defs[branch.$ref.split("/").at(-1)];
}
