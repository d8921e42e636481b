import { existsSync } from "node:fs";
import path from "node:path";
import { diagnostic, FettleError } from "../common/diagnostic.js";
import { packHint } from "../common/nearest.js";
import type { ReadPacks } from "../packs/read-packs.js";
import { findPlaces, type RulePlaces } from "./rule-places.js";

/** Packs selected by name, or by the files and folders that contain them. */
export interface NamedPacks {
  readonly names: readonly string[];
  readonly places: RulePlaces;
}

/** Separates pack names from files and folders. @throws FettleError if a place does not exist or has no rule files */
export async function splitNames(words: readonly string[]): Promise<NamedPacks> {
  const isPlace = (word: string) => existsSync(word) || word.endsWith(".json") || word.split("/").length > 2;
  return { names: words.filter((word) => !isPlace(word)), places: await findPlaces(words.filter(isPlace)) };
}

/** Returns the names of the selected packs. @throws FettleError if a pack does not exist */
export function choosePacks(
  { names, places }: NamedPacks,
  { packs, cases, claims }: Pick<ReadPacks, "packs" | "cases" | "claims">,
): ReadonlySet<string> {
  const known = new Set(packs.map(({ content }) => content.pack));
  for (const name of names) {
    if (known.has(name)) continue;
    const hint = packHint(name, known);
    throw new FettleError([diagnostic("unknown-pack", `unknown pack \`${name}\``, { hint })]);
  }
  const ofPlaces = [...packs, ...cases, ...claims]
    .filter(({ file }) => places.has(path.resolve(file)))
    .map(({ content }) => content.pack);
  return new Set([...names, ...ofPlaces]);
}
