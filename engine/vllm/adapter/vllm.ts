import type { EngineAdapter } from "../../common/engine-adapter.js";
import type { JsonObject } from "../../common/json.js";
import { firstOf } from "../../common/must.js";
import { architectures } from "../../generated/architectures.js";
import { releases } from "../../generated/releases.js";
import { readSchemas } from "../../generated/schema-vllm-config-plain.js";

let schema: JsonObject | undefined;

/** vLLM. Every start loads this, so it imports nothing heavy. */
export const vllm: EngineAdapter = {
  name: "vllm",
  title: "vLLM",
  schema: () => (schema ??= firstOf(readSchemas())),
  hooks: [
    {
      ...{ name: "model_config", sections: new Set(["model_config", "environment"]) },
      example: ["model_config", "max_model_len"],
    },
    { name: "vllm_config", sections: null, example: ["scheduler_config", "max_num_seqs"] },
  ],
  dispatch: ["model_config", "architecture"],
  modelName: ["model_config", "model"],
  modelFields: [
    ["model_config", "hf_config"],
    ["model_config", "hf_text_config"],
  ],
  alias: {
    ...{ section: "model_config", field: "hf_text_config", of: "hf_config" },
    // vLLM itself descends two levels.
    ...{ deepest: 3, usualKey: "text_config" },
  },
  releases,
  architectures: new Set(architectures),
};
