import { flatten, type FlatValue } from "../common/document-lines.js";
import type { JsonObject } from "../common/json.js";
import type { Alias } from "../common/engine-adapter.js";
import { documentFromJson, documentToJson, tryFromJson } from "../common/aliases.js";
import type { Result } from "../generated/result.js";
import type { ResultDifference } from "../solver/compare-results.js";
import type { PackDifference } from "./differing-packs.js";
import { aspectKey, differencesOf, type Versions } from "./behavior-of-versions.js";
import type { RuleDifference } from "./match-rules.js";
import { withKnownValues, withPlainNumbers } from "./search-witnesses.js";
import { shrinkDocument } from "./shrink-document.js";

/** One document that shows a difference. */
export interface Effect {
  readonly document: readonly FlatValue[];
  /** The same document as JSON: `$same` replaces an alias. */
  readonly witness: JsonObject;
  /** The documents that the versions make of it; null for a version that fails. */
  readonly results: { readonly before: JsonObject | null; readonly after: JsonObject | null };
  readonly outcome: readonly ResultDifference[];
  /** The failure in both versions, or null. */
  readonly fails: string | null;
  readonly rules: readonly EffectRule[];
}

/** A rule that fires on the document in one version only, or behaves differently. */
export interface EffectRule {
  readonly rule: string;
  readonly in: "base" | "head" | "both";
  readonly file: string | null;
  readonly line: number | null;
}

/**
 * Computes the effect of a document, reduced to the smallest document that still shows `aspect` and nothing beyond the
 * original; null if the document does not show it.
 */
export function effectOf(
  document: JsonObject,
  aspect: string,
  pack: string,
  versions: Versions,
  packs: readonly PackDifference[],
): Effect | null {
  const { alias } = versions.after.engine;
  const first = new Set(differencesOf(document, versions).map(aspectKey));
  const shows = (json: JsonObject) => {
    const candidate = tryFromJson(json, alias);
    const keys = candidate === null ? [] : differencesOf(candidate, versions).map(aspectKey);
    return keys.includes(aspect) && keys.every((key) => first.has(key));
  };
  if (!first.has(aspect)) return null;
  const json = documentToJson(document, alias);
  // Two separate objects are simpler than an alias.
  const apart = json === document ? json : (JSON.parse(JSON.stringify(document)) as JsonObject);
  const witness = withPlainNumbers(
    withKnownValues(shrinkDocument(shows(apart) ? apart : json, shows), pack, versions, shows),
    shows,
  );
  const smallest = documentFromJson(witness, alias);
  const dispatch = versions.after.engine.dispatch.join(".");
  const isArchitecture = ({ path }: { readonly path: string }) => (path === dispatch ? 0 : 1);
  const lines = flatten(witness, alias).toSorted((left, right) => isArchitecture(left) - isArchitecture(right));
  const [before, after] = [versions.run("before", smallest, {}), versions.run("after", smallest, {})];
  const code = before.error?.code ?? null;
  const fails = code === (after.error?.code ?? null) ? code : null;
  return {
    document: lines,
    witness,
    results: { before: resultOf(before, alias), after: resultOf(after, alias) },
    outcome: differencesOf(smallest, versions),
    fails,
    rules: rulesAtWork(smallest, versions, packs),
  };
}

function resultOf(result: Result, alias: Alias | null): JsonObject | null {
  return result.ok ? documentToJson(result.document as JsonObject, alias) : null;
}

function rulesAtWork(
  document: JsonObject,
  versions: Versions,
  packs: readonly PackDifference[],
): readonly EffectRule[] {
  const fired = (side: "before" | "after") =>
    new Set(
      (versions.run(side, document, { trace: true }).trace ?? [])
        .filter((entry) => entry.fired)
        .map(({ rule }) => rule),
    );
  const [old, now] = [fired("before"), fired("after")];
  const changes = new Map<string, RuleDifference>(
    packs.flatMap(({ pack, rules }) => rules.map((change) => [`${pack}/${change.rule}`, change] as const)),
  );
  const newName = new Map<string, string>(
    [...changes].flatMap(([id, { was }]) =>
      was === null ? [] : [[`${id.slice(0, id.lastIndexOf("/"))}/${was}`, id] as [string, string]],
    ),
  );
  const firedBefore = new Set<string>([...old].map((id) => newName.get(id) ?? id));
  return [...new Set([...firedBefore, ...now])].flatMap((id): EffectRule[] => {
    const side = !firedBefore.has(id) ? "head" : !now.has(id) ? "base" : "both";
    if (side === "both" && !changes.has(id)) return [];
    return [{ rule: id, in: side, ...placeOf(id, versions) }];
  });
}

function placeOf(
  id: string,
  { before, after }: Versions,
): { readonly file: string | null; readonly line: number | null } {
  const end = id.lastIndexOf("/");
  for (const linked of [after, before]) {
    const pack = linked.packs.get(id.slice(0, end));
    const at = pack?.pack.rules.findIndex((rule) => rule.id === id.slice(end + 1)) ?? -1;
    if (pack !== undefined && at >= 0)
      return { file: pack.file, line: pack.source.locate(`/rules/${at}`)?.line ?? null };
  }
  return { file: null, line: null };
}
