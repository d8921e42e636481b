import { ownCache, record } from "./run.js";
import { show } from "./show.js";

const dtypePath = "cache_config.mamba_ssm_cache_dtype";

export function nemotronH(run) {
  if (run.document.cache_config?.mamba_ssm_cache_dtype !== "auto") return true;
  const dtype = run.document.model_config?.hf_config?.mamba_ssm_cache_dtype;
  if (dtype !== undefined) {
    const rule = "vllm/nemotron-h/dtype-of-checkpoint";
    run.logs.push({
      level: "info",
      code: "vllm/nemotron-h/state-dtype",
      rule,
      message: `using ${show(dtype)} for the Mamba state, as the checkpoint declares`,
      params: { checkpoint_dtype: dtype },
    });
    if (dtype !== "auto") setDtype(run, dtype, rule);
    return true;
  }
  const rule = "vllm/nemotron-h/undeclared-dtype-float16";
  setDtype(run, "float16", rule);
  run.logs.push({
    level: "info",
    code: "vllm/nemotron-h/state-dtype",
    rule,
    message: "using float16 for the Mamba state, because the checkpoint declares no dtype",
    params: { "cache_config.mamba_ssm_cache_dtype": "float16" },
  });
  return true;
}

function setDtype(run, dtype, rule) {
  ownCache(run).mamba_ssm_cache_dtype = dtype;
  record(run, dtypePath, "auto", dtype, rule);
}
