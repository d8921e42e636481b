import { isObject, type Json } from "../../common/json.js";
import type { Behavior } from "../behaviors.js";
import type { DerivedModel } from "./derive-model.js";

/** Most frames of a video that Gemma 4 samples, and tokens of each: those of the picture, its two marks, its time. */
const video = { frames: 32, tokens: 70 + 2 + 6 } as const;

const multimodal = "model_config.multimodal_config";

/**
 * Tokens of the largest item that a model must see in one step, since tokens inside an item attend to each other. Only
 * Gemma 4 states more than every step holds. 0 for other models, and where the release serves nothing but text.
 *
 * @param given what flags set, by field
 * @param files names of the files in the model's folder; null if unknown
 */
export function largestItem(
  { hfConfig, textConfig, facts }: DerivedModel,
  given: ReadonlyMap<string, Json>,
  files: readonly string[] | null,
  does: ReadonlySet<Behavior>,
): number {
  if (!does.has("steps-hold-largest-item") || !facts.multimodal) return 0;
  if (hfConfig["model_type"] !== "gemma4" || textConfig["use_bidirectional_attention"] !== "vision") return 0;
  const kinds = ["image", "video", ...(isObject(hfConfig["audio_config"]) ? ["audio"] : [])];
  if (does.has("text-only-attends-one-way") && isTextOnly(kinds, given)) return 0;
  if (!hasTokenizer(given, files)) return 0;
  const limit = limitOf("video", given);
  const asked = isObject(limit) ? limit["num_frames"] : null;
  return Math.min(video.frames, typeof asked === "number" ? asked : video.frames) * video.tokens;
}

function isTextOnly(kinds: readonly string[], given: ReadonlyMap<string, Json>): boolean {
  if (given.get(`${multimodal}.enable_mm_embeds`) === true) return false;
  if (given.get(`${multimodal}.language_model_only`) === true) return true;
  return kinds.every((kind) => {
    const limit = limitOf(kind, given);
    return (isObject(limit) ? limit["count"] : limit) === 0;
  });
}

function limitOf(kind: string, given: ReadonlyMap<string, Json>): Json | undefined {
  const limits = given.get(`${multimodal}.limit_per_prompt`);
  return isObject(limits) ? limits[kind] : undefined;
}

/** Without a tokenizer's files, vLLM finds no processor for other inputs, unless it loads no tokenizer. */
function hasTokenizer(given: ReadonlyMap<string, Json>, files: readonly string[] | null): boolean {
  if (files === null || given.get("model_config.skip_tokenizer_init") === true) return true;
  return ["tokenizer.json", "tokenizer.model", "tekken.json"].some((name) => files.includes(name));
}
