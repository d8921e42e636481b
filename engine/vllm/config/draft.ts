import { deepCopy } from "../../common/deep-copy.js";
import { isObject, type Json, type JsonObject } from "../../common/json.js";
import { memoize } from "../../common/memoize.js";
import { lastOf, must } from "../../common/must.js";
import { fillSection, sectionSchema } from "./fill-section.js";
import type { Origin } from "../../serving/origin.js";

/**
 * A document under construction: values with their origins, by dotted path. Drafts share the sections that none of them
 * writes.
 */
export class Draft {
  readonly document: Record<string, Json>;
  readonly #owned = new Set<JsonObject>();
  readonly #inherited: Readonly<Record<string, Origin>>;
  readonly #origins = new Map<string, Origin>();

  constructor(document: JsonObject, origins: Readonly<Record<string, Origin>>) {
    this.document = { ...document };
    this.#inherited = origins;
  }

  originAt(path: string): Origin | undefined {
    return this.#origins.get(path) ?? (Object.hasOwn(this.#inherited, path) ? this.#inherited[path] : undefined);
  }

  setOrigin(path: string, origin: Origin): void {
    this.#origins.set(path, origin);
  }

  /** All origins, those of defaults first. */
  origins(): Readonly<Record<string, Origin>> {
    return { ...this.#inherited, ...Object.fromEntries(this.#origins) };
  }

  /** A section to write into; null if it, or one around it, is null. */
  section(keys: readonly string[]): Record<string, Json> | null {
    let section = this.document;
    for (const key of keys) {
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

/** Creates all sections with vLLM's constant defaults. */
export function startDraft(schema: JsonObject, target: string): Draft {
  const { value, defaults } = sectionsOf(schema);
  const origin = defaultOf(target);
  return new Draft(deepCopy(value), Object.fromEntries(defaults.map((path) => [path, origin])));
}

const sectionsOf = memoize((schema: JsonObject) => fillSection(schema, schema, ""));

/** Sets a field of an existing section; false if a section on the path is null. */
export function setField(draft: Draft, path: string, value: Json, origin: Origin): boolean {
  const keys = path.split(".");
  const section = draft.section(keys.slice(0, -1));
  if (section === null) return false;
  section[lastOf(keys)] = value;
  draft.setOrigin(path, origin);
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
  const parent = must(draft.section(keys.slice(0, -1)), "the section around it");
  if (isObject(parent[lastOf(keys)])) return;
  const filled = fillSection(must(sectionSchema(schema, path), "section schema"), schema, path);
  parent[lastOf(keys)] = filled.value;
  draft.setOrigin(path, origin);
  for (const field of filled.defaults) draft.setOrigin(field, defaultOf(target));
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

function defaultOf(target: string): Origin {
  return { kind: "default", text: `default of vLLM ${target}`, isConstant: true };
}
