import type { Json, MaybeJson } from "../../../common/json.js";
import { MAX_STRING } from "../../../language/expression/runtime/budget.js";
import { string } from "../../../language/expression/runtime/stringify.js";
import {
  contains,
  length,
  substring,
  substringAfter,
  substringBefore,
} from "../../../language/expression/runtime/strings.js";
import type { Tag } from "../../term.js";
import type { EncodedFunction } from "./encoded.js";
import type { TextFunctionName } from "./names.js";

/**
 * Strings are sequences of UTF-16 code units, as in JavaScript, so search, concatenation and order are exact. `$length`
 * and `$substring` count code points. These equal code units in a part without surrogates (`plain`); for other parts,
 * only bounds of their length and containment are known.
 */
export const textPrelude = `(declare-fun points (String) Int)
(declare-fun piece (String Int Int) String)
(declare-fun written (Real) String)
(define-fun joined ((x String) (y String)) V
  (ite (> (+ (str.len x) (str.len y)) ${MAX_STRING}) absent (string (str.++ x y))))
(define-fun before ((x String) (y String)) String
  (ite (str.contains x y) (str.substr x 0 (str.indexof x y 0)) x))
(define-fun after ((x String) (y String)) String
  (ite (str.contains x y)
    (str.substr x (+ (str.indexof x y 0) (str.len y)) (str.len x)) x))
(define-fun pointsOf ((x String)) Int
  (ite (or (plain x) (> (points x) (str.len x)) (< (* 2 (points x)) (str.len x))) (str.len x) (points x)))
(define-fun part ((x String) (p String) (known Bool) (exact String)) String
  (ite (or known (not (str.contains x p))) exact p))
(define-fun start ((x String) (size Int)) String
  (let ((p (piece x 0 size)) (exact (str.substr x 0 size)))
    (ite (or (plain exact) (plain p) (not (str.prefixof p x))) exact p)))
(define-fun cut ((x String) (from Int) (size Int)) String
  (part x (piece x from size) (plain (str.substr x 0 (+ from size))) (str.substr x from size)))
(define-fun tail ((x String) (from Int)) String
  (part x (piece x from (- 1)) (plain (str.substr x 0 from)) (str.substr x from (str.len x))))
(define-fun from ((x String) (back Int)) Int (ite (< (str.len x) back) 0 (- (str.len x) back)))
(define-fun end ((x String) (back Int)) String
  (let ((exact (str.substr x (from x back) back))) (part x (piece x (- back) (- 1)) (plain exact) exact)))
(define-fun endCut ((x String) (back Int) (size Int)) String
  (part x (piece x (- back) size) (plain (str.substr x (from x back) back)) (str.substr x (from x back) size)))
(define-fun numberText ((x Real)) String (ite (or (= (written x) "") (> (str.len (written x)) 30)) "0" (written x)))`;

/** Whether a string has no surrogates, so that each code point is one code unit. */
export const isPlain = (text: string): boolean => !/[\ud800-\udfff]/.test(text);

/** Some strings are known to have no surrogates; for a likely document, this is assumed of all. */
export const writePlain = (always: boolean): string =>
  always ? "(define-fun plain ((x String)) Bool true)" : "(declare-fun plain (String) Bool)";

const only = (...tags: readonly Tag[]): ReadonlySet<Tag> => new Set(tags);
const text = (value: MaybeJson | undefined): value is string => typeof value === "string";

/** A function of two strings; unspecified for anything else. */
function ofTwo(
  tags: ReadonlySet<Tag>,
  compute: (left: string, right: string) => MaybeJson,
  write: (left: string, right: string) => string,
): EncodedFunction {
  return {
    tags,
    isText: true,
    compute: ([left, right]) => (text(left) && text(right) ? compute(left, right) : undefined),
    smt: { kind: "exact", write: ([left, right]) => write(`(s ${left})`, `(s ${right})`) },
  };
}

const isWhole = (value: Json | undefined): value is number => Number.isSafeInteger(value);

/** The arguments of `$substring` that are encoded: integer literals. */
export const isEncodedPart = (start: MaybeJson, size: MaybeJson): boolean =>
  isWhole(start) && (size === undefined || isWhole(size));

function writePart(of: string, start: number, size: number | undefined): string {
  if (size !== undefined && size <= 0) return `""`;
  if (start < 0) return size === undefined ? `(end ${of} ${-start})` : `(endCut ${of} ${-start} ${size})`;
  if (size === undefined) return `(tail ${of} ${start})`;
  return start === 0 ? `(start ${of} ${size})` : `(cut ${of} ${start} ${size})`;
}

/** Functions of strings. */
export const textFunctions: Readonly<Record<TextFunctionName, EncodedFunction>> = {
  concat: ofTwo(
    only("string", "absent"),
    (left, right) => (left.length + right.length > MAX_STRING ? undefined : left + right),
    (left, right) => `(joined ${left} ${right})`,
  ),
  contains: ofTwo(only("boolean"), contains, (left, right) => `(boolean (str.contains ${left} ${right}))`),
  precedes: ofTwo(
    only("boolean"),
    (left, right) => left < right,
    (left, right) => `(boolean (str.< ${left} ${right}))`,
  ),
  substringBefore: ofTwo(only("string"), substringBefore, (text, mark) => `(string (before ${text} ${mark}))`),
  substringAfter: ofTwo(only("string"), substringAfter, (one, mark) => `(string (after ${one} ${mark}))`),
  length: {
    tags: only("number"),
    isText: true,
    whole: "always",
    compute: ([of]) => (text(of) ? length(of) : undefined),
    smt: { kind: "exact", isOpen: true, write: ([of]) => `(number (to_real (pointsOf (s ${of}))))` },
  },
  /** Takes a string and two constants. */
  substring: {
    tags: only("string"),
    isText: true,
    compute([of, start, size]) {
      return text(of) ? substring(of, start as number, size as number | undefined) : undefined;
    },
    smt: {
      kind: "exact",
      isOpen: true,
      write([of], [, start, size]) {
        const constant = (value: typeof start) => (value?.kind === "constant" ? value.value : undefined);
        return `(string ${writePart(`(s ${of})`, constant(start) as number, constant(size) as number | undefined)})`;
      },
    },
  },
  /** Converts a number like `&` and `$string`. */
  numberText: {
    tags: only("string"),
    isText: true,
    compute: ([of]) => (typeof of === "number" ? string(of) : undefined),
    smt: { kind: "exact", isOpen: true, write: ([of]) => `(string (numberText (n ${of})))` },
  },
};
