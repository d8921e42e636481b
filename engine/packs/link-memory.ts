import { memoizeText } from "../common/memoize.js";
import { parsePath } from "../common/path.js";
import { parseExpression } from "../language/expression/parse-expression.js";
import type { LinkContext } from "../language/link-context.js";

/** A server may be asked about several versions of rules in turn. */
const most = { surroundings: 4, files: 4000, versions: 4 };

/**
 * Memoizes linking results for single files across calls. An editor relinks at each keystroke when all files but one
 * are unchanged; a comparison of releases links the same files for each. Results that depend on more than a file are
 * keyed by those dependencies.
 */
export class LinkMemory {
  readonly parsePath = memoizeText(parsePath);
  readonly #parse = memoizeText((text: string) => parseExpression(text));
  readonly #files = new Map<string, Map<unknown, Map<string, unknown>>>();
  /** By surroundings, the latest last. */
  readonly #parts = new Map<string, PartMemory>();

  /** Parses each expression once, if it refers to no fact. */
  readonly parse: LinkContext["parse"] = (text, findFact) =>
    findFact === undefined ? this.#parse(text) : parseExpression(text, findFact);

  /** Memoizes what is found in a file, which depends only on its content. */
  ofFile<Result>(file: string, content: string | object, what: string, find: () => Result): Result {
    const versions = entryOf<string, unknown, Map<string, unknown>>(this.#files, file);
    const found = remembered(entryOf(versions, content), what, find);
    evict(versions, most.versions);
    evict(this.#files, most.files);
    return found;
  }

  /** Returns the memory of parts in these surroundings. */
  partsIn(surroundings: string): PartMemory {
    const parts = this.#parts.get(surroundings) ?? new PartMemory();
    this.#parts.delete(surroundings);
    this.#parts.set(surroundings, parts);
    evict(this.#parts, most.surroundings);
    return parts;
  }

  /** Evicts all other files. */
  keepOnly(files: Readonly<Record<string, string | object>>): void {
    for (const [file, versions] of this.#files) {
      for (const content of versions.keys()) if (content !== files[file]) versions.delete(content);
      if (versions.size === 0) this.#files.delete(file);
    }
  }
}

/** Memoizes what is found in parts of files, such as packs, in the same surroundings. */
export class PartMemory {
  readonly #parts = new WeakMap<object, Map<string, unknown>>();

  /** Memoizes the result of checking a part, which depends only on the part and the surroundings. */
  ofPart<Result>(part: object, check: string, find: () => Result): Result {
    return remembered(entryOf<object, string, unknown>(this.#parts, part), check, find);
  }
}

/** Removes the oldest entries beyond a number. */
function evict(table: Map<unknown, unknown>, size: number): void {
  for (const oldest of table.keys()) {
    if (table.size <= size) break;
    table.delete(oldest);
  }
}

/** Returns the table under a key, creating it if necessary. */
function entryOf<Key, Inner, Value>(
  table: { get(key: Key): Map<Inner, Value> | undefined; set(key: Key, inner: Map<Inner, Value>): unknown },
  key: Key,
): Map<Inner, Value> {
  const known = table.get(key);
  if (known !== undefined) return known;
  const fresh = new Map<Inner, Value>();
  table.set(key, fresh);
  return fresh;
}

function remembered<Key, Result>(table: Map<Key, unknown>, key: Key, find: () => Result): Result {
  if (table.has(key)) return table.get(key) as Result;
  const result = find();
  table.set(key, result);
  return result;
}
