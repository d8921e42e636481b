import semver from "semver";
import type { Json, JsonObject } from "../common/json.js";
import { firstOf } from "../common/must.js";
import type { Behavior } from "./behaviors.js";
import { isIn, isReached, type Presence } from "./presence.js";

/** `rules/vllm/catalog/releases.json`: differences between releases of vLLM. */
export interface Releases {
  /** All known releases, oldest first. */
  readonly releases: readonly string[];
  /** How arguments are parsed. */
  readonly traits: Readonly<Record<Trait, Presence>>;
  readonly behaviors: Readonly<Record<Behavior, Presence>>;
  /** Names that `--reasoning-parser` takes without a plug-in. */
  readonly reasoningParsers: Readonly<Record<string, Presence>>;
  /** By section and field, such as `CacheConfig.block_size`; the document itself is `VllmConfig`. */
  readonly fields: Readonly<Record<string, Timeline>>;
  readonly flags: Readonly<Record<string, Timeline>>;
}

export type Trait = "suffixes-in-json" | "enable-and-disable";

/** Values, each valid from its release on. */
export type Steps = Readonly<Record<string, Json>>;

/** Changes of a field or a flag; whatever is omitted is as in the schema. */
export interface Timeline {
  readonly in?: Presence;
  readonly default?: Steps;
  /** Limits of a number, by their names in the schema; each release has only its own. */
  readonly bounds?: Steps;
  /** Values of a list that not every release accepts. */
  readonly values?: Readonly<Record<string, Presence>>;
  /** The closed list of values of a field that has none in other releases; null in those. */
  readonly enum?: Steps;
  /** Where JSON that leaves the field out is accepted, and JSON that sets it to null is not. */
  readonly filled?: Presence;
  readonly kind?: Steps;
  readonly none?: Steps;
  readonly aliases?: Steps;
}

/** The value at a release; undefined if there are no steps. */
export function valueAt(steps: Steps | undefined, release: string): Json | undefined {
  const entries = Object.entries(steps ?? {});
  return (entries.findLast(([from]) => isReached(from, release)) ?? entries[0])?.[1];
}

/**
 * The newest known release not above a version; the oldest for earlier versions. A pre-release counts as its release.
 */
export function knownRelease(version: string, releases: readonly string[]): string {
  const plain = semver.coerce(version)?.version ?? version;
  return releases.findLast((release) => isReached(release, plain)) ?? firstOf(releases);
}

/** Describes why a release lacks something that others have. */
export function describeAbsence(presence: Presence, release: string, releases: readonly string[]): string {
  const gone = presence.findLast((change, index) => index % 2 === 1 && isReached(change, release));
  const coming = presence.find((change, index) => index % 2 === 0 && !isReached(change, release));
  const last = gone === undefined ? undefined : releases[releases.indexOf(gone) - 1];
  const past = gone === undefined ? [] : [`vLLM ${gone} removed it; ${last} was the last release with it`];
  return [
    ...past,
    ...(coming === undefined ? [] : [`vLLM ${coming} ${gone === undefined ? "added it" : "brought it back"}`]),
  ].join("; ");
}

/** Derives the schema of a release: its fields, values and defaults. Unchanged parts are shared. */
export function schemaOf(schema: JsonObject, fields: Releases["fields"], release: string): JsonObject {
  const bySection = new Map<string, (readonly [string, Timeline])[]>();
  for (const [path, timeline] of Object.entries(fields)) {
    const [section, field] = path.split(".") as [string, string];
    const others = bySection.get(section) ?? [];
    bySection.set(section, [...others, [field, timeline]]);
  }
  const definitions = Object.entries(schema["$defs"] as Record<string, JsonObject>);
  const section = (name: string, whole: JsonObject) => sectionOf(whole, bySection.get(name) ?? [], release);
  return {
    ...section("VllmConfig", schema),
    $defs: Object.fromEntries(definitions.map(([name, whole]) => [name, section(name, whole)])),
  };
}

function sectionOf(
  section: JsonObject,
  timelines: readonly (readonly [string, Timeline])[],
  release: string,
): JsonObject {
  if (timelines.length === 0) return section;
  const properties: Record<string, Json> = { ...(section["properties"] as JsonObject) };
  for (const [field, timeline] of timelines) {
    const stated = properties[field] as JsonObject | undefined;
    if (stated === undefined) continue;
    if (isIn(timeline.in, release)) properties[field] = fieldOf(stated, timeline, release);
    else delete properties[field];
  }
  return { ...section, properties };
}

function fieldOf(stated: JsonObject, timeline: Timeline, release: string): JsonObject {
  const closed = valueAt(timeline.enum, release) as readonly Json[] | null | undefined;
  const isFilled = timeline.filled !== undefined && isIn(timeline.filled, release);
  const field: JsonObject = {
    ...stated,
    ...(valueAt(timeline.bounds, release) as JsonObject | undefined),
    // Null is unset in every document.
    ...(closed == null ? {} : { enum: [...closed, null] }),
    ...(isFilled ? { "x-serve": { ...(stated["x-serve"] as JsonObject | undefined), filled: true } } : {}),
  };
  const value = valueAt(timeline.default, release);
  const whole = value === undefined ? field : { ...field, default: value };
  if (timeline.values === undefined) return whole;
  const items = whole["items"] as JsonObject | undefined;
  if (items?.["enum"] !== undefined)
    return { ...whole, items: { ...items, enum: valuesOf(items["enum"] as readonly Json[], timeline, release) } };
  return whole["enum"] === undefined
    ? whole
    : { ...whole, enum: valuesOf(whole["enum"] as readonly Json[], timeline, release) };
}

/** Values of a list that the release accepts. */
export function valuesOf(values: readonly Json[], { values: presence }: Timeline, release: string): readonly Json[] {
  return presence === undefined ? values : values.filter((value) => isIn(presence[String(value)], release));
}
