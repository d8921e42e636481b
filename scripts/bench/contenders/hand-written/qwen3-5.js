import { ownCache, record } from "./run.js";
import { show } from "./show.js";

export function qwen35(run) {
  const checkpoint = run.document.model_config?.hf_text_config?.mamba_ssm_dtype;
  if (checkpoint == null) return true;
  const chosen = run.document.cache_config?.mamba_ssm_cache_dtype;
  if (chosen === "auto") {
    if (checkpoint === "auto") return true;
    ownCache(run).mamba_ssm_cache_dtype = checkpoint;
    record(run, "cache_config.mamba_ssm_cache_dtype", "auto", checkpoint, "vllm/qwen3-5/dtype-of-checkpoint");
  } else if (chosen !== undefined && chosen !== checkpoint) {
    run.logs.push({
      level: "warning",
      code: "vllm/qwen3-5/other-state-dtype",
      rule: "vllm/qwen3-5/warn-of-other-dtype",
      message: `the checkpoint declares ${show(checkpoint)} for the Mamba state; keeping ${show(chosen)}, as requested`,
      params: { checkpoint_dtype: checkpoint, chosen_dtype: chosen },
    });
  }
  return true;
}
