import { absentValue, isSection, missingParent, ownCache, record } from "./run.js";
import { show } from "./show.js";

const modePath = "cache_config.mamba_cache_mode";
const sizePath = "cache_config.mamba_block_size";

export function mamba(run) {
  const cache = run.document.cache_config;
  return cache?.enable_prefix_caching === true ? withPrefixCaching(run, cache) : withoutPrefixCaching(run, cache);
}

function withPrefixCaching(run, cache) {
  const model = run.document.model_config;
  const keepsEveryState = model?.supports_mamba_prefix_caching === true;
  let mode = cache.mamba_cache_mode;
  if (mode === "none") {
    const rule = keepsEveryState ? "vllm/mamba/cache-every-state" : "vllm/mamba/cache-aligned-states";
    mode = keepsEveryState ? "all" : "align";
    setMode(run, "none", mode, rule);
    const architecture = model?.architecture;
    run.logs.push({
      level: "warning",
      code: "vllm/mamba/mode-chosen",
      rule,
      message: `mamba cache mode is ${mode} for ${show(architecture)}, because prefix caching is on`,
      params: { mode, architecture: architecture === undefined ? null : architecture },
    });
  } else if (mode === "all" && !keepsEveryState) {
    mode = "align";
    setMode(run, "all", mode, "vllm/mamba/fall-back-to-align");
    run.logs.push({
      level: "warning",
      code: "vllm/mamba/all-mode-unsupported",
      rule: "vllm/mamba/fall-back-to-align",
      message: "the model cannot cache the mamba state of every block: falling back to cache mode align",
      params: {},
    });
  }
  if (mode === "align" && run.document.scheduler_config?.enable_chunked_prefill !== true) {
    run.error = {
      code: "vllm/mamba/align-needs-chunked-prefill",
      kind: "assertion",
      message:
        "mamba cache mode align needs chunked prefill: pass --enable-chunked-prefill or --no-enable-prefix-caching",
      rule: "vllm/mamba/align-needs-chunked-prefill",
    };
    return false;
  }
  run.logs.push({
    level: "info",
    code: "vllm/mamba/experimental",
    rule: "vllm/mamba/prefix-caching-is-experimental",
    message: `prefix caching for mamba layers is experimental; the cache mode is ${show(mode)}`,
    params: { mode: mode === undefined ? null : mode },
  });
  return cache.mamba_block_size != null || setBlockSize(run, cache.block_size, "vllm/mamba/block-size-of-attention");
}

function withoutPrefixCaching(run, cache) {
  const mode = cache?.mamba_cache_mode;
  if (mode !== undefined && mode !== "none") {
    const rule = "vllm/mamba/no-mode-without-prefix-caching";
    setMode(run, mode, "none", rule);
    run.logs.push({
      level: "warning",
      code: "vllm/mamba/mode-dropped",
      rule,
      message: "mamba cache mode is none, because prefix caching is off",
      params: {},
    });
  }
  if (cache?.mamba_block_size != null) return true;
  return setBlockSize(run, run.document.model_config?.max_model_len, "vllm/mamba/one-block-a-sequence");
}

function setMode(run, before, mode, rule) {
  ownCache(run).mamba_cache_mode = mode;
  record(run, modePath, before, mode, rule);
}

function setBlockSize(run, size, rule) {
  if (size === undefined) return absentValue(run, sizePath, rule);
  const cache = run.document.cache_config;
  if (!isSection(cache)) return missingParent(run, cache, "cache_config", sizePath, rule);
  const before = cache.mamba_block_size;
  if (before === size) return true;
  ownCache(run).mamba_block_size = size;
  record(run, sizePath, before, size, rule);
  return true;
}
