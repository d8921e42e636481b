import type { Json } from "../../common/json.js";
import { functions } from "../encode/functions/functions.js";
import { isPlain, textPrelude, writePlain } from "../encode/functions/texts.js";
import { likelyTags } from "./likely-tags.js";
import { canBeText } from "./can-be-text.js";
import type { AboutFields, Names } from "./names.js";
import { writeText } from "./sexpr.js";
import { isOpen, isRounded, writeLaws, writePrelude } from "./smt-functions.js";
import { body, define, inlined, ref, writeConstant } from "./smt-terms.js";
import { constrain, constrainText, describeText } from "./smt-domain.js";
import type { ApplyTerm, Bool, BoolGuess, FieldTerm, Tag, Term, ValueGuess } from "../term.js";
import { itemsIn, partsOf, termsBelow } from "../term-parts.js";

/** A question as SMT-LIB text, with the data to interpret the solver's model. */
export interface Question {
  readonly text: string;
  /** Every field in it. */
  readonly fields: readonly FieldTerm[];
  /** Number of distinguished items of its arrays. */
  readonly slots: ReadonlyMap<FieldTerm, number>;
  /** For each object, the constant that tells whether it has keys. */
  readonly filled: ReadonlyMap<FieldTerm, string>;
  /** Matches the names of the constants to read from a model. */
  readonly read: RegExp;
  /** Strings by number. */
  readonly strings: readonly string[];
  /** The numbers in it, in ascending order. */
  readonly numbers: readonly number[];
  /** Likely types of open fields, if it is restricted to these. */
  readonly likely: ReadonlyMap<FieldTerm, ReadonlySet<Tag>>;
  /** Its uninterpreted terms. */
  readonly guesses: readonly (BoolGuess | ValueGuess)[];
  /** Whether its strings have characters. */
  readonly native: boolean;
  /** Its terms that are rounded, or known only by laws. */
  readonly rounded: readonly ApplyTerm[];
}

/**
 * Strings are numbers unless the question needs their characters: named ones are distinct, and of others only the
 * numeric value is modeled.
 */
const prelude = (
  text: "Int" | "String",
) => `(declare-datatypes ((V 0)) (((absent) (null) (boolean (b Bool)) (number (n Real)) (string (s ${text})) (array (a Int)) (object (o Int)))))
(declare-fun isNumeric (${text}) Bool)
(declare-fun isNaN (${text}) Bool)
(declare-fun asNumber (${text}) Real)
(define-fun countable ((v V)) Bool (or ((_ is number) v) (and ((_ is string) v) (not (isNaN (s v))))))
(define-fun count ((v V)) Real (ite ((_ is number) v) (n v) (asNumber (s v))))`;

/**
 * Writes a question: is there a document that the schema allows and that satisfies all formulas? The first is the
 * question itself, the others were learned about it. `present` limits the number of fields; `plain` excludes arrays
 * where another type is allowed, and restricts each open field to the types that it is compared with; `laws` includes
 * the laws of rounded numbers, which few answers need.
 */
