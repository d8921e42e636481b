import type { RuleFiles } from "../packs/read-packs.js";
import { factNames, isSame, namesIn, packOf, type FileNames, type Name, type Occurrence } from "./occurrences.js";
import { parseSyntax, type Syntax } from "./syntax.js";

/** Index of all names in the rules with their locations; only changed files are scanned again. */
export class Names {
  readonly #syntax = new Map<string, Syntax>();
  readonly #names = new Map<Syntax, { readonly facts: string; readonly found: FileNames }>();
  #files: RuleFiles = {};

  update(files: RuleFiles): void {
    this.#files = files;
    for (const [file, syntax] of this.#syntax)
      if (syntax.text !== files[file]) {
        this.#syntax.delete(file);
        this.#names.delete(syntax);
      }
  }

  /** Parses the text of a file tolerantly; null if it is not a rule file. */
  syntaxOf(file: string): Syntax | null {
    const text = this.#files[file];
    if (typeof text !== "string") return null;
    const known = this.#syntax.get(file);
    if (known?.text === text) return known;
    const fresh = parseSyntax(file, text);
    if (fresh !== null) this.#syntax.set(file, fresh);
    return fresh;
  }

  namesOf(syntax: Syntax): FileNames {
    const facts = this.factsOf(packOf(syntax));
    const key = [...facts].join();
    const known = this.#names.get(syntax);
    if (known?.facts === key) return known.found;
    const found = namesIn(syntax, () => facts);
    this.#names.set(syntax, { facts: key, found });
    return found;
  }

  /** The facts of a pack, by name; empty if the pack does not exist. */
  factsOf(pack: string): ReadonlySet<string> {
    const syntax = this.packFile(pack);
    return syntax === null ? new Set() : factNames(syntax);
  }

  packFile(pack: string): Syntax | null {
    if (pack === "") return null;
    for (const file of Object.keys(this.#files)) {
      if (!file.endsWith(`${pack.split("/").at(-1)}.pack.json`)) continue;
      const syntax = this.syntaxOf(file);
      if (syntax !== null && packOf(syntax) === pack) return syntax;
    }
    return null;
  }

  all(): readonly Occurrence[] {
    return Object.keys(this.#files).flatMap((file) => {
      const syntax = this.syntaxOf(file);
      return syntax === null ? [] : this.namesOf(syntax).occurrences;
    });
  }

  /** All paths that rules refer to. */
  paths(): ReadonlySet<string> {
    return new Set(
      Object.keys(this.#files).flatMap((file) => {
        const syntax = this.syntaxOf(file);
        return syntax === null ? [] : this.namesOf(syntax).paths.map(({ path }) => path);
      }),
    );
  }

  /** The name at an offset of a file. */
  at(file: string, offset: number): Occurrence | null {
    const syntax = this.syntaxOf(file);
    if (syntax === null) return null;
    const touching = this.namesOf(syntax).occurrences.filter(
      ({ span }) => span.offset <= offset && offset <= span.offset + span.length,
    );
    return touching[0] ?? null;
  }

  of(name: Name): readonly Occurrence[] {
    return this.all().filter((other) => isSame(other, name));
  }
}
