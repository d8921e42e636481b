import { givenWords } from "../../serving/given-words.js";
import type { Pin } from "../../serving/pins.js";
import type { Evaluated } from "../../explain/evaluated.js";

/**
 * The user's flags and then the pins, as container arguments; an argument list is replaced as a whole, so it must be
 * complete.
 */
export function containerWords({ built, serving }: Evaluated, pins: readonly Pin[], without: readonly string[] = []) {
  const left = new Set([
    ...pins.map(({ flag }) => flag),
    ...without.flatMap((name) => serving?.flags.byName.get(name) ?? []),
  ]);
  const given = built === null || serving === null ? { args: [], missing: [] } : givenWords(built, serving, left);
  return {
    args: [...given.args, ...pins.flatMap((pin) => pin.args)].map(unexpanded),
    comments: given.missing.map(({ flag, reason }) => `\`${flag}\` is omitted: ${reason}`),
  };
}

/** Escapes `$`: Kubernetes expands `$(NAME)`, and reads `$$` as a dollar. */
function unexpanded(word: string): string {
  return word.replaceAll("$(", "$$$$(");
}
