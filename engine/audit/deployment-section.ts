import { jsonEqual, type JsonObject } from "../common/json.js";
import { readPath } from "../common/path.js";
import type { Result } from "../generated/result.js";
import type { BuiltDocument } from "../serving/build.js";
import type { ServingRelease } from "../serving/serving-engine.js";
import type { FleetFlags } from "../serving/fleet.js";

/** What a manifest states besides the flags. */
export type Stated = Pick<
  FleetFlags,
  "workload" | "container" | "image" | "replicas" | "release" | "unknownImage" | "environment"
>;

/** Number of later minor releases in which a flag should still exist. */
const releasesAhead = 2;

/** Builds the section `deployment` of a document, for policies. `result` is null if the model is unknown. */
export function deploymentSection(
  name: string,
  stated: Stated,
  built: Pick<BuiltDocument, "settings" | "otherFlags">,
  serving: ServingRelease,
  resolved: { readonly before: JsonObject; readonly result: Result } | null,
): JsonObject {
  const { workload, container, image, replicas, release, unknownImage, environment } = stated;
  const shown = image ?? unknownImage;
  return {
    name,
    kind: workload?.kind ?? null,
    namespace: workload?.namespace ?? null,
    container,
    image: shown,
    pinned: release !== null || (shown === null ? null : isFixed(shown, unknownImage !== null)),
    replicas,
    flags: flagsOf(built),
    overridden: resolved === null ? null : overriddenOf(built, resolved),
    removed: removedOf(built, Object.keys(environment), serving),
  };
}

const moving = /^(?:latest|nightly|main|master|stable|dev|edge)(?:-|$)/;

/** Whether an image is immutable: it has a digest, or a fixed tag. */
function isFixed(image: string, isUnknown: boolean): boolean {
  const [named = "", digest] = image.split("@");
  const tag = named.slice(named.lastIndexOf("/") + 1).split(":")[1];
  return digest !== undefined || (!isUnknown && tag !== undefined && !moving.test(tag));
}

function flagsOf({ settings, otherFlags }: Pick<BuiltDocument, "settings" | "otherFlags">): JsonObject {
  const entries = [
    ...settings.map(({ flag, value }) => [nameOf(flag.flag), value] as const),
    ...otherFlags.map(({ flag, value }) => [nameOf(flag), value] as const),
  ];
  return Object.fromEntries(entries.filter(([name]) => name !== "__proto__"));
}

function nameOf(flag: string): string {
  return flag.replace(/^-+/, "").replaceAll("-", "_");
}

/** User values that a rule replaced; a value that leaves the choice to the engine does not count as replaced. */
function overriddenOf(
  { settings }: Pick<BuiltDocument, "settings">,
  { before, result }: { readonly before: JsonObject; readonly result: Result },
): readonly JsonObject[] {
  const after = result.document as JsonObject | null;
  if (after === null) return [];
  const changed = [...new Set(result.changes.map(({ path }) => path))];
  return settings.flatMap(({ flag, value, origin }) =>
    changed.flatMap((path) => {
      const inner = path === flag.field ? [] : innerPath(path, flag.field);
      const given = inner === null ? undefined : readPath(value, inner);
      if (given === undefined || given === null || given === "auto") return [];
      const keys = path.split(".");
      const resolved = readPath(after, keys) ?? null;
      if (jsonEqual(readPath(before, keys) ?? null, resolved)) return [];
      const rule = result.changes.findLast((entry) => entry.path === path)?.rule ?? null;
      return [{ field: path, flag: origin.text, given, resolved, rule }];
    }),
  );
}

/** Keys of a field inside the JSON value of a flag; null if it is not part of it. */
function innerPath(path: string, field: string | null): readonly string[] | null {
  return field !== null && path.startsWith(`${field}.`) ? path.slice(field.length + 1).split(".") : null;
}

/** Flags that the next releases remove, and variables of the engine that these or its own release do not read. */
function removedOf(
  { settings, otherFlags }: Pick<BuiltDocument, "settings" | "otherFlags">,
  variables: readonly string[],
  serving: ServingRelease,
): readonly string[] {
  const { releases, target, other } = serving;
  const later = releases.slice(releases.indexOf(target) + 1).filter((release) => minorOf(release) !== minorOf(target));
  const minors = [...new Set(later.map(minorOf))].slice(0, releasesAhead);
  const next = later.filter((release) => minors.includes(minorOf(release)));
  const given = [
    ...settings.map(({ flag }) => flag.flag),
    ...otherFlags.flatMap(({ flag, known }) => (known ? [flag] : [])),
  ];
  const isUnread = (name: string) =>
    [target, ...next].some((release) => other(release).checkVariables([name]).length > 0);
  return [
    ...given.filter((flag) => next.some((release) => !other(release).flags.spellings.has(flag))),
    ...variables.filter(isUnread),
  ];
}

function minorOf(release: string): string {
  return release.split(".").slice(0, 2).join(".");
}
