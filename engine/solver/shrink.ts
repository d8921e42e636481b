import { aliasPath, type Alias } from "../common/engine-adapter.js";
import { isObject, type Json, type JsonObject } from "../common/json.js";
import { fromRecord, lastOf, must } from "../common/must.js";
import { documentChecker } from "../compiler/check-document.js";
import { evaluateIn } from "./evaluate-term.js";
import { plainerNumbers } from "./plainer-numbers.js";
import { shareIn, shareIt } from "./encode/sharing.js";
import type { Question } from "./smtlib/smt.js";
import type { Bool } from "./term.js";
import type { Terms } from "./terms.js";
import { tagOf } from "./encode/tag-of.js";

/** The simplest first. */
const simple: readonly Json[] = [null, false, 1, 0, "", [], {}];

/**
 * Minimizes a document: removes as much as possible and simplifies the rest, preferring strings and numbers of the
 * question in order, and likely types. `present` counts its fields. Stops at `end`.
 */
export function shrink(
  terms: Terms,
  wanted: Bool,
  document: JsonObject,
  { likely, strings, numbers }: Pick<Question, "likely" | "strings" | "numbers">,
  end = Infinity,
): { readonly document: JsonObject; readonly present: number } {
  const { alias } = terms.engine;
  const { documentError } = documentChecker(terms.engine);
  const shares = must(terms.shared.domain.values, "the values of what is shared").slice(1) as string[];
  const holds = (candidate: JsonObject) =>
    evaluateIn(terms, candidate).truth(wanted) && documentError(candidate) === null;
  const share = shareIn(document, alias, shares);
  let best = document;
  if (share !== "none") {
    // Two separate objects are simpler than an alias.
    const apart = JSON.parse(JSON.stringify(document)) as JsonObject;
    if (holds(apart)) best = apart;
  }
  const kept = shareIn(best, alias, shares);
  const attempt = (place: readonly string[], value: Json | undefined): boolean => {
    const candidate = performance.now() > end ? null : replaced(best, place, value, alias, kept);
    if (candidate === null || !holds(candidate)) return false;
    best = candidate;
    return true;
  };
  const positive = JSON.parse(JSON.stringify(best), (_key, value: Json) =>
    typeof value === "number" ? Math.abs(value) : value,
  ) as JsonObject;
  shareIt(positive, alias, kept);
  if (holds(positive)) best = positive;
  for (let improved = true; improved; ) {
    improved = false;
    for (const place of placesIn(best, alias, kept)) if (attempt(place, undefined)) improved = true;
  }
  const kinds = new Map([...likely].map(([{ path }, tags]) => [path, tags]));
  for (const place of placesIn(best, alias, kept)) {
    const written = JSON.stringify(valueAt(best, place));
    const tags = kinds.get(place.join("."));
    const all = candidatesFor(valueAt(best, place), strings, numbers).filter(
      (value) => value === null || tags === undefined || tags.has(tagOf(value)),
    );
    // Prefer a number for a numeric field; null is rare in a configuration.
    const simpler = tags?.has("number") === true ? all.toSorted((left, right) => rank(left) - rank(right)) : all;
    simpler.some((value) => written === JSON.stringify(value) || attempt(place, value));
  }
  return { document: best, present: placesIn(best, alias, kept).length };
}

/** Numbers, then other values, then null. */
const rank = (value: Json): number => (typeof value === "number" ? 0 : value === null ? 2 : 1);

/** Simpler candidates for a value, the simplest first. */
function candidatesFor(
  value: Json | undefined,
  strings: readonly string[],
  numbers: readonly number[],
): readonly Json[] {
  const number = typeof value === "string" && value !== "" ? Number(value) : value;
  if (typeof value === "string" && strings.includes(value))
    return [...simple, ...strings.slice(0, strings.indexOf(value))];
  if (typeof number !== "number" || !Number.isFinite(number)) return simple;
  // A number that a rule refers to, or its neighbor, says more than any other.
  return [
    ...simple,
    ...numbers.flatMap((named) => [named, named + 1, named - 1]),
    ...plainerNumbers(number),
    Math.ceil(number),
    Math.floor(number),
    number,
  ];
}

function valueAt(value: Json | undefined, place: readonly string[]): Json | undefined {
  return place.reduce<any>((inner, key) => inner?.[key], value);
}

function placesIn(document: JsonObject, alias: Alias | null, share: string): readonly (readonly string[])[] {
  const text = alias === null || share === "none" ? null : aliasPath(alias).join(".");
  const below = (value: Json, place: readonly string[]): (readonly string[])[] => {
    if (typeof value !== "object" || value === null) return [];
    const inside = Object.keys(value).map((key) => [...place, key]);
    // An alias changes with the object that it is: removed separately, it would be restored.
    const own = text === null ? inside : inside.filter((inner) => inner.join(".") !== text);
    return own.flatMap((inner) => [inner, ...below(fromRecord(value as Record<string, Json>, lastOf(inner)), inner)]);
  };
  return below(document, []);
}

/** Copies a document with one value replaced or, if undefined, removed; null if that would end the alias. */
function replaced(
  document: JsonObject,
  place: readonly string[],
  value: Json | undefined,
  alias: Alias | null,
  share: string,
): JsonObject | null {
  const copy = JSON.parse(JSON.stringify(document)) as JsonObject;
  const parent = valueAt(copy, place.slice(0, -1)) as any;
  if (typeof parent !== "object" || parent === null) return null;
  const key = lastOf(place);
  if (value !== undefined) parent[key] = value;
  else if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else delete parent[key];
  if (alias === null || share === "none") return copy;
  shareIt(copy, alias, share);
  return isObject(valueAt(copy, aliasPath(alias))) ? copy : null;
}
