import { isObject, type JsonObject } from "../../common/json.js";
import { fromRecord } from "../../common/must.js";
import { readPath } from "../../common/path.js";
import { missingDraftModel } from "./draft-model.js";

/** The draft model's own configuration. */
const draftModel = "speculative_config.draft_model_config";

/** The option that states an input. */
const settledBy: Readonly<Record<string, string>> = {
  "environment.platform": "--platform",
  "environment.device_memory": "--gpu-memory",
  "environment.device_name": "--gpu-name",
  "environment.device_capability": "--compute-capability",
  "environment.flash_attn_4": "--flash-attention",
  "environment.installed": "--installed",
  "environment.avx512_bf16": "--cpu-feature",
  "environment.amx": "--cpu-feature",
  [draftModel]: "--draft",
};

/** Inputs that a CPU does not have. */
const ofGpu: ReadonlySet<string> = new Set([
  ...["environment.device_memory", "environment.device_name"],
  ...["environment.device_capability", "environment.flash_attn_4"],
]);

/** Inputs that matter for a CPU only. */
const ofCpu: ReadonlySet<string> = new Set(["environment.avx512_bf16", "environment.amx"]);

/**
 * Unknown inputs of rules by dotted path, with the option that states each; a CPU has no GPU memory, name or
 * capability.
 */
export function openInputs(document: JsonObject): Readonly<Record<string, string>> {
  const ofDraft = missingDraftModel(document) === null ? [] : [draftModel];
  const environment = document["environment"];
  const isCpu = isObject(environment) && environment["platform"] === "cpu";
  const isOpen = (path: string) =>
    path !== draftModel && (readPath(document, path.split(".")) ?? null) === null && !(isCpu ? ofGpu : ofCpu).has(path);
  const ofEnvironment = isObject(environment) ? Object.keys(settledBy).filter(isOpen) : [];
  return Object.fromEntries([...ofEnvironment, ...ofDraft].map((path) => [path, fromRecord(settledBy, path)]));
}
