import type { Diagnostic } from "../../common/diagnostic.js";
import { isObject, type Json, type JsonObject } from "../../common/json.js";
import { readPath } from "../../common/path.js";
import type { OtherFlag } from "../../serving/given.js";
import type { BuiltDocument } from "../../serving/build.js";
import { isStartRefused } from "../../serving/start-refused.js";
import type { Origin } from "../../serving/origin.js";
import type { Result } from "../../generated/result.js";
import { resultToJson } from "../../compiler/result-to-json.js";
import { targetText } from "../../packs/target.js";
import { uncertainFields } from "../../explain/certainty.js";
import { effectiveConfiguration, type EffectiveConfiguration } from "../../explain/effective.js";
import type { Evaluated } from "../../explain/evaluated.js";
import type { Printed } from "../printed.js";

/** The output of `fettle resolve --format json`: the result of the evaluation, and the origins of its values. */
export interface Resolution extends Pick<Result, "changes" | "logs" | "error" | "trace"> {
  /** Whether vLLM would start: the evaluation succeeded, and nothing in the flags or files prevents it. */
  readonly ok: boolean;
  /** The resolved document; null if the evaluation failed. */
  readonly document: JsonObject | null;
  /** The model's name, and the class that vLLM runs. */
  readonly model: { readonly name: Json; readonly architecture: Json };
  /** The release of the rules, as project@version. */
  readonly target: string;
  /**
   * The origin of each value before the rules, by dotted path: `kind` is flag, config-file, recipe, hf-config, default,
   * derived or assumed; `text` describes it; `isConstant` means the release's default regardless of everything else. A
   * value that is not listed has its section's origin.
   */
  readonly origins: Readonly<Record<string, Origin>>;
  /** The settings that operators need first, by topic; null if the evaluation failed. */
  readonly effective: EffectiveConfiguration | null;
  /** The fields with an assumed or unknown value, by dotted path; all other values are known. */
  readonly certainty: ReturnType<typeof uncertainFields>;
  /** Decisions that vLLM does not store in its configuration; null if the evaluation failed. */
  readonly runtime: Json;
  /** Flags without a field, and flags without effect: kept, never dropped. */
  readonly otherFlags: readonly OtherFlag[];
  /** Problems of the flags and the model's files; `ok` is false if vLLM refuses to start because of one. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Renders the result as JSON, for a resolved model with the origins of its values. */
export function reportJson(evaluated: Evaluated): Printed {
  return { text: `${JSON.stringify(describe(evaluated), withoutInfinity, 2)}\n` };
}

function describe(evaluated: Evaluated): Result | Resolution {
  const { built, before } = evaluated;
  return built === null
    ? resultToJson(before, evaluated.result, evaluated.rules.engine.alias)
    : resolutionOf({ ...evaluated, built });
}

/** A resolved model as data. */
export function resolutionOf(evaluated: Evaluated & { readonly built: BuiltDocument }): Resolution {
  const { built, before } = evaluated;
  const result = resultToJson(before, evaluated.result, evaluated.rules.engine.alias);
  const { origins, otherFlags, diagnostics } = built;
  const { runtime = null, ...document } = (result.document ?? {}) as JsonObject;
  const parts = {
    model: modelOf(before),
    target: targetText(evaluated.rules.target),
    runtime,
    effective: effectiveConfiguration(evaluated),
    certainty: uncertainFields(evaluated),
    origins,
    otherFlags,
    diagnostics,
  };
  const ok = result.ok && !diagnostics.some(isStartRefused);
  return { ...result, ok, document: result.document === null ? null : nameModes(document), ...parts };
}

/** Compilation modes, by vLLM's names. */
const modes = ["NONE", "STOCK_TORCH_COMPILE", "DYNAMO_TRACE_ONCE", "VLLM_COMPILE"];

function nameModes(document: JsonObject): JsonObject {
  const compilation = document["compilation_config"];
  const mode = isObject(compilation) ? compilation["mode"] : null;
  if (typeof mode !== "number") return document;
  return { ...document, compilation_config: { ...(compilation as JsonObject), mode: modes[mode] ?? mode } };
}

function modelOf(document: JsonObject): Resolution["model"] {
  const read = (key: string) => readPath(document, ["model_config", key]) ?? null;
  return { name: read("model"), architecture: read("architecture") };
}

/** Replaces infinity, which JSON does not have, by the largest number, which compares in the same way. */
function withoutInfinity(_key: string, value: unknown): unknown {
  return value === Infinity ? Number.MAX_VALUE : value === -Infinity ? -Number.MAX_VALUE : value;
}
