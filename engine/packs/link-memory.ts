import { memoizeText } from "../common/memoize.js";
import { parsePath } from "../common/path.js";
import { parseExpression } from "../language/expression/parse-expression.js";
import type { LinkContext } from "../language/link-context.js";

/**
 * What linking worked out about single files, kept from one call to the next: an editor links anew at each keystroke, and
 * all files but one are as they were; a comparison of releases links the same files for each of them. What depends on more
 * than a file is kept with what it depends on.
 */
export class LinkMemory {
  readonly parsePath = memoizeText(parsePath);
  readonly #parse = memoizeText((text: string) => parseExpression(text));
  readonly #files = new Map<string, Map<unknown, unknown>>();
  readonly #parts = new Map<string, WeakMap<object, Map<string, unknown>>>();
  #surroundings = "";

  /** Parses each text once, where it names no fact. */
  readonly parse: LinkContext["parse"] = (text, findFact) =>
    findFact === undefined ? this.#parse(text) : parseExpression(text, findFact);

  /** What reading a file gives, which depends on nothing but its content. */
  ofFile<Result>(file: string, content: string | object, read: () => Result): Result {
    return remembered(entryOf(this.#files, file), content, read);
  }

  /** Says what the checks of parts depend on besides the part, from here on. */
  enter(surroundings: string): void {
    this.#surroundings = surroundings;
  }

  /** What a check finds about a part, which depends on nothing but the part and the surroundings. */
  ofPart<Result>(part: object, check: string, find: () => Result): Result {
    let parts = this.#parts.get(this.#surroundings);
    if (parts === undefined) this.#parts.set(this.#surroundings, (parts = new WeakMap()));
    return remembered(entryOf(parts, part), check, find);
  }

  /** Forgets all but these files, and other surroundings than the last. */
  keepOnly(files: Readonly<Record<string, string | object>>): void {
    for (const [file, versions] of this.#files) {
      for (const content of versions.keys()) if (content !== files[file]) versions.delete(content);
      if (versions.size === 0) this.#files.delete(file);
    }
    for (const surroundings of this.#parts.keys())
      if (surroundings !== this.#surroundings) this.#parts.delete(surroundings);
  }
}

/** The table that stands under a key, which it makes where there is none. */
function entryOf<Key extends object | string, Inner>(
  table: { get(key: Key): Map<Inner, unknown> | undefined; set(key: Key, inner: Map<Inner, unknown>): unknown },
  key: Key,
): Map<Inner, unknown> {
  const known = table.get(key);
  if (known !== undefined) return known;
  const fresh = new Map<Inner, unknown>();
  table.set(key, fresh);
  return fresh;
}

function remembered<Key, Result>(table: Map<Key, unknown>, key: Key, find: () => Result): Result {
  if (table.has(key)) return table.get(key) as Result;
  const result = find();
  table.set(key, result);
  return result;
}
