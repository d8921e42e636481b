import { isObject, type Json, type JsonObject } from "../../common/json.js";
import { valueAt, type Steps } from "../releases.js";
import { isIn } from "../presence.js";
import type { RenamedKeys } from "./renamed-keys.js";

/**
 * `rules/vllm/catalog/transformers-defaults.json`: values by model type and key, from each version of transformers on.
 */
export interface ClassDefaultsFile {
  readonly types: Readonly<Record<string, Readonly<Record<string, Steps>>>>;
}

/** Defaults of a model type's configuration class. */
export type ClassDefaults = (type: string) => JsonObject;

export function readClassDefaults({ types }: ClassDefaultsFile, transformers: string): ClassDefaults {
  return (type) => {
    const known = Object.hasOwn(types, type) ? Object.entries(types[type] ?? {}) : [];
    return Object.fromEntries(
      known.flatMap(([key, steps]) => {
        const first = Object.keys(steps)[0] ?? "";
        const value = isIn([first], transformers) ? valueAt(steps, transformers) : undefined;
        return value === undefined || value === null ? [] : [[key, value]];
      }),
    );
  };
}

/**
 * Adds the class's defaults for keys that are missing under all of their names. Modifies `part`, which the caller owns.
 */
export function addClassDefaults(part: Record<string, Json>, defaults: ClassDefaults, renamed: RenamedKeys): void {
  const type = part["model_type"];
  if (typeof type !== "string") return;
  const names = renamed.get(type) ?? {};
  const { layer_types: layers, ...values } = defaults(type);
  for (const [key, value] of Object.entries(values)) {
    const isStated = Object.hasOwn(part, key) || Object.entries(names).some((pair) => isOther(pair, key, part));
    if (!isStated) part[key] = value;
  }
  const count = part["num_hidden_layers"];
  if (!Array.isArray(layers) || typeof count !== "number" || part["use_sliding_window"] === true) return;
  if (!Array.isArray(part["layer_types"])) part["layer_types"] = repeat(spaced(layers, part), count);
}

function isOther([usual, own]: readonly [string, string], key: string, part: JsonObject): boolean {
  return (usual === key && Object.hasOwn(part, own)) || (own === key && Object.hasOwn(part, usual));
}

/** The repeating pattern of layer types, if config.json states the period of the last one. */
function spaced(layers: readonly Json[], part: JsonObject): readonly Json[] {
  const every = part["sliding_window_pattern"] ?? part["full_attention_interval"];
  const isSpaced = layers.length > 1 && layers.slice(0, -1).every((layer) => layer === layers[0]);
  if (!isSpaced || typeof every !== "number" || !(every >= 1) || isObject(layers[0])) return layers;
  return [...Array.from({ length: every - 1 }, () => layers[0] ?? null), layers.at(-1) ?? null];
}

function repeat(layers: readonly Json[], count: number): Json[] {
  return Array.from(
    { length: Math.max(0, Math.min(count, 1000)) },
    (_, index) => layers[index % layers.length] ?? null,
  );
}
