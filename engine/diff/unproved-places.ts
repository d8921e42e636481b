import type { Unproved } from "./differed.js";

/** Merges the undecided aspects of one location into one entry. */
export function byPlaces(entries: readonly Unproved[]): readonly Unproved[] {
  const found = new Map<string, Unproved>();
  for (const { aspects, ...place } of entries) {
    const key = JSON.stringify([place, aspects.length === 0]);
    const all = [...(found.get(key)?.aspects ?? []), ...aspects];
    found.set(key, {
      ...place,
      aspects: [...new Map(all.map((aspect) => [`${aspect.kind} ${aspect.name}`, aspect])).values()],
    });
  }
  return [...found.values()];
}
