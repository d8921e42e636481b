import type { Path } from "../../common/path.js";

/** Fields that identify a server or change with each start: addresses, ids, ports, folders. */
const perServer: ReadonlySet<string> = new Set([
  ...["instance_id", "engine_id", "cache_dir", "local_cache_dir", "debug_dump_path", "hf_token"],
  ...["data_parallel_master_ip", "data_parallel_master_port", "data_parallel_rpc_port", "master_addr", "master_port"],
  ...["torch_profiler_dir", "placement_group", "ray_runtime_env", "assigned_physical_gpu_ids"],
]);

/** Fields set after the configuration is built: measured memory, and sizes derived from it. */
const measured: ReadonlySet<string> = new Set([
  ...["num_gpu_blocks", "num_cpu_blocks", "kv_cache_size_tokens", "kv_cache_max_concurrency"],
  ...["effective_attention_block_size", "hash_block_size", "cache_hit_alignment_tokens"],
  ...["compilation_time", "encoder_compilation_time", "simple_cpu_offload_num_blocks"],
]);

/** Fields with Python objects that have no data representation, or parts of the model's own files. */
const objects: ReadonlySet<string> = new Set([
  ...["quant_config", "hf_config", "hf_text_config", "hf_image_processor_config", "model_arch_config"],
  ...["encoder_config", "static_forward_context", "static_all_moe_layers", "traced_files", "inductor_passes"],
  ...["default_mm_processor", "target_model_config", "target_parallel_config", "draft_model_config"],
  ...["draft_parallel_config", "draft_load_config", "additional_config"],
]);

/** Names of the model, which depend on the location of its files. */
const names: ReadonlySet<string> = new Set([
  ...["model_config.model", "model_config.tokenizer", "model_config.served_model_name", "model_config.model_weights"],
  ...["speculative_config.model", "speculative_config.tokenizer", "model_config.quantization_config"],
]);

/** Whether a field is equal on two servers with the same configuration. */
export function isCompared(path: Path): boolean {
  const key = path.at(-1) ?? "";
  return !(
    key.startsWith("_") ||
    [perServer, measured, objects].some((keys) => keys.has(key)) ||
    names.has(path.join("."))
  );
}
