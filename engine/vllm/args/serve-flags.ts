import type { Json, JsonObject } from "../../common/json.js";
import { describeAbsence, valueAt, valuesOf, type Releases, type Timeline, type Trait } from "../releases.js";
import { isIn } from "../presence.js";

/**
 * How a flag is parsed:
 * - `boolean`: `--x` and `--no-x`; `switch`: only `--x`; neither takes a value
 * - `integer`, `number`, `string`, `enum`: one value
 * - `human-int`: an integer such as `32k` (32,000) or `32K` (32,768); `human-int-or-auto` also takes `auto`
 * - `list`: one or more values; `append`: one value for each occurrence of the flag
 * - `json`: any JSON; `json-or-string`: JSON if it looks like an object; `config`: a section, as a JSON object
 * - `optional-string`: a string, or nothing
 */
export type FlagKind =
  | "boolean"
  | "switch"
  | "integer"
  | "number"
  | "string"
  | "enum"
  | "human-int"
  | "human-int-or-auto"
  | "list"
  | "append"
  | "json"
  | "json-or-string"
  | "config"
  | "optional-string";

/** A flag of `vllm serve`. */
export interface ServeFlag {
  readonly flag: string;
  readonly aliases: readonly string[];
  readonly kind: FlagKind;
  /** Whether `None` and the empty string mean unset. */
  readonly none: boolean;
  /** Allowed values, if they are enumerated. */
  readonly values: readonly Json[] | null;
  /** Letter case that vLLM normalizes a value to. */
  readonly letters: Letters | null;
  /** Aliases of values, spelled as in `letters`. */
  readonly names: JsonObject | null;
  /** Dotted path of the field that the flag sets; null if the document has no field for it. */
  readonly field: string | null;
  /** The field's schema with references resolved; null if there is no field. */
  readonly schema: JsonObject | null;
  /** Its value is never shown. */
  readonly secret: boolean;
}

/** A flag that sets a field of the document. */
export type FieldFlag = ServeFlag & { readonly field: string };

export function hasField(flag: ServeFlag): flag is FieldFlag {
  return flag.field !== null;
}

export type Letters = "upper" | "lower" | "lower-underscore";

export interface FlagTable {
  readonly flags: readonly ServeFlag[];
  /** By every accepted spelling except `--no-x`. */
  readonly byName: ReadonlyMap<string, ServeFlag>;
  readonly byField: ReadonlyMap<string, ServeFlag>;
  /** Like `byName`, including `--no-x`, for which `positive` is false. */
  readonly spellings: ReadonlyMap<string, Spelling>;
  /** Flags of other releases, with text on which releases have them. */
  readonly absent: ReadonlyMap<string, string>;
  readonly traits: ReadonlySet<Trait>;
}

export interface Spelling {
  readonly flag: ServeFlag;
  readonly positive: boolean;
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
  releases: Releases,
  release: string,
): FlagTable {
  const flags: ServeFlag[] = [];
  const add = (annotation: JsonObject, field: string | null, own: JsonObject | null): void => {
    const timeline = releases.flags[annotation["flag"] as string] ?? {};
    if (isIn(timeline.in, release)) flags.push(readFlag(annotation, field, own, timeline, release));
  };
  const visit = (section: JsonObject, path: readonly string[]): void => {
    for (const [name, child] of Object.entries((section["properties"] ?? {}) as Record<string, JsonObject>)) {
      const field = resolve(schema, child);
      const annotation = child["x-serve"] as JsonObject | undefined;
      const dotted = [...path, name].join(".");
      if (annotation?.["flag"] !== undefined) add(annotation, dotted, field);
      if (!filledIn.has(name)) visit(field, [...path, name]);
    }
  };
  visit(schema, []);
  for (const flag of otherFlags) add(flag, null, null);
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

/** Resolves a field's `$ref`; sibling keywords are preserved. */
export function resolve(schema: JsonObject, field: JsonObject): JsonObject {
  const name = field["$ref"];
  if (typeof name !== "string") return field;
  const target = (schema["$defs"] as Record<string, JsonObject>)[name.slice("#/$defs/".length)];
  if (target === undefined) throw new Error(`the document schema has no ${name}`);
  return { ...field, ...target };
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
