import { count } from "../common/count.js";
import { escapeControls } from "../common/printable.js";
import type { Json } from "../common/json.js";
import { showValue } from "../common/show-value.js";
import type { OverviewTopic } from "../serving/overview.js";

type Describe = OverviewTopic["describe"];

const onOff: Describe = ([value]) => [value === null ? "not set" : value === true ? "on" : "off"];
const plain: Describe = ([value]) => [text(value)];

export const overview: readonly OverviewTopic[] = [
  {
    topic: "length",
    title: "length",
    fields: ["model_config.max_model_len"],
    describe: ([length]) => [`${text(length)} tokens`],
  },
  { topic: "dtype", title: "dtype", fields: ["model_config.dtype"], describe: plain },
  {
    topic: "quantization",
    title: "quantization",
    fields: ["model_config.quantization"],
    describe: ([method]) => [method === null ? "none" : text(method)],
  },
  {
    topic: "parallelism",
    title: "parallelism",
    fields: [
      "parallel_config.tensor_parallel_size",
      "parallel_config.pipeline_parallel_size",
      "parallel_config.data_parallel_size",
      "parallel_config.decode_context_parallel_size",
      "parallel_config.prefill_context_parallel_size",
      "parallel_config.enable_expert_parallel",
    ],
    describe: ([tensor, pipeline, data, decode, prefill, expert]) => [
      `tensor ${text(tensor)}`,
      ...many("pipeline", pipeline),
      ...many("data", data),
      ...many("decode context", decode),
      ...many("prefill context", prefill),
      ...(expert === true ? ["expert parallel"] : []),
    ],
  },
  {
    topic: "attention",
    title: "attention backend",
    fields: [["runtime.attention_backend", "attention_config.backend"]],
    describe: ([backend]) => [backend === null ? "chosen at startup" : text(backend)],
  },
  {
    topic: "kv-cache",
    title: "KV cache",
    fields: ["cache_config.cache_dtype", "runtime.block_size", "cache_config.mamba_cache_mode"],
    describe: ([dtype, block, mamba], [, isUnknown]) => [
      dtype === "auto" ? "model dtype" : text(dtype),
      ...(block !== null ? [`blocks of ${text(block)} tokens`] : isUnknown === true ? ["block size unknown"] : []),
      ...(mamba === null || mamba === "none" ? [] : [`recurrent state: ${text(mamba)}`]),
    ],
  },
  { topic: "prefix-caching", title: "prefix caching", fields: ["cache_config.enable_prefix_caching"], describe: onOff },
  {
    topic: "chunked-prefill",
    title: "chunked prefill",
    fields: ["scheduler_config.enable_chunked_prefill"],
    describe: onOff,
  },
  {
    topic: "batch",
    title: "batch",
    fields: ["scheduler_config.max_num_batched_tokens", "scheduler_config.max_num_seqs"],
    describe: ([tokens, sequences]) => [`${text(tokens)} tokens`, `${text(sequences)} sequences`],
  },
  {
    topic: "cuda-graphs",
    title: "CUDA graphs",
    fields: ["compilation_config.cudagraph_mode", "compilation_config.max_cudagraph_capture_size"],
    describe: ([mode, largest]) =>
      mode === "NONE" ? ["none"] : [text(mode), ...(largest === null ? [] : [`up to ${text(largest)} tokens`])],
  },
  {
    topic: "compilation",
    title: "compilation",
    fields: ["compilation_config.mode", "compilation_config.backend"],
    describe: ([mode, backend]) =>
      mode === 0 || mode === null
        ? ["none"]
        : [typeof mode === "number" ? (modes[mode] ?? text(mode)) : text(mode), text(backend)],
  },
  {
    topic: "scheduling",
    title: "scheduling",
    fields: [
      "scheduler_config.async_scheduling",
      "parallel_config.distributed_executor_backend",
      "runtime.v2_model_runner",
    ],
    describe: ([isAsync, executor, second]) => [
      isAsync === true ? "asynchronous" : "synchronous",
      ...(executor === null ? [] : [`executor ${text(executor)}`]),
      ...(second === null ? [] : [second === true ? "model runner v2" : "model runner v1"]),
    ],
  },
  {
    topic: "speculation",
    title: "speculative decoding",
    fields: ["speculative_config.method", "speculative_config.num_speculative_tokens", "speculative_config.model"],
    describe: ([method, tokens, model]) =>
      method === null && model === null
        ? ["none"]
        : [text(method ?? model), ...(tokens === null ? [] : [count(Number(tokens), "token")])],
  },
  {
    topic: "pooling",
    title: "pooling",
    fields: ["model_config.runner_type", "model_config.convert_type", "model_config.pooler_config.seq_pooling_type"],
    describe: ([runner, convert, pooling]) =>
      runner === "pooling"
        ? [convert === null || convert === "none" ? "yes" : text(convert), ...(pooling == null ? [] : [text(pooling)])]
        : [],
  },
];

const modes = ["none", "STOCK_TORCH_COMPILE", "DYNAMO_TRACE_ONCE", "VLLM_COMPILE"];

function many(name: string, size: Json | undefined): readonly string[] {
  return typeof size === "number" && size > 1 ? [`${name} ${size}`] : [];
}

function text(value: Json | undefined): string {
  return typeof value === "string" ? escapeControls(value) : showValue(value);
}
