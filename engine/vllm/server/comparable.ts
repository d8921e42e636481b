import { isObject, type Json } from "../../common/json.js";
import { attentionBackends } from "../attention-backends.js";

/** Member names of vLLM's enumerations by their JSON values. */
const members: Readonly<Record<string, ReadonlyMap<string, string>>> = {
  "compilation_config.mode": new Map([
    ["0", "none"],
    ["1", "stock_torch_compile"],
    ["2", "dynamo_trace_once"],
    ["3", "vllm_compile"],
  ]),
  "compilation_config.cudagraph_mode": new Map([
    ["0", "none"],
    ["1", "piecewise"],
    ["2", "full"],
    ["[2,0]", "full_decode_only"],
    ["[2,1]", "full_and_piecewise"],
  ]),
  optimization_level: new Map([
    ["0", "o0"],
    ["1", "o1"],
    ["2", "o2"],
    ["3", "o3"],
  ]),
};

/**
 * Normalizes a value for comparing a document with a server's output: absent equals empty, case is ignored, enumeration
 * members match by name and value, and types match with and without the prefix `torch`.
 */
export function comparable(path: string, value: Json | undefined): string | number | boolean | null {
  if (value === undefined || value === null || isEmpty(value)) return null;
  if (typeof value === "boolean") return value;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const member = members[path]?.get(text);
  if (member !== undefined) return member;
  if (typeof value === "number") return value;
  return (attentionBackends().get(text) ?? text).toLowerCase().replace(/^torch\./, "");
}

function isEmpty(value: Json): boolean {
  return Array.isArray(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0;
}
