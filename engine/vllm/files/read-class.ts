import { isObject, type Json } from "../../common/json.js";

/** Model types whose class has a sliding window only with `use_sliding_window`. */
const windowOnDemand = new Set(
  "deepseek_ocr2_text qwen2 qwen2_5_omni_text qwen2_5_vl qwen2_5_vl_text qwen2_vl qwen2_vl_text qwen3 qwen3_moe".split(
    " ",
  ),
);

/** Model types whose class states absolute positions before transformers 5. */
const absolutePositions = new Set(
  "albert bert bert-generation camembert electra ernie esm lilt megatron-bert mra roberta roberta-prelayernorm roc_bert xlm-roberta xlm-roberta-xl xmod yoso".split(
    " ",
  ),
);

/**
 * Model types whose class looks into its text part first before transformers 5, with the class that vLLM then chooses.
 */
const hiddenByText: Readonly<Record<string, string>> = { qwen2_vl: "Qwen2VLModel", qwen2_5_vl: "Qwen2_5_VLModel" };

/** Normalizes a part of config.json as the class of its model type does. Modifies `part`, which the caller owns. */
export function readByClass(part: Record<string, Json>, transformers: string): void {
  const type = part["model_type"];
  if (typeof type !== "string") return;
  const before5 = transformers.startsWith("4.");
  const isOnDemand = windowOnDemand.has(type) || (before5 && type === "qwen2_moe");
  if (isOnDemand && part["use_sliding_window"] !== true && "sliding_window" in part) part["sliding_window"] = null;
  const text = part["text_config"];
  const hidden = before5 && Object.hasOwn(hiddenByText, type) ? hiddenByText[type] : undefined;
  if (hidden !== undefined && isObject(text)) part["architectures"] = text["architectures"] ?? [hidden];
  if (before5 && absolutePositions.has(type)) part["position_embedding_type"] ??= "absolute";
}
