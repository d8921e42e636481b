import type { Term } from "./term.js";

/** A table whose later entries can be rolled back. */
export interface Table {
  /** Starts a layer of entries. */
  begin(): void;
  /** Forgets the entries of the last layer. */
  end(): void;
}

export interface TermMap<Key, Value> extends Table {
  get(key: Key): Value | undefined;
  /** Adds an entry; there must be none for the key. */
  add(key: Key, value: Value): void;
}

export function termMap<Key, Value>(): TermMap<Key, Value> {
  const entries = new Map<Key, Value>();
  const layers: Key[][] = [];
  return {
    get: (key) => entries.get(key),
    add(key, value) {
      entries.set(key, value);
      layers.at(-1)?.push(key);
    },
    begin: () => void layers.push([]),
    end() {
      for (const key of layers.pop() ?? []) entries.delete(key);
    },
  };
}

/** A map by a name and a list of terms. */
export interface TermListMap<Value> extends Table {
  get(name: string, of: readonly Term[]): Value | undefined;
  /** Adds an entry; there must be none for the name and the list. */
  add(name: string, of: readonly Term[], value: Value): void;
}

/** Entries whose lists have the same hash, the last one first. */
interface Entry<Value> {
  readonly of: readonly Term[];
  readonly value: Value;
  readonly next: Entry<Value> | undefined;
}

type Entries<Value> = Map<number, Entry<Value>>;

/** Hashes the ids of the terms, which takes less time and memory than a text of them. */
export function termListMap<Value>(): TermListMap<Value> {
  const named = new Map<string, Entries<Value>>();
  const layers: (readonly [Entries<Value>, hash: number])[][] = [];
  return {
    get(name, of) {
      let entry = named.get(name)?.get(hashOf(of));
      while (entry !== undefined && !isSame(entry.of, of)) entry = entry.next;
      return entry?.value;
    },
    add(name, of, value) {
      const entries: Entries<Value> = named.get(name) ?? new Map<number, Entry<Value>>();
      named.set(name, entries);
      const hash = hashOf(of);
      entries.set(hash, { of, value, next: entries.get(hash) });
      layers.at(-1)?.push([entries, hash]);
    },
    begin: () => void layers.push([]),
    end() {
      for (const [entries, hash] of layers.pop() ?? []) {
        const next = entries.get(hash)?.next;
        if (next === undefined) entries.delete(hash);
        else entries.set(hash, next);
      }
    },
  };
}

function hashOf(of: readonly Term[]): number {
  let hash = of.length;
  for (const { id } of of) {
    hash = Math.imul(hash ^ id, 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  return hash;
}

function isSame(one: readonly Term[], other: readonly Term[]): boolean {
  return one.length === other.length && one.every((term, index) => term === other[index]);
}
