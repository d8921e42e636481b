import { isDeepStrictEqual } from "node:util";
import { absentValue, copyWith, isSection, missingParent, record } from "./run.js";
import { show } from "./show.js";

const pack = "vllm/llama-nemotron-vl";
const poolingTypes = { avg: "MEAN", cls: "CLS", last: "LAST" };
const poolingRules = {
  avg: `${pack}/declares-mean-pooling`,
  cls: `${pack}/declares-first-token-pooling`,
  last: `${pack}/declares-last-token-pooling`,
};

export function llamaNemotronVl(run) {
  const model = run.document.model_config;
  const original = model?.hf_config;
  if (!isSection(original)) {
    return missingParent(
      run,
      original,
      "model_config.hf_config",
      "model_config.hf_config.is_causal",
      `${pack}/attend-both-ways`,
    );
  }
  // The copies that are written, made when first needed; hf_text_config may be one object with either of the two.
  let config = original;
  if (original.is_causal !== false) {
    config = copyWith(original, "is_causal", false);
    record(run, "model_config.hf_config.is_causal", original.is_causal, false, `${pack}/attend-both-ways`);
  }
  let text = model.hf_text_config === original ? config : model.hf_text_config;
  const language = original.llm_config;
  if (language !== undefined) {
    const path = "model_config.hf_config.llm_config.is_causal";
    const rule = `${pack}/language-model-attends-both-ways`;
    if (!isSection(language)) return missingParent(run, language, "model_config.hf_config.llm_config", path, rule);
    if (language.is_causal !== false) {
      const copy = copyWith(language, "is_causal", false);
      config = write(config, original, "llm_config", copy);
      if (text === language) text = copy;
      record(run, path, language.is_causal, false, rule);
    }
  }
  if (original.vision_config !== undefined) {
    const path = "model_config.hf_config.patch_size";
    const rule = `${pack}/patch-size-of-vision-model`;
    const size = original.vision_config?.patch_size;
    if (size === undefined) return absentValue(run, path, rule);
    const before = original.patch_size;
    if (before !== size && !isDeepStrictEqual(before, size)) {
      config = write(config, original, "patch_size", size);
      record(run, path, before, size, rule);
    }
  }
  if (model.hf_text_config === original) text = config;
  const pooling = original.pooling ?? poolingOfLanguageModel(language);
  let pooler = model.pooler_config;
  if (typeof pooling === "string" && Object.hasOwn(poolingTypes, pooling)) {
    const after = poolingTypes[pooling];
    const path = "model_config.pooler_config.seq_pooling_type";
    if (!isSection(pooler))
      return missingParent(run, pooler, "model_config.pooler_config", path, poolingRules[pooling]);
    const before = pooler.seq_pooling_type;
    if (before !== after) {
      pooler = copyWith(pooler, "seq_pooling_type", after);
      record(run, path, before, after, poolingRules[pooling]);
    }
  } else {
    run.error = {
      code: `${pack}/unknown-pooling`,
      kind: "value",
      message: `pooling ${show(pooling)} is not supported: config.json must declare avg, cls or last`,
      rule: `${pack}/unknown-pooling`,
    };
    return false;
  }
  if (config !== original || pooler !== model.pooler_config) {
    const copy = copyWith(model, "hf_config", config);
    copy.pooler_config = pooler;
    if (text !== model.hf_text_config) copy.hf_text_config = text;
    run.document = copyWith(run.document, "model_config", copy);
  }
  return true;
}

function write(config, original, name, value) {
  if (config === original) return copyWith(original, name, value);
  config[name] = value;
  return config;
}

function poolingOfLanguageModel(language) {
  if (language === undefined) return null;
  return language?.pooling !== undefined ? language.pooling : "avg";
}
