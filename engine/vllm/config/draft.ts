import { deepCopy } from "../../common/deep-copy.js";
import { isObject, type Json, type JsonObject } from "../../common/json.js";
import { memoize } from "../../common/memoize.js";
import { lastOf, must } from "../../common/must.js";
import { fillSection, sectionSchema } from "./fill-section.js";
import type { Origin } from "../../serving/origin.js";

/** A document under construction: values with their origins, by dotted path. */
export interface Draft {
  readonly document: Record<string, Json>;
  readonly origins: Map<string, Origin>;
}

/** Creates all sections with vLLM's constant defaults. */
export function startDraft(schema: JsonObject, target: string): Draft {
  const { value, defaults } = sectionsOf(schema);
  const draft: Draft = { document: deepCopy(value), origins: new Map() };
  noteDefaults(draft, defaults, target);
  return draft;
}

const sectionsOf = memoize((schema: JsonObject) => fillSection(schema, schema, ""));

/** Sets a field of an existing section; false if a section on the path is null. */
export function setField(draft: Draft, path: string, value: Json, origin: Origin): boolean {
  const keys = path.split(".");
  let section: Record<string, Json> = draft.document;
  for (const key of keys.slice(0, -1)) {
    const next = section[key];
    if (!isObject(next)) return false;
    section = next as Record<string, Json>;
  }
  section[lastOf(keys)] = value;
  draft.origins.set(path, origin);
  return true;
}

/** Sets a field if the release has it, otherwise returns false. */
export function setKnown(draft: Draft, path: string, value: Json, origin: Origin): boolean {
  const at = path.lastIndexOf(".");
  const section = path
    .slice(0, at)
    .split(".")
    .reduce<Json | undefined>((parent, key) => (isObject(parent) ? parent[key] : undefined), draft.document);
  return isObject(section) && Object.hasOwn(section, path.slice(at + 1)) && setField(draft, path, value, origin);
}

/** Creates an optional section with its defaults; an existing one is unchanged. */
export function openSection(draft: Draft, path: string, schema: JsonObject, target: string, origin: Origin): void {
  const keys = path.split(".");
  const parent = keys
    .slice(0, -1)
    .reduce<Json>((value, key) => (value as JsonObject)[key] ?? null, draft.document) as Record<string, Json>;
  if (isObject(parent[lastOf(keys)])) return;
  const filled = fillSection(must(sectionSchema(schema, path), "section schema"), schema, path);
  parent[lastOf(keys)] = filled.value;
  draft.origins.set(path, origin);
  noteDefaults(draft, filled.defaults, target);
}

/** Merges a JSON object into a section, key by key; nested sections keep keys that it does not mention. */
export function fillIn(
  draft: Draft,
  path: string,
  values: JsonObject,
  schema: JsonObject,
  target: string,
  originOf: (inner: string) => Origin,
  inner = "",
): void {
  for (const [key, value] of Object.entries(values)) {
    const place = `${path}.${key}`;
    const name = inner === "" ? key : `${inner}.${key}`;
    const field = sectionSchema(schema, place);
    if (isObject(value) && field?.["properties"] !== undefined) {
      openSection(draft, place, schema, target, originOf(name));
      fillIn(draft, place, value, schema, target, originOf, name);
    } else setField(draft, place, value, originOf(name));
  }
}

function noteDefaults(draft: Draft, paths: readonly string[], target: string): void {
  const origin: Origin = { kind: "default", text: `default of vLLM ${target}`, isConstant: true };
  for (const path of paths) draft.origins.set(path, origin);
}
