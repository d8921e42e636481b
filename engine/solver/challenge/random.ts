/** A reproducible random number generator. */
export interface Random {
  /** A number in [0, 1). */
  next(): number;
  /** An integer in [0, limit). */
  below(limit: number): number;
  chance(probability: number): boolean;
  /** A random item of a nonempty list. */
  pick<Item>(from: readonly Item[]): Item;
}

/** Mulberry32: the same sequence for the same seed. */
export function seededRandom(seed: number): Random {
  let state = seed | 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  // The list itself may contain undefined.
  const pick = <Item>(from: readonly Item[]) => from[below(from.length)] as Item;
  return { next, below, chance: (probability) => next() < probability, pick };
}
