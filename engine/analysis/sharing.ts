import type { JsonObject, MaybeJson } from "../base/json.js";
import { isObject } from "../base/json.js";
import type { Path } from "../base/path.js";
import { kindOf } from "../actions/index.js";
import { readsOf } from "../lang/expression/static.js";
import type { ValueNode } from "../lang/node.js";
import { comparisonsOf } from "../lang/walk.js";
import type { LinkedPacks } from "../pack/link-packs.js";
import { alike, identical } from "./equality.js";
import type { Bool, Tag, Value } from "./term.js";
import type { Terms } from "./terms.js";
import { either, get, is, store } from "./values.js";

const hf = "model_config.hf_config";
const text = "model_config.hf_text_config";
/** What `shared` is where hf_text_config is hf_config itself. */
const whole = "self";
/** As deep as the engine looks. */
const deepest = 3;

/**
 * The parts of hf_config that hf_text_config may be one object with, as far as packs can tell: none where they write
 * to neither of the two or never look at the text part. A part that no pack looks into is like any other such.
 */
export function sharesOf(programs: readonly LinkedPacks[]): readonly string[] {
  const rules = programs.flatMap(({ packs }) => [...packs.values()].flatMap((pack) => pack.rules));
  const actions = rules.flatMap(({ then }) => then.map((node) => [kindOf(node), node] as const));
  const written = actions.flatMap(([kind, node]) => kind.writes(node) ?? []).length === 0 ? [] : actions.map(([kind, node]) => kind.writes(node)).filter((path) => path !== null);
  const values = [
    ...rules.flatMap(({ when }) => (when === null ? [] : comparisonsOf(when).flatMap(({ fact, value }) => [fact, value]))),
    ...actions.flatMap(([kind, node]) => kind.reads(node)),
    ...programs.flatMap(({ stages }) => stages.flatMap((stage) => (stage.kind === "pack" && stage.when !== null ? comparisonsOf(stage.when).flatMap(({ fact, value }) => [fact, value]) : []))),
  ];
  const seen = [...written, ...values.flatMap(pathsOf)];
  const isIn = (section: string) => (path: Path) => `${path.join(".")}.`.startsWith(`${section}.`);
  const isWritten = written.some((path) => path.length > 2 && (isIn(hf)(path) || isIn(text)(path)));
  if (!isWritten || !seen.some(isIn(text)) || !seen.some(isIn(hf))) return [];
  const inside = seen.filter(isIn(hf)).flatMap((path) => path.slice(2, -1).slice(0, deepest).map((_, depth, keys) => keys.slice(0, depth + 1).join(".")));
  return [whole, ...new Set(["text_config", ...inside])];
}

function pathsOf(node: ValueNode): readonly Path[] {
  if (node.kind === "constant") return [];
  return node.kind === "path" ? [node.path] : readsOf(node.expression);
}

const keysOf = (share: string): Path => (share === whole ? [] : share.split("."));

/** How a document shares its text config; `none` where it does not, or in a way that is not among the shares. */
export function shareIn(document: JsonObject, shares: readonly string[]): string {
  const model = document.model_config as JsonObject | undefined;
  if (!isObject(model) || !isObject(model.hf_text_config)) return "none";
  const found = shares.find((share) => keysOf(share).reduce<MaybeJson>((value, key) => (isObject(value) ? value[key] : undefined), model.hf_config) === model.hf_text_config);
  return found ?? "none";
}

/** Makes hf_text_config the part of hf_config that it shares. */
export function shareIt(document: { model_config?: any }, share: string): void {
  if (share !== "none") document.model_config.hf_text_config = keysOf(share).reduce((value, key) => value[key], document.model_config.hf_config);
}

const sharesOfTerms = ({ shared }: Terms) => shared.domain.values!.slice(1) as readonly string[];
const isShared = (terms: Terms, shared: Value, share: string): Bool => identical(terms, shared, terms.constant(share));
const at = (terms: Terms, from: Value, keys: Path): Value => keys.reduce((value, key) => get(terms, value, key), from);

/** The value at a path replaced. */
export function storeAt(terms: Terms, document: Value, [key, ...rest]: Path, value: Value): Value {
  return store(terms, document, key!, rest.length === 0 ? value : storeAt(terms, get(terms, document, key!), rest, value));
}

/** The document before evaluation, and what holds of it where its text config is shared. */
export function startSharing(terms: Terms): { document: Value; shared: Value; given: Bool } {
  const { document, shared } = terms;
  const parts = sharesOfTerms(terms).map((share) => [isShared(terms, shared, share), at(terms, document, [...hf.split("."), ...keysOf(share)])] as const);
  if (parts.length === 0) return { document, shared: terms.constant("none"), given: terms.yes };
  const own = at(terms, document, text.split("."));
  const config = parts.reduce((otherwise, [test, part]) => either(terms, test, part, otherwise), own as Value);
  const isNone = isShared(terms, shared, "none");
  return {
    document: either(terms, isNone, document, storeAt(terms, document, text.split("."), config)),
    shared,
    given: terms.and(
      terms.or(isNone, is(terms, "absent", own)),
      ...parts.map(([test, part]) => terms.or(terms.not(test), is(terms, "object", part))),
    ),
  };
}

/** Writes a path that lies below objects that are there, and what shares one of them. */
export function write(terms: Terms, before: { document: Value; shared: Value }, path: Path, value: Value): { document: Value; shared: Value } {
  const { shared } = before;
  const document = storeAt(terms, before.document, path, value);
  const name = path.join(".");
  const shares = sharesOfTerms(terms);
  const textPath = text.split(".");
  if (shares.length === 0) return { document, shared };
  if (name.startsWith(`${hf}.`)) {
    const around = path.slice(2, -1).join(".");
    const carriers = shares.filter((share) => share === whole || `${around}.`.startsWith(`${share}.`));
    const config = carriers.reduce(
      (otherwise, share) => either(terms, isShared(terms, shared, share), at(terms, document, [...hf.split("."), ...keysOf(share)]), otherwise),
      at(terms, before.document, textPath),
    );
    const cut = shares.filter((share) => share !== whole && `${share}.`.startsWith(`${path.slice(2).join(".")}.`));
    return { document: storeAt(terms, document, textPath, config), shared: cut.length === 0 ? shared : unshare(terms, before, path, value, cut) };
  }
  if (name.startsWith(`${text}.`)) {
    const config = at(terms, document, textPath);
    const both = shares.reduce(
      (otherwise, share) => either(terms, isShared(terms, shared, share), storeAt(terms, document, [...hf.split("."), ...keysOf(share)], config), otherwise),
      document,
    );
    return { document: both, shared };
  }
  const isAround = name === text || name === hf || name === "model_config";
  return { document, shared: isAround ? unshare(terms, before, path, value, shares) : shared };
}

/** A part that is replaced is shared no more; what replaces it may be shared in its turn. */
function unshare(terms: Terms, { document, shared }: { document: Value; shared: Value }, path: Path, value: Value, cut: readonly string[]): Value {
  const mayShare = value.kind !== "constant" && is(terms, "object", value) !== terms.no;
  const tags = new Set<Tag>(["string"]);
  const next = mayShare
    ? terms.unknown(`sharing after ${path.join(".")}`, [shared, value], tags, ([was]) => was)
    : either(terms, terms.or(...cut.map((share) => isShared(terms, shared, share))), terms.constant("none"), shared);
  return either(terms, alike(terms, at(terms, document, path), value), shared, next);
}
