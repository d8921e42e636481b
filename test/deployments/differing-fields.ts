import { isObject, type Json, type JsonObject } from "../../engine/common/json.js";

/** Ids, ports, folders and memory of the machine, objects made from files, and Fettle's own sections. */
const ignored =
  /(^|\.)(instance_id|engine_id|cache_dir|local_cache_dir|debug_dump_path|data_parallel_master_ip|data_parallel_master_port|_data_parallel_master_port_list|data_parallel_rpc_port|static_forward_context|static_all_moe_layers|traced_files|quant_config|compilation_time|encoder_compilation_time|hf_token|default_mm_processor|inductor_passes|master_port|cpu_kvcache_space_bytes)$|^(environment|runtime)|\._|^model_config\.(hf_config|hf_text_config|hf_image_processor_config|model_arch_config|encoder_config)(\.|$)|draft_model_config\.|draft_parallel_config\.|target_model_config|target_parallel_config|draft_load_config\./;

/** Properties of vLLM's model section that are no fields of it. */
const properties =
  /^model_config\.(use_mla|is_quantized|is_chunked_prefill_supported|is_prefix_caching_supported|requires_raw_input_tokens|is_deepseek_mla|uses_mrope|uses_alibi|has_noops|is_matryoshka|score_type|is_mm_prefix_lm|is_diffusion|is_nvfp4_quantized|is_model_moe|embedding_size|use_sep_token|is_cross_encoder|head_dtype|supports_multimodal|hf_config_class|original_max_model_len|supports_mamba_prefix_caching|quantization_config|attn_type)$/;

export type FlatDocument = Readonly<Record<string, Json>>;

/** A document as paths and values; empty lists and objects count as unset, and letters do not count. */
export function flatten(document: JsonObject, prefix = "", into: Record<string, Json> = {}): FlatDocument {
  for (const [key, value] of Object.entries(document)) {
    const path = prefix === "" ? key : `${prefix}.${key}`;
    if (ignored.test(path) || properties.test(path)) continue;
    if (isObject(value) && Object.keys(value).length > 0) flatten(value, path, into);
    else into[path] = plain(path, value);
  }
  return into;
}

/** Compilation modes by number. */
const modes = ["none", "stock_torch_compile", "dynamo_trace_once", "vllm_compile"];

function plain(path: string, value: Json): Json {
  if (isObject(value)) return null;
  if (Array.isArray(value)) return value.length === 0 ? null : JSON.stringify(value).toLowerCase();
  if (path === "compilation_config.mode" && typeof value === "number") return modes[value] ?? value;
  if (path === "optimization_level" && value !== null) return Number(String(value).replace("O", ""));
  return typeof value === "string" ? value.toLowerCase() : value;
}

/** Paths at which two flattened documents differ, or the section above them that only one of them has. */
export function differingFields(expected: FlatDocument, found: FlatDocument): readonly string[] {
  const differing = new Set<string>();
  for (const path of new Set([...Object.keys(expected), ...Object.keys(found)])) {
    if (path in expected && path in found) {
      if (expected[path] !== found[path]) differing.add(path);
      continue;
    }
    const [one, other] = path in expected ? [expected, found] : [found, expected];
    const section = sectionsOf(path).find((above) => above in other);
    if (section !== undefined) differing.add(section);
    else if (one[path] !== null && !hasBelow(other, path)) differing.add(path);
  }
  return [...differing].sort();
}

function sectionsOf(path: string): readonly string[] {
  const keys = path.split(".");
  return keys.slice(1).map((_, index) => keys.slice(0, index + 1).join("."));
}

function hasBelow(document: FlatDocument, path: string): boolean {
  return Object.keys(document).some((key) => key.startsWith(`${path}.`));
}
