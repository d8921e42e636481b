import { firstOf } from "../common/must.js";
import { engines } from "./engines.js";

/** Releases of each project in the release catalog, oldest first. */
const catalog: ReadonlyMap<string, readonly string[]> = new Map(
  Object.values(engines).map(({ name, releases }) => [name, releases]),
);

/** Projects in the release catalog; the first is the default for a bare version, unless a set declares another. */
export const knownProjects: readonly string[] = [...catalog.keys()];

/** Releases of a project in the catalog, oldest first; empty if the project is not in it. */
export function releasesOf(project: string): readonly string[] {
  return catalog.get(project) ?? [];
}

/**
 * Resolves a name to a release in the catalog: `0.33.0`, `v0.33.0`, `latest`, or `0.33` for its newest patch; otherwise
 * null.
 */
export function releaseNamed(word: string, project: string, known = releasesOf(project)): string | null {
  const version = word.replace(/^v(?=\d)/, "");
  if (version === "latest") return known.at(-1) ?? null;
  if (known.includes(version)) return version;
  return /^\d+\.\d+$/.test(version) ? (known.findLast((release) => release.startsWith(`${version}.`)) ?? null) : null;
}

/**
 * Expands a target to a full release of the catalog, such as `vllm@0.33.0` for `0.33`; returns unknown ones unchanged.
 */
export function fullTarget(text: string): string {
  const { project = firstOf(knownProjects), version } = splitTarget(text);
  const release = releaseNamed(version, project);
  return release === null ? text : `${project}@${release}`;
}

/** Splits `project@version`, or a bare version. */
export function splitTarget(text: string): { readonly project?: string; readonly version: string } {
  const at = text.indexOf("@");
  return at < 0 ? { version: text } : { project: text.slice(0, at), version: text.slice(at + 1) };
}
