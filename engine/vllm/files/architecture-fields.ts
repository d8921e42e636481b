import { isObject, type Json, type JsonObject } from "../../common/json.js";
import type { DerivedModel } from "../config/derive-model.js";
import { longestOf } from "../config/max-model-len.js";
import { statedQuantization } from "../config/model-dtype.js";

/** The fields of `model_arch_config` that handlers read; null if config.json does not state them. */
export function architectureFields({ hfConfig, textConfig: text }: DerivedModel): Readonly<Record<string, Json>> {
  const quantization = hfConfig["quantization_config"] ?? text["quantization_config"];
  const longest = longestOf(text, false);
  return {
    hidden_size: number(text["hidden_size"]),
    total_num_hidden_layers: number(text["num_hidden_layers"]),
    head_sizes: headSizes(text),
    quantization_config: isObject(quantization)
      ? { ...structuredClone(quantization), quant_method: statedQuantization(hfConfig) ?? "" }
      : null,
    derived_max_model_len_and_key: longest === null ? null : [longest.value, longest.key],
  };
}

/** Attention head size by layer type. Only full-attention layers can differ, as in Gemma 4. */
function headSizes(text: JsonObject): JsonObject {
  const kinds = text["layer_types"];
  const layers = number(text["num_hidden_layers"]) ?? undefined;
  const stated = Array.isArray(kinds) ? kinds.slice(0, layers).filter((kind) => typeof kind === "string") : [];
  const usual = number(text["head_dim"]) ?? widthOfHead(text);
  const full = number(text["global_head_dim"]) ?? usual;
  return Object.fromEntries([...new Set(stated)].map((kind) => [kind, kind === "full_attention" ? full : usual]));
}

function widthOfHead(text: JsonObject): number | null {
  const [width, heads] = [number(text["hidden_size"]), number(text["num_attention_heads"])];
  return width === null || heads === null || heads === 0 ? null : Math.floor(width / heads);
}

function number(value: Json | undefined): number | null {
  return typeof value === "number" && Number.isInteger(value) ? value : null;
}

/** The class from the checkpoint that reads config.json: the last part of its `auto_map` entry. */
export function configClass(config: JsonObject): string | null {
  const map = config["auto_map"];
  const entry = isObject(map) ? map["AutoConfig"] : undefined;
  return typeof entry === "string" ? entry.slice(entry.lastIndexOf(".") + 1) : null;
}
