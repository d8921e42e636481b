import { isObject, type Json, type JsonObject } from "../../common/json.js";

/**
 * Objects that are plain values in transformers: they are replaced as a whole, while nested configurations are merged.
 */
const plainValues = new Set(["quantization_config", "compression_config"]);

/** Nested configurations whose names do not end in `_config`. */
const nestedNames = new Set(["decoder", "encoder", "generator", "text_encoder"]);

/**
 * Applies `--hf-overrides` to a model's configuration as vLLM does: nested configurations are merged key by key,
 * anything else is replaced. Modifies `config` and returns the paths that were set.
 */
export function applyOverrides(config: Record<string, unknown>, overrides: JsonObject): readonly string[] {
  const set: string[] = [];
  for (const [key, value] of Object.entries(overrides)) {
    const target = config[key];
    if (isObject(value) && isObject(target) && isNestedConfig(key))
      update(target as Record<string, unknown>, value, [key], set);
    else {
      config[key] = copy(value);
      set.push(key);
    }
  }
  return set;
}

function update(target: Record<string, unknown>, values: JsonObject, path: readonly string[], set: string[]): void {
  for (const [key, value] of Object.entries(values)) {
    const inner = target[key];
    if (isObject(value) && isObject(inner)) update(inner as Record<string, unknown>, value, [...path, key], set);
    else {
      target[key] = copy(value);
      set.push([...path, key].join("."));
    }
  }
}

/** Whether overrides are merged into the object of this name; any other is replaced as a whole. */
export function isNestedConfig(key: string): boolean {
  return nestedNames.has(key) || (key.endsWith("_config") && !plainValues.has(key));
}

function copy(value: Json): Json {
  return structuredClone(value);
}
