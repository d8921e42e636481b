import { itemAt } from "../../engine/common/must.js";
/** A seeded source of choices: the same seed gives the same attack. */
export interface Random {
  next(): number;
  int(below: number): number;
  chance(of: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
  shuffle<Item>(items: readonly Item[]): Item[];
}

/** mulberry32, whose 32 bits of state are enough for choices. */
export function randomOf(seed: number): Random {
  let state = (seed ^ 0x9e3779b9) >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const int = (below: number) => Math.floor(next() * below);
  return {
    next,
    int,
    chance: (of) => next() < of,
    pick: (items) => itemAt(items, int(items.length)),
    shuffle(items) {
      const copy = [...items];
      for (let index = copy.length - 1; index > 0; index--) {
        const other = int(index + 1);
        [copy[index], copy[other]] = [itemAt(copy, other), itemAt(copy, index)];
      }
      return copy;
    },
  };
}
