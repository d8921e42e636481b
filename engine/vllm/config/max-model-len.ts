import { diagnostic, type Diagnostic } from "../../common/diagnostic.js";
import { textOf, type JsonObject } from "../../common/json.js";
import { must } from "../../common/must.js";
import type { Origin } from "../../serving/origin.js";
import { ropeEntries } from "../files/rope.js";

/** Keys under which model families state their maximum sequence length, in tokens. */
const keys = [
  "max_position_embeddings",
  "n_positions",
  "max_seq_len",
  "seq_length",
  "model_max_length",
  "max_target_positions",
  "max_sequence_length",
  "max_seq_length",
  "seq_len",
] as const;

/** vLLM's assumption if config.json states no length. */
const fallback = 2048;

/** Rotary scaling types for which config.json states the scaled length. */
const alreadyScaled = new Set(["su", "longrope", "llama3"]);

/** Scaling types for which config.json states the scaled length in some releases. */
const yarnKinds = new Set(["yarn", "deepseek_yarn", "deepseek_llama_scaling"]);

/** Lengths in tokens from files beside config.json; null if not stated. */
export interface LengthsBeside {
  readonly tokenizer: number | null;
  readonly text: number | null;
}

export interface MaxModelLen {
  readonly value: number;
  readonly origin: Origin;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Derives the maximum sequence length in tokens: the flag's, otherwise the text configuration's with rotary scaling
 * applied. `given` is null without a flag, and -1 if vLLM fits the length to the memory. `isYarnScaled`: the release
 * uses the stated length of YaRN models unscaled. `allowsLong`: a flag above the limit is not an error.
 */
export function deriveMaxModelLen(
  text: JsonObject,
  given: number | null,
  givenOrigin: Origin | null,
  disableSlidingWindow: boolean,
  isYarnScaled = false,
  allowsLong = false,
  beside: LengthsBeside = { tokenizer: null, text: null },
): MaxModelLen {
  const longest = limited(longestOf(text, disableSlidingWindow), beside.tokenizer);
  if (given === -1 && longest === null)
    return { value: -1, origin: must(givenOrigin, "given origin"), diagnostics: [] };
  const faults = isYarnScaled ? [] : ropeFaults(text);
  const scaled = scale(
    longest ?? { value: fallback, key: `no length is stated, so vLLM uses ${fallback}` },
    text,
    isYarnScaled,
  );
  const { value, key } =
    beside.text === null ? scaled : { value: beside.text, key: "max_seq_length of Sentence Transformers" };
  if (given !== null && given !== -1) {
    const isTooLong = !allowsLong && longest !== null && given > value && given > asNumber(text["model_max_length"], 0);
    return {
      value: given,
      origin: must(givenOrigin, "given origin"),
      diagnostics: isTooLong ? [...faults, tooLong(given, value, key)] : faults,
    };
  }
  const entries = ropeEntries(text);
  const short = entries.some((entry) => entry["rope_type"] === "longrope")
    ? text["original_max_position_embeddings"]
    : undefined;
  const derived = typeof short === "number" ? short : Math.trunc(value);
  const source =
    typeof short === "number"
      ? "config.json: original_max_position_embeddings, because LongRoPE slows down short prompts beyond it"
      : `config.json: ${key}`;
  const origin: Origin =
    given === -1
      ? {
          kind: "derived",
          text: `${must(givenOrigin, "given origin").text}: fitted to memory at startup, up to this value (${source})`,
        }
      : { kind: longest === null ? "default" : "hf-config", text: source };
  return { value: derived, origin, diagnostics: faults };
}

export interface Longest {
  readonly value: number;
  readonly key: string;
}

/** The maximum length that a text configuration states, with its key; null if there is none. */
export function longestOf(text: JsonObject, disableSlidingWindow: boolean): Longest | null {
  let found: Longest | null = null;
  for (const key of keys) {
    const value = text[key];
    if (typeof value === "number" && value < (found?.value ?? Infinity)) found = { value, key };
  }
  const stated = asNumber(text["model_max_length"], 0);
  if (stated !== 0) found = { value: stated, key: "model_max_length" };
  const window = asNumber(text["sliding_window"], 0);
  const isCapped = disableSlidingWindow && window > 0 && window < (found?.value ?? Infinity);
  return isCapped ? { value: window, key: "sliding_window" } : found;
}

/** Limits a length by the tokenizer's. */
function limited(longest: Longest | null, tokenizer: number | null): Longest | null {
  if (tokenizer === null || tokenizer >= (longest?.value ?? Infinity)) return longest;
  return { value: tokenizer, key: "model_max_length of the tokenizer" };
}

function scale(longest: Longest, text: JsonObject, isYarnScaled: boolean): Longest {
  if (textOf(text["model_type"]).includes("gemma3")) return longest;
  let { value } = longest;
  let factor = 1;
  for (const entry of ropeEntries(text)) {
    const type = textOf(entry["rope_type"]);
    if (alreadyScaled.has(type) || (isYarnScaled && yarnKinds.has(type))) continue;
    factor = asNumber(entry["factor"], "factor" in entry ? 1 : factor);
    if (type === "yarn") value = asNumber(entry["original_max_position_embeddings"], value);
  }
  return factor === 1 && value === longest.value
    ? longest
    : { value: value * factor, key: `${longest.key}, scaled by the rotary factor ${factor}` };
}

/** YaRN scales an original length; vLLM fails if config.json does not state it. */
function ropeFaults(text: JsonObject): readonly Diagnostic[] {
  if (
    !ropeEntries(text).some(
      (entry) => entry["rope_type"] === "yarn" && entry["original_max_position_embeddings"] === undefined,
    )
  )
    return [];
  const hint = "add it with `--hf-overrides`: vLLM refuses to start without it";
  return [
    diagnostic("start-refused", "YaRN scaling without `original_max_position_embeddings`", {
      severity: "warning",
      path: "",
      hint,
    }),
  ];
}

function tooLong(given: number, derived: number, key: string): Diagnostic {
  const message = `\`--max-model-len ${given}\` exceeds the model's maximum of ${derived} (${key})`;
  const hint = "lower it, or set VLLM_ALLOW_LONG_MAX_MODEL_LEN=1: otherwise vLLM refuses to start";
  return diagnostic("start-refused", message, { severity: "warning", hint });
}

function asNumber(value: unknown, otherwise: number): number {
  return typeof value === "number" ? value : otherwise;
}
