import { isObject, type Json, type JsonObject } from "../common/json.js";
import { itemAt } from "../common/must.js";
import type { ServingRelease } from "../serving/serving-engine.js";
import { resolveReference } from "../common/resolve-reference.js";

/** Properties of a document field in one release. */
export interface FieldFacts {
  readonly path: string;
  readonly description: string | null;
  readonly types: readonly string[];
  readonly values: readonly Json[];
  /** Undefined if it has no constant default. */
  readonly default: Json | undefined;
  readonly flag: string | null;
  readonly isSection: boolean;
}

const known = new WeakMap<ServingRelease, ReadonlyMap<string, FieldFacts>>();

/** All fields of a release's documents by dotted path, including sections. */
export function fieldsOfRelease(release: ServingRelease): ReadonlyMap<string, FieldFacts> {
  const { schema, flags } = release;
  const before = known.get(release);
  if (before !== undefined) return before;
  const fields = new Map<string, FieldFacts>();
  const visit = (section: JsonObject, above: readonly string[]): void => {
    if (above.length > 4) return;
    for (const [name, raw] of Object.entries((section["properties"] ?? {}) as Record<string, JsonObject>)) {
      const keys = [...above, name];
      const path = keys.join(".");
      const field = resolveReference(schema, raw);
      const branches = (Array.isArray(field["anyOf"]) ? (field["anyOf"] as JsonObject[]) : [field]).map((branch) =>
        resolveReference(schema, branch),
      );
      const inner = branches.find((branch) => isObject(branch["properties"]));
      const stated = raw["description"] ?? field["description"];
      fields.set(path, {
        path,
        description: typeof stated === "string" ? stated : null,
        types: [...new Set(branches.flatMap((branch) => (branch["type"] ?? []) as string | string[]).flat())],
        values: branches.flatMap((branch) => (branch["enum"] ?? []) as readonly Json[]),
        default: field["default"],
        flag: flags.byField.get(path)?.flag ?? null,
        isSection: inner !== undefined,
      });
      if (inner !== undefined) visit(inner, keys);
    }
  };
  visit(schema, []);
  known.set(release, fields);
  return fields;
}

/** Introducing releases of a field and of its defaults. */
export interface FieldHistory {
  /** Null if the oldest known release has it. */
  readonly since: string | null;
  readonly defaults: readonly { readonly from: string; readonly value: Json }[];
}

export function historyOf(path: string, { releases, other }: ServingRelease): FieldHistory {
  const states = releases.map((release) => ({ release, field: fieldsOfRelease(other(release)).get(path) }));
  const first = states.findIndex(({ field }) => field !== undefined);
  const defaults = states.flatMap(({ release, field }, index) => {
    const earlier = states[index - 1]?.field;
    const isNew = field !== undefined && JSON.stringify(field.default) !== JSON.stringify(earlier?.default);
    return isNew && field.default !== undefined && index > first ? [{ from: release, value: field.default }] : [];
  });
  return { since: first > 0 ? itemAt(states, first).release : null, defaults };
}
