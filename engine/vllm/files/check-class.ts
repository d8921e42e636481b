import { diagnostic, type Diagnostic } from "../../common/diagnostic.js";
import { isObject, type Json, type JsonObject } from "../../common/json.js";
import { showValue } from "../../common/show-value.js";
import type { ModelTypes } from "./model-types.js";
import { layerKinds } from "./rope.js";

/** Model types whose class requires, since transformers 5, that the number of heads divides the hidden size. */
const dividedByHeads = new Set(
  "arcee aria_text cosmos3_edge_text cwm deepseek_ocr2_text deepseek_v2 esmc eurobert gemma2 gemma3_text gemma3n_text gpt_neox hrm_text hyperclovax jais2 llama minicpm3 muse_glimmer_text muse_spark_text t5gemma2_decoder t5gemma2_text unlimited_ocr_text vaultgemma".split(
    " ",
  ),
);

/** Default sizes of Mamba layers. */
const mambaDefaults: Readonly<Record<string, JsonObject>> = {
  bamba: { mamba_expand: 2, mamba_n_heads: 128 },
  falcon_h1: { mamba_expand: 2, mamba_n_heads: 128, mamba_d_head: "auto", mamba_d_ssm: 1024 },
  granitemoehybrid: { mamba_expand: 2, mamba_n_heads: 128 },
};

/** What the parts of a DBRX config may state before transformers 5, besides what any part may. */
const dbrxKeys: Readonly<Record<string, ReadonlySet<string>>> = {
  attn_config: new Set(["attn_pdrop", "clip_qkv", "kv_n_heads", "rope_theta"]),
  ffn_config: new Set([
    ...["ffn_act_fn", "ffn_hidden_size", "moe_num_experts", "moe_top_k", "moe_jitter_eps", "moe_loss_weight"],
    "moe_normalize_expert_weights",
  ]),
};
const anyPartKeys = new Set(["model_type", "attn_implementation", "transformers_version", "torch_dtype", "dtype"]);

type Fault = readonly [path: string, message: string, hint?: string];

/** Validates one part of config.json as the configuration class of its model type does. */
export function checkClass(
  part: JsonObject,
  {
    transformers,
    readsNestedRope,
    readsHeadsByLayer,
  }: Pick<ModelTypes, "transformers" | "readsNestedRope" | "readsHeadsByLayer">,
): readonly Diagnostic[] {
  const type = part["model_type"];
  if (typeof type !== "string") return [];
  const before5 = transformers.startsWith("4.");
  const faults = [
    before5 ? null : headsFault(part, type),
    mambaFault(part, type),
    readsNestedRope ? null : nestedRopeFault(part),
    readsHeadsByLayer ? null : headsByLayerFault(part, type),
    ...(before5 ? [graniteFault(part, type), dbrxFault(part, type)] : []),
  ];
  return faults.flatMap((fault) => (fault === null ? [] : [refused(fault)]));
}

function refused([path, message, hint = "fix the file: vLLM refuses to start with it"]: Fault): Diagnostic {
  return diagnostic("start-refused", message, { severity: "warning", path: `/${path}`, hint });
}

function headsFault(part: JsonObject, type: string): Fault | null {
  const { hidden_size: width, num_attention_heads: heads } = part;
  if (!dividedByHeads.has(type) || typeof width !== "number" || typeof heads !== "number" || width % heads === 0)
    return null;
  return ["num_attention_heads", `a hidden size of ${width} is not a multiple of ${heads} attention heads`];
}

/** Gemma 4 has heads of another size in layers of full attention. */
function headsByLayerFault(
  { head_dim: size = 256, global_head_dim: full = 512 }: JsonObject,
  type: string,
): Fault | null {
  if ((type !== "gemma4_text" && type !== "gemma4_unified_text") || size === full) return null;
  return [
    "global_head_dim",
    "up to 0.27, vLLM does not read head sizes by layer as transformers 5.17 states them",
    "install transformers 5.16 or older, or upgrade vLLM: vLLM refuses to start",
  ];
}

function mambaFault(part: JsonObject, type: string): Fault | null {
  const defaults = Object.hasOwn(mambaDefaults, type) ? mambaDefaults[type] : undefined;
  if (defaults === undefined) return null;
  const read = (key: string): Json | undefined => (key in part ? part[key] : defaults[key]);
  const [expand, heads, width] = [read("mamba_expand"), read("mamba_n_heads"), part["hidden_size"]];
  if (typeof expand !== "number" || typeof heads !== "number" || typeof width !== "number") return null;
  const stated = read("mamba_d_ssm");
  const inner = typeof stated === "number" ? stated : expand * width;
  if (inner % heads !== 0) return ["mamba_n_heads", `${heads} Mamba heads do not divide a width of ${inner}`];
  const size = read("mamba_d_head");
  if (typeof size !== "number" || size * heads === inner) return null;
  return ["mamba_d_head", `${heads} Mamba heads of ${size} do not add up to a width of ${inner}`];
}

/** Up to 0.20, vLLM adds the rotary base that transformers 4 reads to the layer types, and takes it for one of them. */
function nestedRopeFault(part: JsonObject): Fault | null {
  const rope = part["rope_parameters"];
  if (!isObject(rope) || isObject(part["rope_scaling"])) return null;
  const kinds = Object.keys(rope);
  if (kinds.length === 0 || !kinds.every((kind) => layerKinds.has(kind))) return null;
  return ["rope_parameters", "transformers 4 does not read rotary parameters per layer type"];
}

function graniteFault(part: JsonObject, type: string): Fault | null {
  const layers = part["layer_types"];
  if (type !== "granitemoehybrid" || !Array.isArray(layers)) return null;
  const odd = (layers as readonly Json[]).find((layer) => layer !== "mamba" && layer !== "attention");
  return odd === undefined
    ? null
    : ["layer_types", `transformers 4 does not know layer type ${showValue(odd)} of this model`];
}

function dbrxFault(part: JsonObject, type: string): Fault | null {
  if (type !== "dbrx") return null;
  for (const [name, known] of Object.entries(dbrxKeys)) {
    const stated = part[name];
    const odd = isObject(stated) && Object.keys(stated).find((key) => !known.has(key) && !anyPartKeys.has(key));
    if (typeof odd === "string") return [name, `transformers 4 does not know \`${odd}\` in this part of the model`];
  }
  return null;
}
