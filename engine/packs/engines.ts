import type { EngineAdapter } from "../common/engine-adapter.js";
import { vllm } from "../vllm/adapter/vllm.js";

/** The serving engines that a rule set can name; the first is the default. */
export const engines = { vllm } as const satisfies Readonly<Record<string, EngineAdapter>>;
