import type { Diagnostic } from "../../common/diagnostic.js";
import { isObject, type Json, type JsonObject } from "../../common/json.js";
import { readPath, type Path } from "../../common/path.js";
import type { OtherFlag } from "../../serving/given.js";
import type { BuiltDocument } from "../../serving/build.js";
import type { ServingRelease } from "../../serving/serving-engine.js";
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
  /** Whether the server would start: the evaluation succeeded, and nothing in the flags or files prevents it. */
  readonly ok: boolean;
  /** The resolved document; null if the evaluation failed. */
  readonly document: JsonObject | null;
  /** The model's name, and the class that runs it. */
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
  /** Decisions that the engine does not store in its configuration; null if the evaluation failed. */
  readonly runtime: Json;
  /** Flags without a field, and flags without effect: kept, never dropped. */
  readonly otherFlags: readonly OtherFlag[];
  /** Problems of the flags and the model's files; `ok` is false if the server refuses to start because of one. */
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
  const { engine } = evaluated.rules;
  const model = {
    name: readPath(before, engine.modelName) ?? null,
    architecture: readPath(before, engine.dispatch) ?? null,
  };
  const parts = {
    model,
    target: targetText(evaluated.rules.target),
    runtime,
    effective: evaluated.serving === null ? null : effectiveConfiguration(evaluated, evaluated.serving.overview),
    certainty: uncertainFields(evaluated),
    origins,
    otherFlags,
    diagnostics,
  };
  const ok = result.ok && !diagnostics.some(isStartRefused);
  return {
    ...result,
    ok,
    document: result.document === null ? null : asServerPrints(document, evaluated),
    ...parts,
  };
}

/** The whole document names members of enumerations as the server does; otherwise it is as the rules have it. */
function asServerPrints(document: JsonObject, { fields, serving }: Evaluated): JsonObject {
  return fields === "all" ? nameMembers(document, serving) : document;
}

/** Replaces numbers of enumeration members by their names. */
function nameMembers(document: JsonObject, serving: ServingRelease | null): JsonObject {
  return Object.entries(serving?.members ?? {}).reduce<JsonObject>((named, [field, names]) => {
    const path = field.split(".");
    const value = readPath(named, path);
    const name = typeof value === "number" ? names[value] : undefined;
    return name === undefined ? named : replaceAt(named, path, name);
  }, document);
}

function replaceAt(document: JsonObject, [key = "", ...rest]: Path, value: Json): JsonObject {
  const inner = document[key];
  return { ...document, [key]: isObject(inner) && rest.length > 0 ? replaceAt(inner, rest, value) : value };
}

/** Replaces infinity, which JSON does not have, by the largest number, which compares in the same way. */
function withoutInfinity(_key: string, value: unknown): unknown {
  return value === Infinity ? Number.MAX_VALUE : value === -Infinity ? -Number.MAX_VALUE : value;
}
