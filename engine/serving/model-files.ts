import type { EngineAdapter } from "../common/engine-adapter.js";
import { isObject, type Json, type JsonObject } from "../common/json.js";

/** The other files of a model's folder. */
export interface ModelFiles {
  /** Names of the files directly in the folder. */
  readonly names: readonly string[];
  /** Contents of the files that are read, by their path in the folder. */
  readonly contents: Readonly<Record<string, Json>>;
}

/** The files of draft models, by the name that the speculative configuration states. */
export type DraftModels = Readonly<Record<string, ModelFiles>>;

/** Whether an object is a model's config.json rather than a config document of an engine. */
export function isModelConfig(value: JsonObject, { dispatch: [section = ""] }: EngineAdapter): boolean {
  return !isObject(value[section]) && ("architectures" in value || "model_type" in value);
}
