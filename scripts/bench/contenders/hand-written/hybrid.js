import { mamba } from "./mamba.js";
import { ownCache, record } from "./run.js";
import { show } from "./show.js";

const noKvScales = "vllm/hybrid-attention-mamba/no-kv-scales";

export function hybrid(run) {
  if (run.document.cache_config?.calculate_kv_scales === true) {
    const model = run.document.model_config.model;
    run.logs.push({
      level: "warning",
      code: "vllm/hybrid-attention-mamba/kv-scales-off",
      rule: noKvScales,
      message: `disabling calculate_kv_scales for ${show(model)}: hybrid models cannot calibrate KV cache scales`,
      params: { "model_config.model": model === undefined ? null : model },
    });
    ownCache(run).calculate_kv_scales = false;
    record(run, "cache_config.calculate_kv_scales", true, false, noKvScales);
  }
  return mamba(run);
}
