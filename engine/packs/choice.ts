import { architecturesFor } from "./architectures.js";
import type { LinkedPacks } from "./link-packs.js";
import { reachedFrom } from "./within-reach.js";

/** The rules that a run of a pack can come to at its target, and for which architectures: where these are the same, so is what it does. */
export function choiceOf(linked: LinkedPacks, pack: string): string {
  const reached = [...reachedFrom([pack], linked)].map((name) => linked.packs.get(name)!);
  return JSON.stringify([
    architecturesFor(linked.packs.get(pack)!.pack, linked.target),
    reached.map(({ name, rules }) => [name, rules.map(({ at }) => at)]),
  ]);
}
