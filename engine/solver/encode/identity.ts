import type { Path } from "../../common/path.js";
import type { ExpressionNode } from "../../language/expression/node.js";
import { plainPath } from "../../language/expression/static.js";
import type { ValueNode } from "../../language/node.js";
import { isShared, keysOfShare, sharesOfTerms } from "./sharing.js";
import type { Bool, Value } from "../term.js";
import type { Terms } from "../terms.js";
import { get, is } from "./values.js";

/**
 * Origin of a compared value. A document is a tree except for its text config, so the origins of two structures
 * determine whether they are identical; their contents do not.
 */
export type Origin =
  /** A place in the document; `mapped` where an array on the path makes JSONata create a new one. */
  | { readonly kind: "place"; readonly path: Path; readonly mapped: Bool }
  | { readonly kind: "item"; readonly of: Origin }
  /** A constant or other new object: identical to no other value. */
  | { readonly kind: "new" }
  | { readonly kind: "computed" };

export interface Operand {
  readonly value: Value;
  readonly origin: Origin;
}

/** The origin of the value that a node reads from a document. */
export function originOf(terms: Terms, node: ValueNode, document: Value): Origin {
  switch (node.kind) {
    case "constant":
      return { kind: "new" };
    case "path":
      return { kind: "place", path: node.path, mapped: terms.no };
    case "fact":
    case "computed":
      return originOfExpression(terms, node.expression, document);
  }
}

function originOfExpression(terms: Terms, node: ExpressionNode, document: Value): Origin {
  const path = plainPath(node);
  if (path === null) return { kind: "computed" };
  const around = path
    .slice(0, -1)
    .map((_, depth) => path.slice(0, depth + 1).reduce((from, key) => get(terms, from, key), document));
  return { kind: "place", path, mapped: terms.or(...around.map((value) => is(terms, "array", value))) };
}

/** Whether structures with these origins are identical; null if that is not modeled. */
export function areOneObject(terms: Terms, left: Origin, right: Origin, shared: Value): Bool | null {
  if (left.kind === "new" || right.kind === "new") return terms.no;
  if (left.kind === "item" && left.of.kind === "new") return terms.no;
  if (right.kind === "item" && right.of.kind === "new") return terms.no;
  if (left.kind === "place" && right.kind === "place") return samePlace(terms, left, right, shared);
  const [item, other] = left.kind === "item" ? [left, right] : right.kind === "item" ? [right, left] : [null, null];
  // A path of object keys never leads into an array, and no part of an array is aliased.
  const isOutside = other?.kind === "place" && other.mapped === terms.no && !other.path.some(isIndex);
  return item?.of.kind === "place" && item.of.mapped === terms.no && isOutside ? terms.no : null;
}

type PlaceOrigin = Extract<Origin, { kind: "place" }>;

function samePlace(terms: Terms, left: PlaceOrigin, right: PlaceOrigin, shared: Value): Bool | null {
  const isMapped = left.mapped !== terms.no || right.mapped !== terms.no;
  const hasIndex = left.path.some(isIndex) || right.path.some(isIndex);
  const same = equalPaths(left.path, right.path)
    ? terms.yes
    : terms.or(twins(terms, left.path, right.path, shared), twins(terms, right.path, left.path, shared));
  return isMapped && (hasIndex || same !== terms.no) ? null : same;
}

/** Where the alias is the object that makes both paths lead to the same place. */
function twins(terms: Terms, text: Path, config: Path, shared: Value): Bool {
  const { alias } = terms.engine;
  if (
    alias === null ||
    text[0] !== alias.section ||
    text[1] !== alias.field ||
    config[0] !== alias.section ||
    config[1] !== alias.of
  )
    return terms.no;
  const meeting = sharesOfTerms(terms).filter((share) =>
    equalPaths(config.slice(2), [...keysOfShare(share), ...text.slice(2)]),
  );
  return terms.or(...meeting.map((share) => isShared(terms, shared, share)));
}

const isIndex = (key: string): boolean => /^\d+$/.test(key);
const equalPaths = (left: Path, right: Path): boolean =>
  left.length === right.length && left.every((key, index) => key === right[index]);
