import type { Json, JsonObject } from "../../common/json.js";
import { resolve } from "../args/serve-flags.js";

/** Sections that are null until something asks for them. */
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

/** What only an audit puts into a document. */
const outside = "deployment";

export interface Filled {
  readonly value: Record<string, Json>;
  /** Dotted paths of the fields that got a default, `prefix` taken in. */
  readonly defaults: readonly string[];
}

/** A section with every field that the schema knows: its constant default, or null where it has none. */
export function fillSection(section: JsonObject, schema: JsonObject, prefix: string): Filled {
  const value: Record<string, Json> = {};
  const defaults: string[] = [];
  for (const [name, child] of Object.entries((section["properties"] ?? {}) as Record<string, JsonObject>)) {
    const path = prefix === "" ? name : `${prefix}.${name}`;
    if (path === outside) continue;
    const field = resolve(schema, child);
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

/** The schema of a section by its dotted path, references resolved; null where there is no such section. */
export function sectionSchema(schema: JsonObject, path: string): JsonObject | null {
  let section = schema;
  for (const name of path.split(".")) {
    const child = (section["properties"] as Record<string, JsonObject> | undefined)?.[name];
    if (child === undefined) return null;
    section = resolve(schema, child);
  }
  return section;
}
