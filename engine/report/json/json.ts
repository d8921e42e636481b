import type { Diagnostic } from "../../common/diagnostic.js";
import { isObject, type Json, type JsonObject } from "../../common/json.js";
import { readPath } from "../../common/path.js";
import type { OtherFlag } from "../../vllm/args/read-serve-args.js";
import type { BuiltDocument } from "../../vllm/config/build-document.js";
import { isStartRefused } from "../../vllm/start-refused.js";
import type { Origin } from "../../vllm/config/origin.js";
import type { Result } from "../../generated/result.js";
import { resultToJson } from "../../compiler/result-to-json.js";
import { targetText } from "../../packs/target.js";
import { uncertainFields } from "../../explain/certainty.js";
import { effectiveConfiguration, type EffectiveConfiguration } from "../../explain/effective.js";
import type { Evaluated } from "../../explain/evaluated.js";
import type { Printed } from "../printed.js";

/** What `fettle resolve --format json` prints: the result of the evaluation, and where its values come from. */
export interface Resolution extends Pick<Result, "changes" | "logs" | "error" | "trace"> {
  /** Whether vLLM would start: the evaluation came to its end, and nothing in the flags or files keeps it from starting. */
  readonly ok: boolean;
  /** The resolved document; null where the evaluation failed. */
  readonly document: JsonObject | null;
  /** The model as it is called, and the class that vLLM runs. */
  readonly model: { readonly name: Json; readonly architecture: Json };
  /** The release that the rules hold for, as project@version. */
  readonly target: string;
  /**
   * Where each value of the document before the rules comes from, by dotted path: `kind` is flag, config-file, recipe,
   * hf-config, default, derived or assumed; `text` says it in words; `isConstant` that it is the release's default whatever
   * else holds. A value that is not listed has its section's origin.
   */
  readonly origins: Readonly<Record<string, Origin>>;
  /** What operators ask about first, topic by topic; null where the evaluation failed. */
  readonly effective: EffectiveConfiguration | null;
  /** The fields whose value is assumed or unknown, by dotted path; every other value is known. */
  readonly certainty: ReturnType<typeof uncertainFields>;
  /** What vLLM decides without keeping it in its configuration; null where the evaluation failed. */
  readonly runtime: Json;
  /** Flags that are no part of the document, and those that change nothing: kept, never dropped. */
  readonly otherFlags: readonly OtherFlag[];
  /** What was found in the flags and the model's files; `ok` is false where vLLM refuses to start because of it. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The result as JSON; for a resolved model with the origins of its values. */
export function reportJson(evaluated: Evaluated): Printed {
  return { text: `${JSON.stringify(describe(evaluated), withoutInfinity, 2)}\n` };
}

function describe(evaluated: Evaluated): Result | Resolution {
  const { built, before } = evaluated;
  return built === null ? resultToJson(before, evaluated.result) : resolutionOf({ ...evaluated, built });
}

/** A resolved model as data. */
export function resolutionOf(evaluated: Evaluated & { readonly built: BuiltDocument }): Resolution {
  const { built, before } = evaluated;
  const result = resultToJson(before, evaluated.result);
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

/** Modes of the compiler by the names that vLLM has for them. */
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

/** JSON has no infinite numbers; the largest compares as they do. */
function withoutInfinity(_key: string, value: unknown): unknown {
  return value === Infinity ? Number.MAX_VALUE : value === -Infinity ? -Number.MAX_VALUE : value;
}
