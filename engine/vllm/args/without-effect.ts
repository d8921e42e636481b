import type { ServeFacts } from "../facts.js";

/** Why a release ignores the flag of a field that other releases obey; null if it does not. */
export function withoutEffect(field: string, { behaviors, target }: ServeFacts): string | null {
  if (field !== "cache_config.mamba_cache_mode" || !behaviors.has("mamba-cache-mode-follows-caching")) return null;
  return `in vLLM ${target} the mode follows \`--enable-prefix-caching\``;
}

/** Why a field's flag has no effect where its section does not exist. */
export function whyUnused(path: string): string {
  if (path.startsWith("lora_config.")) return "LoRA is off";
  return path.includes("multimodal_config.") ? "the model accepts only text" : "its section is not in use";
}
