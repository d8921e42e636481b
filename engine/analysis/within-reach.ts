import type { LinkedPacks } from "../pack/link-packs.js";
import { reachedFrom } from "./diff/differing-packs.js";

/** Linked packs without those that a run of these never comes to, and so without what only those look at. */
export function withinReach(linked: LinkedPacks, names: readonly string[]): LinkedPacks {
  const reached = reachedFrom(names, linked);
  return { ...linked, packs: new Map([...linked.packs].filter(([name]) => reached.has(name))), stages: [] };
}
