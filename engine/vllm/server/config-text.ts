import { isObject, type Json } from "../../common/json.js";
import { jsonOf, parsePython } from "./python-value.js";

/** The configuration that vLLM logs on one line: values by field path. */
export interface ConfigText {
  readonly fields: ReadonlyMap<string, Json>;
  /** Names in the line that no known release writes. */
  readonly unknown: readonly string[];
}

export type ParsedConfigText =
  | ({ readonly ok: true } & ConfigText)
  | { readonly ok: false; readonly at: number; readonly expected: string };

/** Names in the line with their fields; `repr` if the value is in Python's `repr` form. */
const written: ReadonlyMap<string, { readonly field: string; readonly isRepr: boolean }> = new Map(
  Object.entries({
    model: "model_config.model!r",
    speculative_config: "speculative_config!r",
    tokenizer: "model_config.tokenizer!r",
    skip_tokenizer_init: "model_config.skip_tokenizer_init",
    tokenizer_mode: "model_config.tokenizer_mode",
    revision: "model_config.revision",
    tokenizer_revision: "model_config.tokenizer_revision",
    trust_remote_code: "model_config.trust_remote_code",
    dtype: "model_config.dtype",
    max_seq_len: "model_config.max_model_len",
    download_dir: "load_config.download_dir!r",
    load_format: "load_config.load_format",
    tensor_parallel_size: "parallel_config.tensor_parallel_size",
    pipeline_parallel_size: "parallel_config.pipeline_parallel_size",
    data_parallel_size: "parallel_config.data_parallel_size",
    decode_context_parallel_size: "parallel_config.decode_context_parallel_size",
    dcp_comm_backend: "parallel_config.dcp_comm_backend",
    disable_custom_all_reduce: "parallel_config.disable_custom_all_reduce",
    quantization: "model_config.quantization",
    quantization_config: "model_config.quantization_config",
    enforce_eager: "model_config.enforce_eager",
    enable_return_routed_experts: "model_config.enable_return_routed_experts",
    aux_output_config: "aux_output_config!r",
    kv_cache_dtype: "cache_config.cache_dtype",
    device_config: "device_config.device",
    structured_outputs_config: "structured_outputs_config!r",
    observability_config: "observability_config!r",
    seed: "model_config.seed",
    served_model_name: "model_config.served_model_name",
    enable_prefix_caching: "cache_config.enable_prefix_caching",
    enable_chunked_prefill: "scheduler_config.enable_chunked_prefill",
    pooler_config: "model_config.pooler_config!r",
    compilation_config: "compilation_config!r",
    kernel_config: "kernel_config!r",
  }).map(([name, text]) => [name, { field: text.replace("!r", ""), isRepr: text.endsWith("!r") }]),
);

/** Minimum number of names; a line with fewer is not a configuration. */
const least = 8;
const nameHere = /([a-z_][a-z0-9_]*)=/y;
/** Values for which `str` equals `repr`. */
const structured = /^(?:[[{]|[A-Z]\w*\()/;
const longestName = 100;
const plain = /^(?:None|True|False|-?\d+(?:\.\d+)?)$/;
const nextName = /, [a-z_][a-z0-9_]*=/g;

/** Parses the line from an offset to its end: `name=value, name=value`. */
export function parseConfigText(text: string, start = 0): ParsedConfigText {
  const fields = new Map<string, Json>();
  const unknown: string[] = [];
  const seen = new Set<string>();
  for (let at = start; ; at += 2) {
    nameHere.lastIndex = at;
    const name = nameHere.exec(text)?.[1];
    if (name === undefined) return { ok: false, at, expected: "`name=value`" };
    if (seen.has(name)) return { ok: false, at, expected: `\`${name}\` only once` };
    seen.add(name);
    const known = written.get(name);
    const value = readValue(text, at + name.length + 1, known?.isRepr ?? false);
    if (!value.ok) return value;
    if (known === undefined) unknown.push(name);
    else if (value.json !== undefined) put(known.field, value.json, fields);
    at = value.end;
    if (at >= text.length) break;
    if (!text.startsWith(", ", at)) return { ok: false, at, expected: "`, ` and the next name" };
  }
  if (fields.size < least) return { ok: false, at: start, expected: `at least ${least} settings of vLLM` };
  return { ok: true, fields, unknown };
}

type Read =
  | { readonly ok: true; readonly json: Json | undefined; readonly end: number }
  | { readonly ok: false; readonly at: number; readonly expected: string };

function readValue(text: string, at: number, isRepr: boolean): Read {
  if (isRepr || structured.test(text.slice(at, at + longestName))) {
    const parsed = parsePython(text, at);
    if (parsed.ok && (isRepr || parsed.end === text.length || text.startsWith(", ", parsed.end)))
      return { ok: true, json: jsonOf(parsed.value), end: parsed.end };
    if (isRepr) return parsed.ok ? { ok: false, at: parsed.end, expected: "`, `" } : parsed;
  }
  // A value in `str` form ends where the next name begins.
  nextName.lastIndex = at;
  const end = nextName.exec(text)?.index ?? text.length;
  const bare = text.slice(at, end);
  const parsed = plain.test(bare) ? parsePython(bare) : null;
  return { ok: true, json: parsed?.ok === true ? jsonOf(parsed.value) : bare, end };
}

/** The line abbreviates one name in the section for speculative decoding. */
function put(field: string, json: Json, fields: Map<string, Json>): void {
  if (field !== "speculative_config" || !isObject(json)) {
    fields.set(field, json);
    return;
  }
  const { num_spec_tokens: count, ...rest } = json;
  fields.set(field, count === undefined ? rest : { ...rest, num_speculative_tokens: count });
}
