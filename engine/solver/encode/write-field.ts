import { lastOf } from "../../common/must.js";
import type { Path } from "../../common/path.js";
import { keysOfShare, sharesOfTerms, write } from "./sharing.js";
import type { SymbolicRule } from "./symbolic-run.js";
import type { Bool, Value } from "../term.js";
import type { Terms } from "../terms.js";
import { either, get, is, withItem } from "./values.js";

/** State of the symbolic evaluation. */
export interface State {
  document: Value;
  shared: Value;
  /** Where it has not failed. */
  alive: Bool;
}

/** The object or list that contains a field. */
export const parentOf = (terms: Terms, document: Value, path: Path): Value =>
  path.slice(0, -1).reduce((value, key) => get(terms, value, key), document);

export function hasItem(terms: Terms, list: Value, name: string): Bool {
  return /^\d+$/.test(name) ? terms.not(is(terms, "absent", get(terms, list, name))) : terms.no;
}

/** Writes a value where the state is alive, and notes the write. */
export function enter(
  { terms, state }: { readonly terms: Terms; readonly state: State },
  path: Path,
  value: Value,
  where: Bool,
  isItem: Bool,
  writes: SymbolicRule["writes"][number][],
): void {
  const when = terms.and(where, state.alive);
  if (when === terms.no) return;
  const parent = parentOf(terms, state.document, path);
  writes.push({ path: path.join("."), when, before: get(terms, parent, lastOf(path)), after: value });
  const written = isItem === terms.yes ? state : write(terms, state, path, value);
  const inList =
    isItem === terms.no ? state : write(terms, state, path.slice(0, -1), withItem(terms, parent, lastOf(path), value));
  const next = (part: "document" | "shared") =>
    either(terms, where, either(terms, isItem, inList[part], written[part]), state[part]);
  [state.document, state.shared] = [next("document"), next("shared")];
}

/** The other names of a path inside an alias, or inside an object that it may be. */
export function otherNames(terms: Terms, path: string): readonly string[] {
  const { alias } = terms.engine;
  const [section, name, ...rest] = path.split(".");
  if (alias === null || section !== alias.section) return [];
  const shares = sharesOfTerms(terms).map(keysOfShare);
  if (name === alias.field) return shares.map((keys) => [section, alias.of, ...keys, ...rest].join("."));
  if (name !== alias.of) return [];
  const carrying = shares.filter((keys) => keys.every((key, index) => key === rest[index]));
  return carrying.map((keys) => [section, alias.field, ...rest.slice(keys.length)].join("."));
}
