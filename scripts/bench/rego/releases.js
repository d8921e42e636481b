import { readFileSync } from "node:fs";
import path from "node:path";
import semver from "semver";
import { root } from "../lib/paths.js";

const file = path.join(root, "rules/vllm/catalog/releases.json");
export const releases = JSON.parse(readFileSync(file, "utf8")).releases;

const holds = (range, release) => range === undefined || semver.satisfies(release, range);

/** A range as statements about `input.release`, the place of a release among all that are known. */
export function rangeLines(range) {
  if (range === undefined) return [];
  const inside = releases.flatMap((release, index) => (holds(range, release) ? [index] : []));
  const [first, last] = [inside[0], inside.at(-1)];
  if (inside.length === 0) return ["input.release < 0"];
  if (last - first + 1 !== inside.length) return [`input.release in {${inside.join(", ")}}`];
  return [
    ...(first === 0 ? [] : [`input.release >= ${first}`]),
    ...(last === releases.length - 1 ? [] : [`input.release <= ${last}`]),
  ];
}

/** The place of the release for which a case runs: its own, or else the newest for which it and its pack are. */
export function releaseOfCase({ target, versions }, packVersions) {
  if (target !== undefined) return releases.indexOf(fullRelease(target.split("@").at(-1)));
  return releases.findLastIndex((release) => holds(versions, release) && holds(packVersions, release));
}

function fullRelease(word) {
  return releases.includes(word) ? word : releases.findLast((release) => release.startsWith(`${word}.`));
}
