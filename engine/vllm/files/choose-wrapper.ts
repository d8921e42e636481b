import type { Json } from "../../common/json.js";
import type { ServeFacts } from "../facts.js";

interface Wrapper {
  readonly types: readonly string[];
  /** The only architecture that config.json may name; any if omitted. */
  readonly from?: string;
  readonly to: string;
  readonly holds: (config: Readonly<Record<string, Json>>, names: readonly string[]) => boolean;
}

/** Checkpoints that name a plain model's class but contain modules that require another class. */
const wrappers: readonly Wrapper[] = [
  {
    types: ["deepseek_v4"],
    from: "DeepseekV4ForCausalLM",
    to: "DeepseekV4ForConditionalGeneration",
    holds: (config) => typeof config["vision_n_layers"] === "number" && config["vision_n_layers"] > 0,
  },
  {
    types: ["mimo_v2", "mimo_v2_flash"],
    to: "MiMoV2OmniForCausalLM",
    holds: (config) => Boolean(config["vision_config"]),
  },
  {
    types: ["qwen3_5"],
    from: "Qwen3_5ForConditionalGeneration",
    to: "ClefFlashForJointSchema",
    holds: (_, names) => names.includes("joint_head_config.json"),
  },
  {
    types: ["qwen3_5"],
    from: "Qwen3_5Model",
    to: "D3ForSequenceClassification",
    holds: (_, names) => names.includes("decision_config.json"),
  },
  {
    types: ["qwen3_omni_moe"],
    from: "Qwen3OmniMoeForConditionalGeneration",
    to: "ClefOmniForJointSchema",
    holds: (_, names) => names.includes("joint_head_config.json"),
  },
];

/**
 * Replaces the architecture by the class that vLLM chooses for a checkpoint's modules, if the release has it. Modifies
 * `config`, which the caller owns.
 */
export function chooseWrapper(config: Record<string, Json>, names: readonly string[], facts: ServeFacts): void {
  const stated = config["architectures"];
  const type = config["model_type"];
  if (typeof type !== "string") return;
  const only = Array.isArray(stated) && stated.length === 1 ? (stated as readonly Json[])[0] : null;
  const found = wrappers.find(
    ({ types, from, to, holds }) =>
      types.includes(type) &&
      (from === undefined || from === only) &&
      facts.architectures.has(to) &&
      holds(config, names),
  );
  if (found !== undefined) config["architectures"] = [found.to];
}
