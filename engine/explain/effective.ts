import { isObject, jsonEqual, type Json, type JsonObject } from "../common/json.js";
import { lastOf } from "../common/must.js";
import { readPath } from "../common/path.js";
import type { Change } from "../generated/result.js";
import type { OverviewTopic } from "../serving/overview.js";
import { originInside, type Setting } from "../serving/given.js";
import { givenKinds, type Origin } from "../serving/origin.js";
import { certaintyOf, type Certainty, type CertaintyOf } from "./certainty.js";
import type { Evaluated } from "./evaluated.js";
import { findOrigin } from "./origin-of.js";

/** The settings that a server runs with, by topic: the part of the resolved document that operators need first. */
export interface EffectiveConfiguration {
  /** The device as named or assumed; null if documents of the engine have none. */
  readonly device: EffectiveDevice | null;
  readonly settings: readonly EffectiveSetting[];
  /** User settings that the server replaced, anywhere in the document. */
  readonly overridden: readonly EffectiveValue[];
}

export interface EffectiveDevice {
  readonly name: Json;
  readonly memoryGiB: Json;
  readonly count: Json;
  readonly platform: Json;
  readonly isAssumed: boolean;
}

export interface EffectiveSetting {
  /** Such as `kv-cache`. */
  readonly topic: string;
  readonly values: readonly EffectiveValue[];
}

export interface EffectiveValue {
  readonly path: string;
  readonly value: Json;
  /** Origin of the value: a rule, or the config builder; null if nothing set it. */
  readonly origin: { readonly kind: "rule"; readonly text: string } | Origin | null;
  readonly certainty: Certainty;
  /** The requested value, if the server runs with another one. */
  readonly asked: { readonly value: Json; readonly origin: Origin } | null;
}

/** Computes the effective configuration of a resolved model, for each topic; null if the evaluation failed. */
export function effectiveConfiguration(
  evaluated: Evaluated,
  overview: readonly OverviewTopic[],
): EffectiveConfiguration | null {
  const document = evaluated.result.document as JsonObject | null;
  if (document === null) return null;
  const context = {
    evaluated,
    document,
    certain: certaintyOf(evaluated),
    writers: lastWriters(evaluated.result.changes),
  };
  const paths = (fields: readonly (string | readonly string[])[]) =>
    fields.map((field) =>
      typeof field === "string" ? field : (field.find((path) => at(document, path) !== null) ?? lastOf(field)),
    );
  return {
    device: deviceOf(document, evaluated),
    settings: overview.map(({ topic, fields }) => ({
      topic,
      values: paths(fields).map((path) => valueOf(path, context)),
    })),
    overridden: askedPaths(evaluated)
      .map((path) => valueOf(path, context))
      .filter(({ asked }) => asked !== null),
  };
}

interface Context {
  readonly evaluated: Evaluated;
  readonly document: JsonObject;
  readonly certain: CertaintyOf;
  readonly writers: ReadonlyMap<string, string>;
}

function valueOf(path: string, { evaluated, document, certain, writers }: Context): EffectiveValue {
  const value = at(document, path);
  const rule = writers.get(path);
  const origins = evaluated.built?.origins ?? {};
  const origin = rule === undefined ? findOrigin(path, origins) : { kind: "rule" as const, text: rule };
  return { path, value, origin, certainty: certain(path), asked: askedFor(path, value, origin, evaluated) };
}

/** The value that a flag requested, if something other than a user's choice decided. */
function askedFor(
  path: string,
  value: Json,
  origin: EffectiveValue["origin"],
  { built }: Evaluated,
): EffectiveValue["asked"] {
  if (built === null || origin === null || givenKinds.has(origin.kind)) return null;
  for (const setting of built.settings) {
    const inner = innerPath(setting, path);
    if (inner === null) continue;
    const asked = inner === "" ? setting.value : readPath(setting.value, inner.split("."));
    if (asked == null || asked === "auto" || isObject(asked) || jsonEqual(asked, value)) continue;
    return { value: asked, origin: inner === "" ? setting.origin : originInside(setting, inner) };
  }
  return null;
}

/** The keys from a setting's field to a path; empty for the field itself, null for an unrelated path. */
function innerPath({ flag }: Setting, path: string): string | null {
  if (flag.field === path) return "";
  return flag.field !== null && path.startsWith(`${flag.field}.`) ? path.slice(flag.field.length + 1) : null;
}

/** All fields that the user set. */
function askedPaths({ built }: Evaluated): readonly string[] {
  const leaves = (value: Json, path: string): readonly string[] =>
    isObject(value) ? Object.entries(value).flatMap(([key, child]) => leaves(child, `${path}.${key}`)) : [path];
  return (built?.settings ?? []).flatMap(({ flag, value }) => leaves(value, flag.field));
}

function deviceOf(document: JsonObject, { built }: Evaluated): EffectiveDevice | null {
  if (!isObject(document["environment"])) return null;
  const read = (field: string): Json => at(document, `environment.${field}`);
  const isAssumed = Object.values(built?.origins ?? {}).some(({ kind }) => kind === "assumed");
  return {
    ...{ name: read("device_name"), memoryGiB: read("device_memory"), count: read("device_count") },
    ...{ platform: read("platform"), isAssumed },
  };
}

function at(document: JsonObject, path: string): Json {
  return readPath(document, path.split(".")) ?? null;
}

/** The last rule that wrote each field, directly or as part of a structure. */
function lastWriters(changes: readonly Change[]): ReadonlyMap<string, string> {
  const writers = new Map<string, string>();
  const note = (value: unknown, path: string, rule: string): void => {
    writers.set(path, rule);
    if (isObject(value)) for (const [key, child] of Object.entries(value)) note(child, `${path}.${key}`, rule);
  };
  for (const { path, after, rule } of changes) note(after, path, rule);
  return writers;
}
