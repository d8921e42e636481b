import { firstOf } from "../common/must.js";
import { releases } from "../generated/releases.js";

/** Every release of the projects in the release catalog, oldest first. Imports nothing heavy: each start asks it. */
const catalog: ReadonlyMap<string, readonly string[]> = new Map([["vllm", releases]]);

/** The projects in the release catalog; the first is the one that a version alone is of, where no set says otherwise. */
export const knownProjects: readonly string[] = [...catalog.keys()];

/** A project's releases in the catalog, oldest first; empty where it is not in there. */
export function releasesOf(project: string): readonly string[] {
  return catalog.get(project) ?? [];
}

/** The release in the catalog that a word names: `0.33.0`, `v0.33.0`, `latest`, or `0.33` for its newest patch; else null. */
export function releaseNamed(word: string, project: string): string | null {
  const known = releasesOf(project);
  const version = word.replace(/^v(?=\d)/, "");
  if (version === "latest") return known.at(-1) ?? null;
  if (known.includes(version)) return version;
  return /^\d+\.\d+$/.test(version) ? (known.findLast((release) => release.startsWith(`${version}.`)) ?? null) : null;
}

/** A target with its release written out where it is in the catalog, such as `vllm@0.33.0` for `0.33`; else as it is. */
export function fullTarget(text: string): string {
  const { project = firstOf(knownProjects), version } = splitTarget(text);
  const release = releaseNamed(version, project);
  return release === null ? text : `${project}@${release}`;
}

/** The parts of `project@version`, or of a version alone. */
export function splitTarget(text: string): { readonly project?: string; readonly version: string } {
  const at = text.indexOf("@");
  return at < 0 ? { version: text } : { project: text.slice(0, at), version: text.slice(at + 1) };
}
