import type { Json, JsonObject } from "../../common/json.js";
import { memoize } from "../../common/memoize.js";
import { resolveReference } from "../../common/resolve-reference.js";

/** Sections that are null until something requires them. */
const optional = new Set([
  "lora_config",
  "speculative_config",
  "kv_transfer_config",
  "kv_events_config",
  "ec_transfer_config",
  "reasoning_config",
  "weight_transfer_config",
  "quant_config",
  "pooler_config",
  "multimodal_config",
  "target_model_config",
  "target_parallel_config",
  "draft_model_config",
  "draft_parallel_config",
  "draft_load_config",
  "diffusion_config",
  "engram_config",
  "watermark_config",
  "hisparse_config",
]);

/** Fields that only an audit adds to a document. */
const outside = "deployment";

export interface Filled {
  readonly value: Record<string, Json>;
  /** Dotted paths of the fields with defaults, including `prefix`. */
  readonly defaults: readonly string[];
}

/** Creates a section with all fields of the schema: the constant default, or null if there is none. */
export function fillSection(section: JsonObject, schema: JsonObject, prefix: string): Filled {
  const value: Record<string, Json> = {};
  const defaults: string[] = [];
  for (const [name, child] of Object.entries((section["properties"] ?? {}) as Record<string, JsonObject>)) {
    const path = prefix === "" ? name : `${prefix}.${name}`;
    if (path === outside) continue;
    const field = resolveReference(schema, child);
    if (typeof child["$ref"] === "string" && !optional.has(name)) {
      const inner = fillSection(field, schema, path);
      value[name] = inner.value;
      defaults.push(...inner.defaults);
    } else {
      value[name] = structuredClone(child["default"] ?? null);
      if (value[name] !== null) defaults.push(path);
    }
  }
  return { value, defaults };
}

const schemas = memoize((_: JsonObject) => new Map<string, JsonObject>());

/** Returns the schema of a section by dotted path, with references resolved; null if it does not exist. */
export function sectionSchema(schema: JsonObject, path: string): JsonObject | null {
  const known = schemas(schema).get(path) ?? findSchema(schema, path);
  if (known !== null) schemas(schema).set(path, known);
  return known;
}

function findSchema(schema: JsonObject, path: string): JsonObject | null {
  let section = schema;
  for (const name of path.split(".")) {
    const child = (section["properties"] as Record<string, JsonObject> | undefined)?.[name];
    if (child === undefined) return null;
    section = resolveReference(schema, child);
  }
  return section;
}
