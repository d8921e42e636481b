import { fromMap } from "../common/must.js";
import { architecturesFor } from "./architectures.js";
import type { LinkedPacks } from "./linked.js";
import { reachableFrom } from "./reachable-packs.js";

/**
 * Returns a key of the rules that a pack can reach at its target, and of its architectures. Equal keys imply equal
 * behavior.
 */
export function choiceOf(linked: LinkedPacks, pack: string): string {
  const reached = [...reachableFrom([pack], linked)].map((name) => fromMap(linked.packs, name));
  return JSON.stringify([
    architecturesFor(fromMap(linked.packs, pack).pack, linked.target),
    reached.map(({ name, rules }) => [name, rules.map(({ at }) => at)]),
  ]);
}
