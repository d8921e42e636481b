export type Runner = "generate" | "pooling" | "draft";
export type Convert = "none" | "embed" | "classify";

/** Class name suffixes and the kind of model they denote; the first match applies. */
export const endings: readonly (readonly [string, Runner, Convert])[] = [
  ["ForCausalLM", "generate", "none"],
  ["ForConditionalGeneration", "generate", "none"],
  ["ChatModel", "generate", "none"],
  ["LMHeadModel", "generate", "none"],
  ["ForTextEncoding", "pooling", "embed"],
  ["EmbeddingModel", "pooling", "embed"],
  ["ForSequenceClassification", "pooling", "classify"],
  ["ForTokenClassification", "pooling", "classify"],
  ["ForAudioClassification", "pooling", "classify"],
  ["ForImageClassification", "pooling", "classify"],
  ["ForVideoClassification", "pooling", "classify"],
  ["ClassificationModel", "pooling", "classify"],
  ["ForRewardModeling", "pooling", "embed"],
  ["RewardModel", "pooling", "embed"],
  ["Model", "pooling", "embed"],
];

/** Names of the classes from which an adapter could create a class of this name. */
export function adaptedNames(name: string): readonly string[] {
  const ending = endings.find(([end, , convert]) => convert !== "none" && name.endsWith(end));
  return ending === undefined ? [] : endings.map(([end]) => `${name.slice(0, -ending[0].length)}${end}`);
}
