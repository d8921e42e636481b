/** A set of document paths, keyed by their JSON text. */
export type Paths = ReadonlyMap<string, readonly string[]>;

export const none: Paths = new Map();
export const root: Paths = pathsOf([[]]);

export function pathsOf(paths: Iterable<readonly string[]>): Paths {
  return new Map([...paths].map((path) => [JSON.stringify(path), path]));
}

export function union(...sets: readonly Paths[]): Paths {
  return new Map(sets.flatMap((set) => [...set]));
}

/** Extends each path by one key. */
export function below(paths: Paths, key: string): Paths {
  return pathsOf([...paths.values()].map((path) => [...path, key]));
}

/** Whether a path has one of the starts as a prefix. */
export function leadsThrough(paths: Iterable<readonly string[]>, starts: Paths): boolean {
  for (const path of paths) {
    for (const start of starts.values()) if (start.every((key, index) => path[index] === key)) return true;
  }
  return false;
}
