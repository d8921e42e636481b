import { memoizeText } from "../common/memoize.js";
import { parsePath } from "../common/path.js";
import { parseExpression } from "../language/expression/parse-expression.js";
import type { LinkContext } from "../language/link-context.js";

/**
 * Memoizes linking results for single files across calls. An editor relinks at each keystroke when all files but one
 * are unchanged; a comparison of releases links the same files for each. Results that depend on more than a file are
 * keyed by those dependencies.
 */
export class LinkMemory {
  readonly parsePath = memoizeText(parsePath);
  readonly #parse = memoizeText((text: string) => parseExpression(text));
  readonly #files = new Map<string, Map<unknown, Map<string, unknown>>>();
  readonly #parts = new Map<string, WeakMap<object, Map<string, unknown>>>();
  #surroundings = "";

  /** Parses each expression once, if it refers to no fact. */
  readonly parse: LinkContext["parse"] = (text, findFact) =>
    findFact === undefined ? this.#parse(text) : parseExpression(text, findFact);

  /** Memoizes what is found in a file, which depends only on its content. */
  ofFile<Result>(file: string, content: string | object, what: string, find: () => Result): Result {
    return remembered(entryOf(entryOf<string, unknown, Map<string, unknown>>(this.#files, file), content), what, find);
  }

  /** Sets the surroundings on which subsequent checks of parts depend. */
  enter(surroundings: string): void {
    this.#surroundings = surroundings;
  }

  /** Memoizes the result of checking a part, which depends only on the part and the surroundings. */
  ofPart<Result>(part: object, check: string, find: () => Result): Result {
    let parts = this.#parts.get(this.#surroundings);
    if (parts === undefined) this.#parts.set(this.#surroundings, (parts = new WeakMap()));
    return remembered(entryOf<object, string, unknown>(parts, part), check, find);
  }

  /** Evicts all other files, and all but the last surroundings. */
  keepOnly(files: Readonly<Record<string, string | object>>): void {
    for (const [file, versions] of this.#files) {
      for (const content of versions.keys()) if (content !== files[file]) versions.delete(content);
      if (versions.size === 0) this.#files.delete(file);
    }
    for (const surroundings of this.#parts.keys())
      if (surroundings !== this.#surroundings) this.#parts.delete(surroundings);
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
