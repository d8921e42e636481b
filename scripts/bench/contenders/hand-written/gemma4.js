import { copyWith, isSection, missingParent, record } from "./run.js";
import { show } from "./show.js";

const forceTriton = "vllm/gemma4/force-triton";

export function gemma4(run) {
  const { document } = run;
  const text = document.model_config?.hf_text_config;
  const local = text?.head_dim;
  const global = text?.global_head_dim;
  if (local == null || global == null || local === global || !(local > 256 || global > 256)) return true;
  const attention = document.attention_config;
  const before = attention?.backend;
  if (before != null) return true;
  if (!isSection(attention))
    return missingParent(run, attention, "attention_config", "attention_config.backend", forceTriton);
  run.document = copyWith(document, "attention_config", copyWith(attention, "backend", "TRITON_ATTN"));
  record(run, "attention_config.backend", before, "TRITON_ATTN", forceTriton);
  run.logs.push({
    level: "info",
    code: "vllm/gemma4/forced-triton",
    rule: forceTriton,
    message: `head sizes differ (${show(local)} local, ${show(global)} global): TRITON_ATTN for every layer`,
    params: { head_dim: local, global_head_dim: global },
  });
  return true;
}
