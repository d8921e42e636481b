import { existsSync } from "node:fs";
import path from "node:path";
import { diagnostic, FettleError } from "../common/diagnostic.js";
import { didYouMean } from "../common/nearest.js";
import type { ReadPacks } from "../packs/read-packs.js";
import { findPlaces, type RulePlaces } from "./rule-places.js";

/** Packs that a caller names, by name or by the files and folders that hold them. */
export interface NamedPacks {
  readonly names: readonly string[];
  readonly places: RulePlaces;
}

/** Tells names of packs from files and folders. @throws FettleError where a place does not exist or holds no rule files */
export async function splitNames(words: readonly string[]): Promise<NamedPacks> {
  const isPlace = (word: string) => existsSync(word) || word.endsWith(".json") || word.split("/").length > 2;
  return { names: words.filter((word) => !isPlace(word)), places: await findPlaces(words.filter(isPlace)) };
}

/** The packs that were named, as a set of names. @throws FettleError where a name is that of no pack */
export function choosePacks(
  { names, places }: NamedPacks,
  { packs, cases, claims }: Pick<ReadPacks, "packs" | "cases" | "claims">,
): ReadonlySet<string> {
  const known = new Set(packs.map(({ content }) => content.pack));
  for (const name of names) {
    if (known.has(name)) continue;
    const hint = didYouMean(name, known) ?? "`fettle list` shows the packs there are";
    throw new FettleError([diagnostic("unknown-pack", `there is no pack \`${name}\``, { hint })]);
  }
  const ofPlaces = [...packs, ...cases, ...claims]
    .filter(({ file }) => places.has(path.resolve(file)))
    .map(({ content }) => content.pack);
  return new Set([...names, ...ofPlaces]);
}
