import { memoizeText } from "../common/memoize.js";
import { parsePath } from "../common/path.js";
import { parseExpression } from "../language/expression/parse-expression.js";
import type { LinkContext } from "../language/link-context.js";

/**
 * What linking worked out about single files, kept from one call to the next: an editor links anew at each keystroke, and
 * all files but one are as they were; a comparison of releases links the same files for each of them. What depends on more
 * than a file is kept only as long as that does not change.
 */
export class LinkMemory {
  readonly parsePath = memoizeText(parsePath);
  readonly #parse = memoizeText((text: string) => parseExpression(text));
  #files = new Map<string, { readonly content: unknown; readonly result: unknown }>();
  #parts = new WeakMap<object, Map<string, unknown>>();
  #surroundings = "";

  /** Parses each text once, where it names no fact. */
  readonly parse: LinkContext["parse"] = (text, findFact) =>
    findFact === undefined ? this.#parse(text) : parseExpression(text, findFact);

  /** What reading a file gives, which depends on nothing but its content. */
  ofFile<Result>(file: string, content: string | object, read: () => Result): Result {
    const known = this.#files.get(file);
    if (known?.content === content) return known.result as Result;
    const result = read();
    this.#files.set(file, { content, result });
    return result;
  }

  /** Forgets files that are gone, and what was found about parts in other surroundings. */
  enter(surroundings: string, files: ReadonlySet<string>): void {
    for (const file of this.#files.keys()) if (!files.has(file)) this.#files.delete(file);
    if (surroundings !== this.#surroundings) this.#parts = new WeakMap();
    this.#surroundings = surroundings;
  }

  /** What a check finds about a part, which depends on nothing but the part and the surroundings. */
  ofPart<Result>(part: object, check: string, find: () => Result): Result {
    const known = this.#parts.get(part) ?? new Map<string, unknown>();
    if (known.has(check)) return known.get(check) as Result;
    const result = find();
    this.#parts.set(part, known.set(check, result));
    return result;
  }
}
