import semver from "semver";
import type { Mutation } from "./mutant.js";

const version = /\d+\.\d+\.\d+(?:-[\w.-]+)?/g;

/** Mutates a version range: removes it, or moves a version to the previous or next known release. */
export function mutateRange(range: string, releases: readonly string[]): Mutation<string | undefined>[] {
  const moved = [...range.matchAll(version)].flatMap(({ 0: old, index }) =>
    besides(old, releases).map(
      (other): Mutation<string> => ({
        ...{ kind: "version", at: "" },
        text: `${old} becomes ${other}`,
        part: range.slice(0, index) + other + range.slice(index + old.length),
      }),
    ),
  );
  return [{ kind: "version", at: "", text: "the range is removed", part: undefined }, ...moved];
}

/** The known releases at which moving a version has an effect: each that a range names, and its predecessor. */
export function releasesAround(range: string, releases: readonly string[]): readonly string[] {
  const named = [...range.matchAll(version)].map(([old]) => old);
  return named.flatMap((old) => [
    ...besides(old, releases).filter((other) => semver.lt(other, old)),
    ...releases.filter((release) => release === old),
  ]);
}

function besides(old: string, releases: readonly string[]): readonly string[] {
  const before = releases.filter((release) => semver.lt(release, old)).at(-1);
  const after = releases.find((release) => semver.gt(release, old));
  return [before, after].filter((release) => release !== undefined);
}
