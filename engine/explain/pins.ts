import { isObject, jsonEqual, type Json, type JsonObject } from "../common/json.js";
import { givenKinds } from "../serving/origin.js";
import { keepPins, type Pin } from "../serving/pins.js";
import type { Result } from "../generated/result.js";
import type { Evaluated } from "./evaluated.js";
import { certaintyOf } from "./certainty.js";
import { Dependence } from "./dependence.js";
import { groupChanges } from "./group-changes.js";
import { lastChanges } from "./net-changes.js";
import { findOrigin } from "./origin-of.js";

export interface Pins {
  readonly pins: readonly Pin[];
  /** Fields that are not pinned, one sentence each. */
  readonly notes: readonly string[];
}

/**
 * Computes flags that pin the resolved values. Each is tried by rerunning the rules with it in place. There are none
 * for a document that the user gave.
 */
export function pinsOf(evaluated: Evaluated): Pins {
  const { result, built, serving, pinAll, resolveWith } = evaluated;
  if (result.document === null || built === null || serving === null) return { pins: [], notes: [] };
  const document = result.document as JsonObject;
  const special = new Set(groupChanges(evaluated).special.map(({ path }) => path));
  const byRules = lastChanges(result.changes)
    .filter(({ path }) => pinAll || special.has(path))
    .map(({ path, after }) => ({ path, after: after as Json | undefined }));
  const moved = new Set(result.changes.map(({ path }) => path));
  const isOpen = (path: string): boolean => !moved.has(path) && findOrigin(path, built.origins)?.kind !== "derived";
  const others = pinAll ? serving.differingFields(document).filter(({ path }) => isOpen(path)) : [];
  const whyNot = uncertainty(evaluated);
  const all = [...byRules, ...others].map((change) => ({ ...change, reason: whyNot(change.path) }));
  const known = all.filter(({ reason }) => reason === null);
  const { pins, unpinned } = serving.pin({ document, changes: known, settings: built.settings });
  const { kept, dropped } = keepPins(pins, (tried) =>
    holds(result, resolveWith(tried.flatMap(({ args }) => args)), tried, serving.records),
  );
  const refused = dropped.flatMap(({ paths, flag }) =>
    paths.map((path) => ({ path, reason: `with \`${flag.flag}\` set, the server's configuration is not the same` })),
  );
  const uncertain = all.flatMap(({ path, reason }) => (reason === null ? [] : [{ path, reason }]));
  const notes = notesOf([...uncertain, ...unpinned, ...refused]);
  return { pins: kept, notes: all.length === 0 ? ["nothing to pin: the rules change nothing"] : notes };
}

interface Unpinned {
  readonly path: string;
  readonly reason: string;
}

/** One note for each reason, with its fields. */
function notesOf(unpinned: readonly Unpinned[]): readonly string[] {
  const byReason = new Map<string, string[]>();
  for (const { path, reason } of unpinned) byReason.set(reason, [...(byReason.get(reason) ?? []), `\`${path}\``]);
  return [...byReason].map(([reason, paths]) => `${paths.join(", ")} cannot be pinned: ${reason}`);
}

/** Why the value of a field is too uncertain to pin; null if it is certain. */
function uncertainty(evaluated: Evaluated): (path: string) => string | null {
  const certain = certaintyOf(evaluated);
  const provisional = provisionalFields(evaluated);
  return (path) => {
    const certainty = certain(path);
    if (certainty.kind === "assumed")
      return "the value depends on the device, which is assumed; name it with `--device`";
    if (certainty.kind === "unknown")
      return `the value depends on unknown inputs; set ${certainty.settledBy.map((flag) => `\`${flag}\``).join(", ")}`;
    return provisional.find(({ isOf }) => isOf(path))?.reason ?? null;
  };
}

/** Provisional values that the user did not set, with a test of what depends on each. */
function provisionalFields(evaluated: Evaluated) {
  const { built, serving } = evaluated;
  return (serving?.provisional ?? []).flatMap(({ path, reason }) => {
    const origin = findOrigin(path, built?.origins ?? {});
    if (origin === null || givenKinds.has(origin.kind)) return [];
    const dependence = new Dependence(evaluated, new Map([[path, new Set([path])]]));
    return [{ reason, isOf: (other: string) => dependence.of(other.split(".")).size > 0 }];
  });
}

/**
 * Whether rerunning the rules with pins in place yields the same document, but for the `records` of what the user said,
 * and changes no pinned field.
 */
export function holds(
  first: Pick<Result, "document" | "changes">,
  second: Result | null,
  pins: readonly Pin[],
  records: readonly string[],
): boolean {
  if (first.document === null || second === null || second.document === null) return false;
  const pinned = new Set(pins.flatMap(({ paths }) => paths));
  return (
    second.changes.every(({ path }) => !pinned.has(path) && first.changes.some((change) => change.path === path)) &&
    jsonEqual(without(first.document as JsonObject, records), without(second.document as JsonObject, records))
  );
}

/** A document without some fields. */
function without(document: JsonObject, paths: readonly string[]): JsonObject {
  return paths.reduce((rest, path) => leaveOut(rest, path.split(".")), document);
}

function leaveOut(section: JsonObject, [key = "", ...keys]: readonly string[]): JsonObject {
  const { [key]: value, ...others } = section;
  return keys.length > 0 && isObject(value) ? { ...others, [key]: leaveOut(value, keys) } : others;
}
