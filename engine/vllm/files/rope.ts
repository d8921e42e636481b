import { isObject, type JsonObject } from "../../common/json.js";

/** Layer types that may each have their own rotary parameters. */
export const layerKinds = new Set(["full_attention", "sliding_attention", "chunked_attention", "linear_attention"]);

/**
 * Unifies rotary position parameters under `rope_parameters`, as vLLM does: older files use `rope_scaling`,
 * `rope_theta` and others. Modifies `config`; the old keys remain.
 */
export function unifyRope(config: Record<string, unknown>): void {
  const theta = firstSet(config, ["rope_theta", "rotary_emb_base"]);
  const partial = firstSet(config, ["partial_rotary_factor", "rotary_pct", "rotary_emb_fraction"]);
  const original = config["original_max_position_embeddings"] ?? undefined;
  if (isObject(config["rope_scaling"])) config["rope_parameters"] = { ...config["rope_scaling"] };
  else if (isObject(config["rope_parameters"])) config["rope_parameters"] = { ...config["rope_parameters"] };
  else if (theta ?? partial ?? original) config["rope_parameters"] = { rope_type: "default" };
  const parameters = config["rope_parameters"];
  if (!isObject(parameters)) return;
  if (isNested(parameters)) {
    for (const [kind, inner] of Object.entries(parameters)) {
      if (isObject(inner)) (parameters as Record<string, unknown>)[kind] = nameType(inner);
    }
    return;
  }
  config["rope_parameters"] = {
    ...nameType(parameters),
    ...(theta === undefined ? {} : { rope_theta: theta }),
    ...(partial === undefined ? {} : { partial_rotary_factor: partial }),
    ...(original === undefined ? {} : { original_max_position_embeddings: original }),
  };
}

/** Lists the rotary parameters: one entry, or one for each layer type. */
export function ropeEntries(config: JsonObject): readonly JsonObject[] {
  const parameters = config["rope_parameters"];
  if (!isObject(parameters) || Object.keys(parameters).length === 0) return [];
  return isNested(parameters) ? Object.values(parameters).filter(isObject) : [parameters];
}

function isNested(parameters: JsonObject): boolean {
  const keys = Object.keys(parameters);
  return keys.length > 0 && keys.every((key) => layerKinds.has(key));
}

/** Maps scaling types to their newer names: `su` is `longrope`, and `mrope` does not scale. */
function nameType(parameters: JsonObject): JsonObject {
  const type = parameters["rope_type"] ?? parameters["type"] ?? "default";
  return { ...parameters, rope_type: type === "su" ? "longrope" : type === "mrope" ? "default" : type };
}

function firstSet(config: Record<string, unknown>, names: readonly string[]): unknown {
  return names.map((name) => config[name]).find((value) => value !== undefined && value !== null);
}
