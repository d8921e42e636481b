import { isObject, type JsonObject, type MaybeJson } from "../../common/json.js";
import { must } from "../../common/must.js";
import type { Path } from "../../common/path.js";
import { alike, identical } from "./equality.js";
import type { Bool, Value } from "../term.js";
import type { Terms } from "../terms.js";
import { either, get, is, store } from "./values.js";

const hf = ["model_config", "hf_config"] as const;
const text = ["model_config", "hf_text_config"] as const;

/** The value of `shared` if hf_text_config is hf_config itself. */
export const whole = "self";

/** Maximum depth of the text config below hf_config, the same as the engine's. */
export const deepest = 3;

/** The keys that lead from hf_config to an aliased part. */
export const keysOfShare = (share: string): Path => (share === whole ? [] : share.split("."));

/** The alias of the text config in a document; `none` if there is none, or not among `shares`. */
export function shareIn(document: JsonObject, shares: readonly string[]): string {
  const model = document.model_config as JsonObject | undefined;
  if (!isObject(model) || !isObject(model.hf_text_config)) return "none";
  return shares.find((share) => partOf(model, share) === model.hf_text_config) ?? "none";
}

/** Makes hf_text_config an alias of the given part of hf_config; removes it if that part is not an object. */
export function shareIt(document: { model_config?: any }, share: string): void {
  const model = document.model_config;
  if (share === "none" || !isObject(model)) return;
  const part = partOf(model, share);
  if (isObject(part)) (model as Record<string, unknown>)["hf_text_config"] = part;
  else delete (model as Record<string, unknown>)["hf_text_config"];
}

function partOf(model: JsonObject, share: string): MaybeJson {
  return keysOfShare(share).reduce<MaybeJson>(
    (value, key) => (isObject(value) ? value[key] : undefined),
    model["hf_config"],
  );
}

/** Copies a document and aliases its text config; returns the document itself if there is no alias. */
export function withShare(document: JsonObject, share: string): JsonObject {
  if (share === "none" || !isObject(document.model_config)) return document;
  const model = document.model_config;
  const part = partOf(model, share);
  return part === undefined ? document : { ...document, model_config: { ...model, hf_text_config: part } };
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

/** The document before evaluation, and the constraints on it where its text config is aliased. */
export function startSharing(terms: Terms): { document: Value; shared: Value; given: Bool } {
  const { document, shared } = terms;
  const parts = sharesOfTerms(terms).map(
    (share) =>
      [
        isShared(terms, shared, share),
        at(terms, document, [...hf, ...keysOfShare(share)]),
        leadsThroughObjects(terms, document, [...hf, ...keysOfShare(share)]),
      ] as const,
  );
  if (parts.length === 0) return { document, shared: terms.constant("none"), given: terms.yes };
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
  const ways = path.slice(hf.length).some((key) => /^\d+$/.test(key)) ? path : [];
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
  if (shares.length === 0) return { document, shared: before.shared };
  return { document: throughSharing(terms, before, document, path), shared: cut(terms, before, path, value) };
}

/** Propagates a write inside the aliased part to its other alias. */
function throughSharing(terms: Terms, { document: before, shared }: State, document: Value, path: Path): Value {
  const shares = sharesOfTerms(terms);
  const shareAt = (share: string): Path => [...hf, ...keysOfShare(share)];
  if (isBelow(path, hf)) {
    const config = shares
      .filter((share) => isBelow(path, shareAt(share)))
      .reduce(
        (otherwise, share) =>
          either(terms, isShared(terms, shared, share), at(terms, document, shareAt(share)), otherwise),
        at(terms, before, text),
      );
    return storeAt(terms, document, text, config);
  }
  if (!isBelow(path, text)) return document;
  const config = at(terms, document, text);
  return shares.reduce(
    (otherwise, share) =>
      either(terms, isShared(terms, shared, share), storeAt(terms, document, shareAt(share), config), otherwise),
    document,
  );
}

/**
 * Ends the alias where the text config, the aliased part, or a structure around one of them is replaced. `set` copies,
 * so no write creates an alias.
 */
function cut(terms: Terms, { document, shared }: State, path: Path, value: Value): Value {
  const isReplaced = (place: Path) => isIn(place, path);
  const ended = isReplaced(text)
    ? sharesOfTerms(terms)
    : sharesOfTerms(terms).filter((share) => isReplaced([...hf, ...keysOfShare(share)]));
  if (ended.length === 0) return shared;
  const next = either(
    terms,
    terms.or(...ended.map((share) => isShared(terms, shared, share))),
    terms.constant("none"),
    shared,
  );
  return either(terms, alike(terms, at(terms, document, path), value), shared, next);
}

/** Whether a path equals another or leads below it. */
export const isIn = (path: Path, other: Path): boolean =>
  path.length >= other.length && other.every((key, index) => key === path[index]);
const isBelow = (path: Path, other: Path): boolean => path.length > other.length && isIn(path, other);
