import { aliasedPath, aliasPath, type Alias } from "../../common/engine-adapter.js";
import { isObject, type JsonObject, type MaybeJson } from "../../common/json.js";
import { must } from "../../common/must.js";
import type { Path } from "../../common/path.js";
import { alike, identical } from "./equality.js";
import type { Bool, Value } from "../term.js";
import type { Terms } from "../terms.js";
import { either, get, is, store } from "./values.js";

/** The value of `shared` if the alias is the aliased field itself. */
export const whole = "self";

/** The keys that lead from the aliased field to a part of it. */
export const keysOfShare = (share: string): Path => (share === whole ? [] : share.split("."));

/** What the alias is in a document; `none` if it is a separate object, or none of `shares`. */
export function shareIn(document: JsonObject, alias: Alias | null, shares: readonly string[]): string {
  if (alias === null) return "none";
  const section = document[alias.section];
  if (!isObject(section) || !isObject(section[alias.field])) return "none";
  return shares.find((share) => partOf(section, alias, share) === section[alias.field]) ?? "none";
}

/** Makes the alias the given part of the aliased field; removes it if that part is not an object. */
export function shareIt(document: JsonObject, alias: Alias | null, share: string): void {
  if (alias === null || share === "none") return;
  const section = document[alias.section];
  if (!isObject(section)) return;
  const part = partOf(section, alias, share);
  if (isObject(part)) (section as Record<string, unknown>)[alias.field] = part;
  else delete (section as Record<string, unknown>)[alias.field];
}

function partOf(section: JsonObject, { of }: Alias, share: string): MaybeJson {
  return keysOfShare(share).reduce<MaybeJson>((value, key) => (isObject(value) ? value[key] : undefined), section[of]);
}

/** Copies a document with its alias; returns the document itself if there is none. */
export function withShare(document: JsonObject, alias: Alias | null, share: string): JsonObject {
  if (alias === null || share === "none") return document;
  const section = document[alias.section];
  const part = isObject(section) ? partOf(section, alias, share) : undefined;
  return part === undefined
    ? document
    : { ...document, [alias.section]: { ...(section as JsonObject), [alias.field]: part } };
}

export const sharesOfTerms = ({ shared }: Terms): readonly string[] =>
  must(shared.domain.values, "the values of what is shared").slice(1) as readonly string[];
export const isShared = (terms: Terms, shared: Value, share: string): Bool =>
  identical(terms, shared, terms.constant(share));
const at = (terms: Terms, from: Value, keys: Path): Value => keys.reduce((value, key) => get(terms, value, key), from);

/** Replaces the value at a path. */
export function storeAt(terms: Terms, document: Value, path: Path, value: Value): Value {
  const [key = "", ...rest] = path;
  return store(
    terms,
    document,
    key,
    rest.length === 0 ? value : storeAt(terms, get(terms, document, key), rest, value),
  );
}

/** The document before evaluation, and the constraints on it where its alias is not a separate object. */
export function startSharing(terms: Terms): { document: Value; shared: Value; given: Bool } {
  const { document, shared } = terms;
  const { alias } = terms.engine;
  const parts = sharesOfTerms(terms).map((share) => {
    const path = shareAt(alias, share);
    return [
      isShared(terms, shared, share),
      at(terms, document, path),
      leadsThroughObjects(terms, document, path),
    ] as const;
  });
  if (alias === null || parts.length === 0) return { document, shared: terms.constant("none"), given: terms.yes };
  const text = aliasPath(alias);
  const own = at(terms, document, text);
  const config = parts.reduce((otherwise, [test, part]) => either(terms, test, part, otherwise), own as Value);
  const isNone = isShared(terms, shared, "none");
  return {
    document: either(terms, isNone, document, storeAt(terms, document, text, config)),
    shared,
    given: terms.and(
      terms.or(isNone, is(terms, "absent", own)),
      ...parts.map(([test, , areObjects]) => terms.or(terms.not(test), areObjects)),
    ),
  };
}

/** No part of an array is aliased. */
function leadsThroughObjects(terms: Terms, document: Value, path: Path): Bool {
  const ways = path.slice(2).some((key) => /^\d+$/.test(key)) ? path : [];
  const around = ways.map((_, depth) => at(terms, document, path.slice(0, depth + 1)));
  return terms.and(...[...around, at(terms, document, path)].map((value) => is(terms, "object", value)));
}

interface State {
  readonly document: Value;
  readonly shared: Value;
}

/** Writes a path below existing structures, and whatever aliases one of them. */
export function write(terms: Terms, before: State, path: Path, value: Value): State {
  const shares = sharesOfTerms(terms);
  const document = storeAt(terms, before.document, path, value);
  const { alias } = terms.engine;
  if (alias === null || shares.length === 0) return { document, shared: before.shared };
  return {
    document: throughSharing(terms, alias, before, document, path),
    shared: cut(terms, alias, before, path, value),
  };
}

/** Propagates a write inside the aliased part to its other alias. */
function throughSharing(
  terms: Terms,
  alias: Alias,
  { document: before, shared }: State,
  document: Value,
  path: Path,
): Value {
  const shares = sharesOfTerms(terms);
  const [text, pathOf] = [aliasPath(alias), (share: string) => shareAt(alias, share)];
  if (isBelow(path, aliasedPath(alias))) {
    const config = shares
      .filter((share) => isBelow(path, pathOf(share)))
      .reduce(
        (otherwise, share) =>
          either(terms, isShared(terms, shared, share), at(terms, document, pathOf(share)), otherwise),
        at(terms, before, text),
      );
    return storeAt(terms, document, text, config);
  }
  if (!isBelow(path, text)) return document;
  const config = at(terms, document, text);
  return shares.reduce(
    (otherwise, share) =>
      either(terms, isShared(terms, shared, share), storeAt(terms, document, pathOf(share), config), otherwise),
    document,
  );
}

/**
 * Ends the alias where its field, the aliased part, or a structure around one of them is replaced. `set` copies, so no
 * write creates an alias.
 */
function cut(terms: Terms, alias: Alias, { document, shared }: State, path: Path, value: Value): Value {
  const isReplaced = (place: Path) => isIn(place, path);
  const ended = isReplaced(aliasPath(alias))
    ? sharesOfTerms(terms)
    : sharesOfTerms(terms).filter((share) => isReplaced(shareAt(alias, share)));
  if (ended.length === 0) return shared;
  const next = either(
    terms,
    terms.or(...ended.map((share) => isShared(terms, shared, share))),
    terms.constant("none"),
    shared,
  );
  return either(terms, alike(terms, at(terms, document, path), value), shared, next);
}

/** The path of a part of the aliased field; empty if there is no alias. */
const shareAt = (alias: Alias | null, share: string): Path =>
  alias === null ? [] : [...aliasedPath(alias), ...keysOfShare(share)];

/** Whether a path equals another or leads below it. */
export const isIn = (path: Path, other: Path): boolean =>
  path.length >= other.length && other.every((key, index) => key === path[index]);
const isBelow = (path: Path, other: Path): boolean => path.length > other.length && isIn(path, other);
