import { deepCopy } from "../../common/deep-copy.js";
import { isObject, type Json, type JsonObject } from "../../common/json.js";
import { memoize, memoizeText } from "../../common/memoize.js";
import { itemAt, lastOf, must } from "../../common/must.js";
import type { SharedParts } from "../../common/shared-parts.js";
import { fillSection, sectionSchema } from "./fill-section.js";
import type { Origin } from "../../serving/origin.js";

/** Origins by dotted path. */
export type Origins = ReadonlyMap<string, Origin>;

/**
 * A document under construction: values with their origins, by dotted path. Drafts share the sections that none of them
 * writes, and the origins of what they were started with: later layers take precedence.
 */
export class Draft {
  readonly document: Record<string, Json>;
  readonly shared: SharedParts | null;
  readonly #owned = new Set<JsonObject>();
  readonly #layers: readonly Origins[];
  readonly #origins = new Map<string, Origin>();

  constructor(document: JsonObject, layers: readonly Origins[], shared: SharedParts | null) {
    this.document = { ...document };
    this.#layers = layers;
    this.shared = shared;
  }

  get layers(): readonly Origins[] {
    return [...this.#layers, this.#origins];
  }

  originAt(path: string): Origin | undefined {
    return this.#origins.get(path) ?? this.#layers.findLast((layer) => layer.has(path))?.get(path);
  }

  setOrigin(path: string, origin: Origin): void {
    this.#origins.set(path, origin);
  }

  /** All origins, those of defaults first. */
  origins(): Readonly<Record<string, Origin>> {
    return Object.fromEntries(this.layers.flatMap((layer) => [...layer]));
  }

  /** A section to write into, by the first keys of a path; null if it, or one around it, is null. */
  section(keys: readonly string[], count = keys.length): Record<string, Json> | null {
    let section = this.document;
    for (let index = 0; index < count; index++) {
      const key = itemAt(keys, index);
      const next = section[key];
      if (!isObject(next)) return null;
      const own = (this.#owned.has(next) ? next : { ...next }) as Record<string, Json>;
      if (own !== next) {
        this.#owned.add(own);
        section[key] = own;
      }
      section = own;
    }
    return section;
  }
}

/** Creates all sections with vLLM's constant defaults; those in `shared` are not copied. */
export function startDraft(schema: JsonObject, target: string, shared: SharedParts | null): Draft {
  const { value, origins } = filledSection(schema, "", target);
  return new Draft(ownOrShared(value, shared), [origins], shared);
}

function ownOrShared(value: JsonObject, shared: SharedParts | null): JsonObject {
  if (shared === null) return deepCopy(value);
  shared.add(value);
  return value;
}

interface SectionStart {
  readonly value: JsonObject;
  readonly origins: Origins;
}

const filled = memoize((_: JsonObject) => new Map<string, SectionStart>());

/** A section with its defaults, which nobody may modify; "" is the whole document. */
function filledSection(schema: JsonObject, path: string, target: string): SectionStart {
  const key = `${target} ${path}`;
  const known = filled(schema).get(key);
  if (known !== undefined) return known;
  const section = path === "" ? schema : must(sectionSchema(schema, path), "section schema");
  const { value: written, defaults } = fillSection(section, schema, path);
  // V8 copies objects from its parser ten times as fast as those that were filled key by key.
  const value = JSON.parse(JSON.stringify(written)) as JsonObject;
  const origin: Origin = { kind: "default", text: `default of vLLM ${target}`, isConstant: true };
  const fresh = { value, origins: new Map(defaults.map((field) => [field, origin])) };
  filled(schema).set(key, fresh);
  return fresh;
}

/** Most fields are set again in every document. */
const keysOf = memoizeText((path): readonly string[] => path.split("."));

/** Sets a field of an existing section; false if a section on the path is null. */
export function setField(draft: Draft, path: string, value: Json, origin: Origin): boolean {
  const keys = keysOf(path);
  const section = draft.section(keys, keys.length - 1);
  if (section === null) return false;
  section[lastOf(keys)] = value;
  draft.setOrigin(path, origin);
  return true;
}

/** Sets a field if the release has it, otherwise returns false. */
export function setKnown(draft: Draft, path: string, value: Json, origin: Origin): boolean {
  const keys = keysOf(path);
  let section: Json | undefined = draft.document;
  for (let index = 0; index < keys.length - 1; index++)
    section = isObject(section) ? section[itemAt(keys, index)] : undefined;
  return isObject(section) && Object.hasOwn(section, lastOf(keys)) && setField(draft, path, value, origin);
}

/** Creates an optional section with its defaults; an existing one is unchanged. */
export function openSection(draft: Draft, path: string, schema: JsonObject, target: string, origin: Origin): void {
  const keys = path.split(".");
  const parent = must(draft.section(keys.slice(0, -1)), "the section around it");
  if (isObject(parent[lastOf(keys)])) return;
  const { value, origins } = filledSection(schema, path, target);
  parent[lastOf(keys)] = ownOrShared(value, draft.shared);
  draft.setOrigin(path, origin);
  for (const [field, byDefault] of origins) draft.setOrigin(field, byDefault);
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
