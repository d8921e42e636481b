import type { Json } from "../../common/json.js";
import { architectureFields, configClass } from "../files/architecture-fields.js";
import type { DerivedModel } from "./derive-model.js";
import { openSection, setKnown, type Draft } from "./draft.js";
import type { ServeFacts } from "../facts.js";
import type { Origin } from "../../serving/origin.js";

/** Writes the values that follow from the model alone, and creates the sections that it requires. */
export function describeModel(draft: Draft, model: DerivedModel, facts: ServeFacts): void {
  const byClass: Origin = {
    kind: "derived",
    text: `${model.architecture ?? "an unknown model class"} in vLLM ${facts.target}`,
  };
  const byFile = (key: string): Origin => ({
    kind: "hf-config",
    text: key === "" ? "config.json" : `config.json: ${key}`,
  });
  const set = (field: string, value: Json, origin: Origin): boolean =>
    setKnown(draft, `model_config.${field}`, value, origin);
  set("hf_config", model.hfConfig, byFile(""));
  set("hf_text_config", model.textConfig, byFile(model.textPath.join(".")));
  const ownClass = configClass(model.hfConfig);
  if (ownClass !== null) set("hf_config_class", ownClass, byFile("auto_map"));
  for (const [field, value] of Object.entries(architectureFields(model))) {
    if (value !== null) set(`model_arch_config.${field}`, value, byFile(model.textPath.join(".")));
  }
  set("architectures", model.architectures, byFile("architectures"));
  set("architecture", model.architecture, byFile("architectures"));
  set("runner_type", model.runner, { kind: "derived", text: model.why });
  set("convert_type", model.convert, { kind: "derived", text: `follows from the runner ${model.runner}` });
  set(
    "is_hybrid",
    model.isHybrid,
    model.isHybrid === model.facts.hybrid ? byClass : byFile("layer_types has only attention"),
  );
  set("is_attention_free", model.facts.attentionFree, byClass);
  set("has_inner_state", model.facts.innerState, byClass);
  set("supports_mamba_prefix_caching", model.facts.mambaPrefixCaching, byClass);
  openSection(draft, "model_config._model_info", facts.schema, facts.target, byClass);
  set("_model_info.supports_lora", model.facts.lora, byClass);
  set("_model_info.supports_pp", model.facts.pipelines, byClass);
  set("_model_info.supports_multimodal_encoder_tp_data", model.facts.dataParallelEncoder, byClass);
  set("is_multimodal_model", model.facts.multimodal, byClass);
  set(
    "is_encoder_decoder",
    model.isEncoderDecoder,
    byFile(model.isEncoderDecoder ? "is_encoder_decoder" : "no is_encoder_decoder"),
  );
  set("is_moe", model.isMoe, byFile(model.isMoe ? "experts" : "no experts"));
  set("attn_type", model.attentionType, { kind: "derived", text: "follows from the model class and the runner" });
  if (model.pooler !== null) {
    const origin: Origin = {
      kind: "derived",
      text: model.runner === "pooling" ? "it is a pooling model" : "set by the flag",
    };
    openSection(draft, "model_config.pooler_config", facts.schema, facts.target, origin);
  }
  if (model.facts.multimodal) openSection(draft, "model_config.multimodal_config", facts.schema, facts.target, byClass);
}
