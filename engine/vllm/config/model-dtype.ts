import { isObject, textOf, type Json, type JsonObject } from "../../common/json.js";
import { must } from "../../common/must.js";
import type { Origin } from "../../serving/origin.js";
import { findTextConfig } from "../files/find-text-config.js";

/** Model families that lose too much precision in float16. */
const notInFloat16 = new Set(["gemma2", "gemma3", "gemma3_text", "plamo2", "glm4"]);

const otherNames: Readonly<Record<string, string>> = { half: "float16", float: "float32" };

export interface Dtype {
  readonly value: string;
  readonly origin: Origin;
}

/**
 * Derives the dtype of weights and activations. Ignores the weight files: if config.json states no dtype, vLLM reads it
 * from them; this assumes float32, as vLLM does without weight files.
 */
export function deriveDtype(config: JsonObject, given: string, givenOrigin: Origin | null, isPooling: boolean): Dtype {
  if (given !== "auto") return { value: otherNames[given] ?? given, origin: must(givenOrigin, "given origin") };
  const stated = statedDtype(config);
  const allowsFloat16 = !notInFloat16.has(textOf(config["model_type"]));
  const preferred = isPooling && allowsFloat16 ? "float16" : "bfloat16";
  if (stated === null) {
    const text = `config.json states none, and the weights were not inspected; for float32 weights vLLM uses ${preferred}`;
    return { value: preferred, origin: { kind: "default", text } };
  }
  if (stated.value === "float32") {
    const text = `config.json: ${stated.key} float32; vLLM uses ${preferred} instead, if the device supports it`;
    return { value: preferred, origin: { kind: "derived", text } };
  }
  if (stated.value === "float16" && !allowsFloat16) {
    const text = `config.json: ${stated.key} float16, which is too coarse for this model family`;
    return { value: preferred, origin: { kind: "derived", text } };
  }
  return { value: stated.value, origin: { kind: "hf-config", text: `config.json: ${stated.key}` } };
}

function statedDtype(config: JsonObject): { value: string; key: string } | null {
  const text = findTextConfig(config);
  const places: readonly (readonly [Json | undefined, readonly string[]])[] = [
    [config, []],
    [text.value, text.path],
    [config["vision_config"], ["vision_config"]],
    [config["encoder_config"], ["encoder_config"]],
  ];
  for (const [place, path] of places) {
    if (!isObject(place)) continue;
    for (const key of ["dtype", "torch_dtype"]) {
      const value = place[key];
      if (typeof value !== "string") continue;
      const name = value.replace(/^torch\./, "");
      return { value: otherNames[name] ?? name, key: [...path, key].join(".") };
    }
  }
  return null;
}

/** The quantization method of the checkpoint, or null. */
export function statedQuantization(config: JsonObject): string | null {
  const own = config["quantization_config"] ?? config["compression_config"];
  const text = config["text_config"];
  const found = own ?? (isObject(text) ? (text["quantization_config"] ?? text["compression_config"]) : null);
  if (!isObject(found)) return null;
  const modelopt = modeloptMethod(found);
  const method = modelopt ?? (typeof found["quant_method"] === "string" ? found["quant_method"].toLowerCase() : "");
  return method === "" ? null : method.replace("compressed_tensors", "compressed-tensors");
}

function modeloptMethod(config: JsonObject): string | null {
  const producer = config["producer"];
  const quantization = config["quantization"];
  if (!isObject(producer) || producer["name"] !== "modelopt" || !isObject(quantization)) return null;
  const algorithm = textOf(quantization["quant_algo"]).toUpperCase();
  if (algorithm === "NVFP4") return "modelopt_fp4";
  if (algorithm === "MIXED_PRECISION") return "modelopt_mixed";
  return ["FP8", "FP8_PER_CHANNEL_PER_TOKEN", "FP8_PB_WO"].includes(algorithm) ? "modelopt" : null;
}

/** The KV cache dtype that a ModelOpt checkpoint requests, or null. */
export function statedCacheDtype(config: JsonObject): string | null {
  const found = config["quantization_config"];
  if (!isObject(found) || !(textOf(found["quant_method"]).startsWith("modelopt") || modeloptMethod(found) !== null))
    return null;
  const inner = isObject(found["quantization"]) ? found["quantization"] : found;
  const algorithm =
    inner["kv_cache_scheme"] ||
    found["kv_cache_scheme"] ||
    inner["kv_cache_quant_algo"] ||
    found["kv_cache_quant_algo"];
  if (isObject(algorithm)) {
    return algorithm["dynamic"] === false && algorithm["num_bits"] === 8 && algorithm["type"] === "float"
      ? "fp8_e4m3"
      : null;
  }
  return typeof algorithm === "string" && algorithm.toLowerCase() === "fp8" ? "fp8_e4m3" : null;
}
