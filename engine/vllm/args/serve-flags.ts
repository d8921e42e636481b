import { resolveReference } from "../../common/resolve-reference.js";
import {
  hasField,
  type FlagKind,
  type FlagTable,
  type Letters,
  type ServeFlag,
  type Spelling,
} from "../../serving/flags.js";
import type { Json, JsonObject } from "../../common/json.js";
import { describeAbsence, valueAt, valuesOf, type Releases, type Timeline, type Trait } from "../releases.js";
import { isIn } from "../presence.js";

/** Flags of a release, and how it parses arguments. */
export interface ServeFlagTable extends FlagTable {
  readonly traits: ReadonlySet<Trait>;
}

/** Nested sections that no flag reaches: configurations of the draft model, which vLLM fills in. */
export const filledIn: ReadonlySet<string> = new Set([
  "target_model_config",
  "target_parallel_config",
  "draft_model_config",
  "draft_parallel_config",
  "draft_load_config",
]);

/** Collects the flags of a release: the `x-serve` annotations of its schema, and the flags without a field. */
export function readFlagTable(
  schema: JsonObject,
  otherFlags: readonly JsonObject[],
  releases: Omit<Releases, "fields">,
  release: string,
): ServeFlagTable {
  const flags: ServeFlag[] = [];
  const add = (annotation: JsonObject, field: string | null, own: JsonObject | null): void => {
    const timeline = releases.flags[annotation["flag"] as string] ?? {};
    if (isIn(timeline.in, release)) flags.push(readFlag(annotation, field, own, timeline, release));
  };
  const visit = (section: JsonObject, path: readonly string[]): void => {
    for (const [name, child] of Object.entries((section["properties"] ?? {}) as Record<string, JsonObject>)) {
      const field = resolveReference(schema, child);
      const annotation = child["x-serve"] as JsonObject | undefined;
      const dotted = [...path, name].join(".");
      if (annotation?.["flag"] !== undefined) add(annotation, dotted, field);
      if (!filledIn.has(name)) visit(field, [...path, name]);
    }
  };
  visit(schema, []);
  for (const flag of otherFlags) add(flag, null, (flag["schema"] ?? null) as JsonObject | null);
  const byName = new Map(flags.flatMap((flag) => [flag.flag, ...flag.aliases].map((name) => [name, flag] as const)));
  const traits = new Set(
    (Object.keys(releases.traits) as Trait[]).filter((trait) => isIn(releases.traits[trait], release)),
  );
  const elsewhere = Object.entries(releases.flags).flatMap(([name, { in: presence }]) =>
    byName.has(name) || presence === undefined ? [] : [[name, presence] as const],
  );
  return Object.freeze({
    flags,
    byName,
    spellings: spellingsOf(byName, traits.has("enable-and-disable")),
    absent: new Map(elsewhere.map(([name, presence]) => [name, describeAbsence(presence, release, releases.releases)])),
    traits,
    byField: new Map(flags.filter(hasField).map((flag) => [flag.field, flag])),
  });
}

/** With pairs, `--disable-x` negates `--enable-x` and vice versa. */
function spellingsOf(byName: ReadonlyMap<string, ServeFlag>, hasPairs: boolean): ReadonlyMap<string, Spelling> {
  const spellings = new Map<string, Spelling>();
  for (const [name, flag] of byName) {
    spellings.set(name, { flag, positive: true });
    if (flag.kind !== "boolean" || !name.startsWith("--")) continue;
    spellings.set(`--no-${name.slice(2)}`, { flag, positive: false });
    const [, verb, rest] = (hasPairs && /^--(enable|disable)-(.+)$/.exec(name)) || [];
    const inverse = verb === undefined ? null : `--${verb === "enable" ? "disable" : "enable"}-${rest}`;
    if (inverse !== null && !byName.has(inverse)) spellings.set(inverse, { flag, positive: false });
  }
  return spellings;
}

function readFlag(
  annotation: JsonObject,
  field: string | null,
  schema: JsonObject | null,
  timeline: Timeline,
  release: string,
): ServeFlag {
  const stated = (annotation["values"] ?? schema?.["enum"] ?? null) as readonly Json[] | null;
  const values = stated === null ? null : valuesOf(stated, timeline, release);
  const at = (key: "kind" | "none" | "aliases") => valueAt(timeline[key], release) ?? annotation[key];
  return Object.freeze({
    flag: annotation["flag"] as string,
    aliases: (at("aliases") ?? []) as readonly string[],
    kind: at("kind") as FlagKind,
    none: at("none") === true,
    values: values?.filter((value) => value !== null) ?? null,
    letters: (annotation["letters"] ?? null) as Letters | null,
    names: (annotation["names"] ?? null) as JsonObject | null,
    field,
    schema,
    secret: annotation["secret"] === true,
  });
}
