import { readFileSync, statSync } from "node:fs";
import { memoizeText } from "../common/memoize.js";
import { factPaths, inPackage } from "./fact-files.js";
import type { ListedReleaseFacts, Lookup, ReleaseFacts } from "./release-facts.js";

/**
 * The first line of a release's file; the entries of its tables follow, each on a line of its own, since a model needs
 * few of them.
 */
interface FirstLine extends Omit<ReleaseFacts, "architectures" | "classDefaults"> {
  /** Sizes of the files that it was made from, in bytes. */
  readonly sizes: readonly number[];
  readonly architectures: readonly string[];
  readonly classDefaults: readonly string[];
}

/** Made at build time, one file for each release. Absent when running from source. */
const fileOf = (release: string): URL => new URL(`../prelinked/${nameOf(release)}`, import.meta.url);

export const nameOf = (release: string): string => `facts.${release}.jsonl`;

/** The text of a release's file. */
export function saveReleaseFacts({ architectures, classDefaults, ...facts }: ListedReleaseFacts): string {
  const first: FirstLine = {
    ...{ ...facts, sizes: sources().sizes },
    architectures: [...architectures.keys()],
    classDefaults: [...classDefaults.keys()],
  };
  return [first, ...architectures.values(), ...classDefaults.values()].map((line) => JSON.stringify(line)).join("\n");
}

/** Reads what the build saved; null if there is nothing for this release, or if a file has changed since. */
export function readReleaseFacts(release: string): ReleaseFacts | null {
  if (!/^[\w.+-]+$/.test(release)) return null;
  let text: string;
  let saved: number;
  try {
    text = readFileSync(fileOf(release), "utf8");
    saved = statSync(fileOf(release)).mtimeMs;
  } catch {
    return null;
  }
  const { sizes, ...facts } = parseReleaseFacts(text);
  const now = sources();
  return now.newest <= saved && now.sizes.every((size, index) => size === sizes[index]) ? facts : null;
}

/** Reads what `saveReleaseFacts` wrote. */
export function parseReleaseFacts(text: string): ReleaseFacts & Pick<FirstLine, "sizes"> {
  const lines = text.split("\n");
  const { architectures, classDefaults, ...facts } = JSON.parse(lines[0] ?? "") as FirstLine;
  return {
    ...facts,
    architectures: linesOf(lines, 1, architectures),
    classDefaults: linesOf(lines, 1 + architectures.length, classDefaults),
  };
}

/** Parses a line when its entry is first looked up. */
function linesOf<Value extends object>(
  lines: readonly string[],
  from: number,
  names: readonly string[],
): Lookup<Value> {
  const places = new Map(names.map((name, index) => [name, from + index]));
  const parse = memoizeText((name) => JSON.parse(lines[places.get(name) ?? 0] ?? "") as Value);
  return { has: (name) => places.has(name), get: (name) => (places.has(name) ? parse(name) : undefined) };
}

function sources(): { readonly sizes: readonly number[]; readonly newest: number } {
  const found = Object.values(factPaths).map((path) => statSync(inPackage(path)));
  return { sizes: found.map(({ size }) => size), newest: Math.max(...found.map(({ mtimeMs }) => mtimeMs)) };
}
