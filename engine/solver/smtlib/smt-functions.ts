import { fractionOf, overflow, roundingInterval, writeFraction, writeNumber } from "./doubles.js";
import { functions } from "../encode/functions/functions.js";
import type { Rounded } from "../encode/functions/encoded.js";
import type { MaybeJson } from "../../common/json.js";
import type { Names } from "./names.js";
import { itemsIn } from "../term-parts.js";
import type { ApplyTerm, FieldTerm, LawTerm, Term, Value } from "../term.js";
import { tagsOf } from "../encode/values.js";
import { tagOf } from "../encode/tag-of.js";

/** Doubles are modeled as reals. Rounding and some functions are uninterpreted unless their laws are requested. */
const openPrelude = `(declare-fun rnd (Real) Real)
(declare-fun huge (Real) Bool)
(declare-fun prod (Real Real) Real)
(declare-fun quot (Real Real) Real)
(declare-fun rest (Real Real) Real)
(declare-fun product (V V) V)
(declare-fun quotient (V V) V)
(declare-fun remainder (V V) V)
(define-fun magnitude ((x Real)) Real (ite (>= x 0.0) x (- x)))`;

/** `tiny` and `normal` abbreviate the two small numbers of the laws, whose digits would fill lines. */
const lawPrelude = `(declare-const limit Real)
(assert (= limit ${writeFraction(overflow)}))
(declare-const tiny Real)
(assert (and (< 0.0 tiny) (< tiny ${writeNumber(2 ** -1000)})))
(declare-const normal Real)
(assert (and (< tiny normal) (< normal ${writeNumber(2 ** -1000)})))`;

const half53 = writeNumber(2 ** -53);
const exactly = writeNumber(2 ** 53);

type Application = ApplyTerm & { readonly rounded: Rounded };

/** Whether a term is uninterpreted for some arguments. */
export function isOpen(term: ApplyTerm): boolean {
  const { smt } = functions[term.name];
  return smt.kind === "exact" && smt.isOpen === true && itemsIn(term).length === 0;
}

/** Whether a term is rounded, or known only by laws. */
export const isRounded = (term: ApplyTerm): boolean =>
  functions[term.name].smt.kind === "rounded" && itemsIn(term).length === 0;

function roundedIn(seen: readonly Term[]): readonly Application[] {
  return seen.flatMap((term) =>
    term.kind === "apply" && isRounded(term) ? [{ ...term, rounded: functions[term.name].smt as Rounded }] : [],
  );
}

export function writePrelude(seen: readonly Term[]): readonly string[] {
  return seen.some((term) => term.kind === "apply" && functions[term.name].smt.kind === "rounded") ? [openPrelude] : [];
}

const exactName = ({ id }: ApplyTerm): string => `t${id}e`;
const numberOf = (value: Value, { ref }: Names): string =>
  value.kind === "constant" && typeof value.value === "number" ? writeNumber(value.value) : `(n ${ref(value)})`;

const openNames: Readonly<Record<string, string>> = { "*": "product", "/": "quotient", "%": "remainder" };

function isLeftOpen(term: ApplyTerm, { laws }: Names): boolean {
  const { smt } = functions[term.name];
  return !laws && smt.kind === "rounded" && smt.isOpen(term.of);
}

/** An uninterpreted result is still a number or absent. */
export function keepTags(term: ApplyTerm, names: Names): readonly string[] {
  return isLeftOpen(term, names)
    ? [`(assert (or ${[...functions[term.name].tags].map((tag) => `((_ is ${tag}) t${term.id})`).join(" ")}))`]
    : [];
}

/** Renders the result of a function. */
export function writeApplication(term: ApplyTerm, names: Names): string {
  const { smt } = functions[term.name];
  if (smt.kind === "exact")
    return smt.write(
      term.of.map((value) => names.ref(value)),
      term.of,
    );
  if (isLeftOpen(term, names)) return `(${openNames[term.name]} ${term.of.map((value) => names.ref(value)).join(" ")})`;
  const args = term.of.map((value) => numberOf(value, names));
  const named = itemsIn(term).length === 0;
  const exact = named ? exactName(term) : "exact";
  const lacks = smt.lacks === undefined ? `(huge ${exact})` : `(or ${smt.lacks(args)} (huge ${exact}))`;
  const value = `(ite ${lacks} absent (number ${smt.isExact(term.of) ? exact : `(rnd ${exact})`}))`;
  return named ? value : `(let ((exact ${smt.exact(args, term.of)})) ${value})`;
}

/** Declares the unrounded number before the term itself. */
export function declareExact(term: ApplyTerm, names: Names): readonly string[] {
  const { smt } = functions[term.name];
  if (smt.kind === "exact" || itemsIn(term).length > 0 || isLeftOpen(term, names)) return [];
  const args = term.of.map((value) => numberOf(value, names));
  return [`(declare-const ${exactName(term)} Real)`, `(assert (= ${exactName(term)} ${smt.exact(args, term.of)}))`];
}

/** Maximum number of pairs that one question compares. */
const mostPairs = 600;

