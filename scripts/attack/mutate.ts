import type { Any } from "./edit-places.js";
import { actionsMutations } from "./mutate-actions.js";
import { conditionsMutations } from "./mutate-conditions.js";
import { rulesMutations } from "./mutate-rules.js";
import type { Files } from "./pair.js";
import type { Random } from "./random.js";

const mutations = { ...conditionsMutations, ...actionsMutations, ...rulesMutations };

/** An edited copy of rule files: one to three mutations of the named pack, and their names. */
export function mutated(files: Files, pack: string, random: Random, most = 2): { files: Files; tags: string[] } {
  const copied = structuredClone(files) as Record<string, Any>;
  const tags: string[] = [];
  const wanted = random.chance(0.75) ? 1 : 1 + random.int(most);
  for (let attempt = 0; attempt < 40 && tags.length < wanted; attempt++) {
    const [tag, mutate] = random.pick(Object.entries(mutations));
    if (
      mutate(
        copied,
        random,
        Object.values(copied).find((content) => content.pack === pack && content.rules !== undefined),
      )
    )
      tags.push(tag);
  }
  return { files: copied, tags };
}