export function writeQuestion(
  asked: readonly Bool[],
  { present, plain = false, laws = false }: { present?: number; plain?: boolean; laws?: boolean } = {},
): Question {
  const seen = termsBelow(asked);
  const fields = seen.filter((term): term is FieldTerm => term.kind === "field");
  const about = aboutFields(seen);
  const slots = countSlots(about, fields);
  const strings: string[] = [""];
  const native = seen.some((term) => term.kind === "apply" && functions[term.name].isText);
  const constant = (value: Json | undefined) => writeConstant(value, strings, native);
  const shared = usedAgain(seen, asked);
  const isNamed = (term: Term) => shared.has(term) || itemsIn(term).length > 0 || !inlined.has(term.kind);
  const names: Names = {
    laws,
    constant,
    ref: (term, items) => (isNamed(term) ? ref(term, items) : body(term, names, slots)),
  };
  const needsText = seen.some(
    (term) => term.kind === "numeric" || (term.kind === "below" && (canBeText(term.left) || canBeText(term.right))),
  );
  const lines = fields.flatMap((field) => declareField(field, slots.get(field)));
  lines.push(...seen.filter(isNamed).flatMap((term) => define(term, names, slots)));
  for (const field of fields)
    lines.push(
      ...constrain(field, about, names, slots.get(field)),
      ...(needsText && field.domain.tags.has("string") ? constrainText(field) : []),
    );
  const numbers = numbersIn(seen);
  if (laws) lines.push(...writeLaws(seen, numbers, names));
  lines.push(...asked.map((of) => `(assert ${names.ref(of)})`));
  if (present !== undefined)
    lines.push(
      `(assert (<= (+ 0 ${fields.map((field) => `(ite ((_ is absent) f${field.id}) 0 1)`).join(" ")}) ${present}))`,
    );
  // What was learned from models has values that they made up.
  const likely = likelyTags(termsBelow(asked.slice(0, 1)));
  if (plain) lines.push(...fields.flatMap((field) => makePlain(field, likely.get(field), slots.get(field))));
  const texts = strings.flatMap((text, index) => describeText(text, native ? writeText(text) : String(index)));
  const named = native
    ? [
        writePlain(plain),
        textPrelude,
        ...strings.flatMap((text) => (plain || !isPlain(text) ? [] : [`(assert (plain ${writeText(text)}))`])),
      ]
    : [];
  const guesses = seen.filter(
    (term): term is BoolGuess | ValueGuess => term.kind === "guess" || term.kind === "unknown",
  );
  const filled = new Map(
    seen.flatMap((term) => (term.kind === "filled" && term.of.kind === "field" ? [[term.of, ref(term)] as const] : [])),
  );
  const read = new RegExp(
    `^(?:f\\d.*|${[...filled.values(), ...guesses.map(({ id }) => `t${id}`)].join("|") || "f"})$`,
  );
  return {
    text: [
      prelude(native ? "String" : "Int"),
      ...named,
      ...writePrelude(seen),
      ...lines,
      ...(needsText ? texts : []),
    ].join("\n"),
    fields,
    slots,
    filled,
    strings,
    numbers,
    likely,
    guesses,
    native,
    rounded: seen.filter((term): term is ApplyTerm => term.kind === "apply" && (isRounded(term) || isOpen(term))),
    read,
  };
}

/** Long terms that are used more than once. */
function usedAgain(seen: readonly Term[], asked: readonly Bool[]): ReadonlySet<Term> {
  const [once, again] = [new Set<Term>(), new Set<Term>()];
  for (const part of [...seen.flatMap(partsOf), ...asked]) {
    if (part.kind === "and" || part.kind === "or") (once.has(part) ? again : once).add(part);
  }
  return again;
}

function numbersIn(seen: readonly Term[]): readonly number[] {
  const found = seen.flatMap((term) =>
    term.kind === "constant" && typeof term.value === "number" ? [term.value] : [],
  );
  return [...new Set(found)].sort((left, right) => Math.abs(left) - Math.abs(right) || right - left);
}

function makePlain(field: FieldTerm, likely: ReadonlySet<Tag> | undefined, slots: number | undefined): string[] {
  const name = ref(field);
  if (likely === undefined) return field.domain.tags.size > 2 ? [`(assert (not ((_ is array) ${name})))`] : [];
  const kinds: Tag[] = ["absent", "null", ...likely];
  return [
    ...(slots === undefined ? [] : [`(assert (<= ${name}len ${slots}))`]),
    `(assert (or ${kinds.map((tag) => `((_ is ${tag}) ${name})`).join(" ")}))`,
    `(assert (=> ((_ is number) ${name}) (is_int (n ${name}))))`,
  ];
}

function aboutFields(seen: readonly Term[]): AboutFields {
  const found = new Map<Term, Extract<Term, { kind: "some" | "listed" | "length" | "filled" }>[]>();
  for (const term of seen) {
    if (term.kind !== "some" && term.kind !== "listed" && term.kind !== "length" && term.kind !== "filled") continue;
    const own = found.get(term.of);
    if (own === undefined) found.set(term.of, [term]);
    else own.push(term);
  }
  return found;
}

/** One distinguished item for each question about an array. */
function countSlots(about: AboutFields, fields: readonly FieldTerm[]): ReadonlyMap<FieldTerm, number> {
  return new Map(
    fields.flatMap((field) => {
      const own = (about.get(field) ?? []).filter(({ kind }) => kind !== "filled");
      const longest = Math.max(0, ...own.map((term) => (term.kind === "listed" ? term.items.length : 0)));
      return own.length === 0 ? [] : [[field, Math.max(own.length, longest) + 1] as const];
    }),
  );
}

function declareField({ id }: FieldTerm, slots: number | undefined): string[] {
  const lines = [`(declare-const f${id} V)`];
  if (slots === undefined) return lines;
  return [
    ...lines,
    `(declare-const f${id}len Int)`,
    ...Array.from({ length: slots }, (_, index) => `(declare-const f${id}i${index} V)`),
  ];
}
