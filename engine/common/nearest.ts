import { distance } from "fastest-levenshtein";

/** Returns the known name closest to a misspelled one, or null if none is close enough. */
export function nearest(name: string, known: Iterable<string>): string | null {
  let best: string | null = null;
  let least = Math.max(2, Math.floor(name.length / 2.5)) + 1;
  for (const candidate of known) {
    const edits = editsBetween(name.toLowerCase(), candidate.toLowerCase());
    if (edits < least) [best, least] = [candidate, edits];
  }
  return best;
}

/**
 * Edit distance in which a transposition counts once, `warn` for `warning` counts at most two, and a missing vendor,
 * as in `gemma4` for `vllm/gemma4`, counts once.
 */
function editsBetween(name: string, candidate: string): number {
  const family = candidate.slice(candidate.indexOf("/") + 1);
  const edits = family === candidate || name.includes("/") ? distance(name, candidate) : distance(name, family) + 1;
  if (edits > 1 && name.length === candidate.length && [...name].sort().join() === [...candidate].sort().join())
    return edits - 1;
  return name.length >= 3 && candidate.startsWith(name) ? Math.min(edits, 2) : edits;
}

/** A hint with the name that was probably meant, as text and as data. */
export interface Suggestion {
  readonly text: string;
  readonly meant: string;
}

/** Creates a hint such as "did you mean `align`?", or null. */
export function didYouMean(name: string, known: Iterable<string>): Suggestion | null {
  const match = nearest(name, known);
  return match === null ? null : suggest(match);
}

const fewNames = 8;

/** Creates a hint for a pack that does not exist: the nearest name, the names if there are few, or how to list them. */
export function packHint(name: string, known: Iterable<string>): Suggestion | string {
  const names = [...known];
  const list = names.length === 0 || names.length > fewNames ? null : `packs: ${names.join(", ")}`;
  return didYouMean(name, names) ?? list ?? "run `fettle list` to see all packs";
}

export function suggest(meant: string): Suggestion {
  return { text: `did you mean \`${meant}\`?`, meant };
}