/** Laws of the rounded terms of a question. */
export function writeLaws(seen: readonly Term[], numbers: readonly number[], names: Names): readonly string[] {
  const applied = roundedIn(seen);
  if (applied.length === 0) return [];
  const rounding = applied.filter(({ rounded, of }) => !rounded.isExact(of));
  const own = applied.flatMap((term) =>
    term.rounded.laws(
      term.of.map((value) => numberOf(value, names)),
      exactName(term),
      term.of,
    ),
  );
  const places = Math.min(20, Math.max(0, ...numbers.map(binaryPlaces)));
  const laws = [
    ...own,
    ...rounding.flatMap((term) => lawsOfRounding(exactName(term), places)),
    ...inOrder(rounding, numbers),
  ];
  const fields = new Set(
    applied.flatMap(({ of }) =>
      of.filter((value): value is FieldTerm => value.kind === "field" && tagsOf(value).has("number")),
    ),
  );
  for (const field of fields) {
    const [name, size] = [names.ref(field), `(magnitude (n ${names.ref(field)}))`];
    laws.push(
      `(=> ((_ is number) ${name}) (and (<= ${size} ${writeNumber(Number.MAX_VALUE)}) (=> (>= ${size} ${exactly}) (is_int (n ${name})))))`,
    );
  }
  const rounds = rounding.slice(0, 20).map(exactName);
  for (const field of [...fields].slice(0, 10)) {
    laws.push(
      ...rounds.flatMap((exact) =>
        ordered(exact, `(n ${names.ref(field)})`).map((law) => `(=> ((_ is number) ${names.ref(field)}) ${law})`),
      ),
    );
  }
  laws.push(...applied.map((term) => `(= (huge ${exactName(term)}) (>= (magnitude ${exactName(term)}) limit))`));
  return [lawPrelude, ...laws.map((law) => `(assert ${law})`)];
}

/** Number of fractional binary digits. */
function binaryPlaces(value: number): number {
  return fractionOf(value).denominator.toString(2).length - 1;
}

function lawsOfRounding(exact: string, places: number): string[] {
  const value = `(rnd ${exact})`;
  const isKept = (scaled: string) =>
    `(=> (and (is_int ${scaled}) (<= (magnitude ${scaled}) ${exactly})) (= ${value} ${exact}))`;
  const error = `(+ (* ${half53} (magnitude ${exact})) tiny)`;
  return [
    isKept(exact),
    ...(places > 0 ? [isKept(`(* ${writeNumber(2 ** places)} ${exact})`)] : []),
    `(=> (is_int ${exact}) (is_int ${value}))`,
    `(and (<= (- ${value} ${exact}) ${error}) (<= (- ${exact} ${value}) ${error}))`,
    ...ordered(exact, "0.0"),
    `(=> (< (magnitude ${exact}) limit) (< (magnitude ${value}) limit))`,
  ];
}

/** Rounding is monotonic: it does not cross a double. */
function ordered(exact: string, double: string): string[] {
  return [
    `(=> (<= ${exact} ${double}) (<= (rnd ${exact}) ${double}))`,
    `(=> (>= ${exact} ${double}) (>= (rnd ${exact}) ${double}))`,
  ];
}

function inOrder(rounding: readonly Application[], numbers: readonly number[]): string[] {
  const laws: string[] = [];
  const names = rounding.map(exactName);
  for (const [index, one] of names.entries()) {
    if (laws.length > 4 * mostPairs) break;
    for (const number of numbers) laws.push(...ordered(one, writeNumber(number)));
    for (const other of names.slice(index + 1)) {
      laws.push(
        `(=> (<= ${one} ${other}) (<= (rnd ${one}) (rnd ${other})))`,
        `(=> (>= ${one} ${other}) (>= (rnd ${one}) (rnd ${other})))`,
        `(=> (= ${one} (- ${other})) (= (rnd ${one}) (- (rnd ${other}))))`,
        ...ordered(one, `(rnd ${other})`),
        ...ordered(other, `(rnd ${one})`),
      );
    }
  }
  return laws;
}

/** Renders a function's values at and around a point. */
export function writeLaw({ of: term, point }: LawTerm, names: Names): string {
  const { smt, compute } = functions[term.name];
  if (smt.kind === "exact") return writePoint(term, point, names);
  if (isLeftOpen(term, names)) return "true";
  const args = term.of.map((value) => numberOf(value, names));
  const exact = exactName(term);
  const laws = [...smt.atPoint(args, exact, term.of, point as readonly number[])];
  const value = compute(point);
  if (typeof value === "number" && !smt.isExact(term.of)) {
    const { from, to, isClosed } = roundingInterval(value);
    const less = isClosed ? "<=" : "<";
    laws.push(
      `(=> (and (${less} ${writeFraction(from)} ${exact}) (${less} ${exact} ${writeFraction(to)})) (= (rnd ${exact}) ${writeNumber(value)}))`,
    );
  }
  return laws.length === 0 ? "true" : `(and true ${laws.join(" ")})`;
}

/** Renders a function's value where its arguments are those of a point. */
function writePoint(term: ApplyTerm, point: readonly MaybeJson[], { ref, constant }: Names): string {
  const { compute, tags } = functions[term.name];
  const result = compute(point);
  // The result for arguments of the wrong type is never used.
  if (!tags.has(tagOf(result))) return "true";
  const at = term.of.flatMap((value, index) =>
    value.kind === "constant" ? [] : [`(= ${ref(value)} ${constant(point[index])})`],
  );
  return `(=> (and true ${at.join(" ")}) (= ${ref(term)} ${constant(result)}))`;
}
