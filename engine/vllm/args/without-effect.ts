import type { ServeFacts } from "../facts.js";

/** Why a release ignores the flag of a field that other releases obey; null if it does not. */
export function withoutEffect(field: string, { behaviors, target }: ServeFacts): string | null {
  if (field !== "cache_config.mamba_cache_mode" || !behaviors.has("mamba-cache-mode-follows-caching")) return null;
  return `in vLLM ${target} the mode follows \`--enable-prefix-caching\``;
}
