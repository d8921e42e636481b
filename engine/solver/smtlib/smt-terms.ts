import type { Json } from "../../common/json.js";
import { writeNumber } from "./doubles.js";
import type { Names } from "./names.js";
import { writeText } from "./sexpr.js";
import { declareExact, keepTags, writeApplication, writeLaw } from "./smt-functions.js";
import type { FieldTerm, Term, Value } from "../term.js";
import { itemsIn } from "../term-parts.js";
import { canBeText } from "./can-be-text.js";

/** Kinds of terms that are inlined, if they are used once or short. */
export const inlined: ReadonlySet<Term["kind"]> = new Set([
  "and",
  "or",
  "not",
  "is",
  "identical",
  "below",
  "constant",
  "named",
] satisfies Term["kind"][]);

const parameter = (depth: number): string => `x${depth}`;

/** The name of a term. */
export const ref: Names["ref"] = (term, items) => {
  if (term.kind === "field") return `f${term.id}`;
  const name = (depth: number) => items?.get(depth) ?? parameter(depth);
  if (term.kind === "item") return name(term.depth);
  const depths = itemsIn(term);
  return depths.length === 0 ? `t${term.id}` : `(t${term.id} ${depths.map(name).join(" ")})`;
};

/** Writes a scalar; a string is its position in `strings`, unless the question has characters. */
export function writeConstant(value: Json | undefined, strings: string[], native: boolean): string {
  if (value === undefined) return "absent";
  if (value === null) return "null";
  if (typeof value === "boolean") return `(boolean ${value})`;
  if (typeof value === "number") return `(number ${writeNumber(value)})`;
  if (typeof value === "object") throw new Error("a structure has no value in a question");
  const index = strings.indexOf(value);
  const known = index >= 0 ? index : strings.push(value) - 1;
  return `(string ${native ? writeText(value) : known})`;
}

const values: ReadonlySet<string> = new Set(["constant", "apply", "if", "length", "unknown"] satisfies Term["kind"][]);

/** Declares and defines a term. */
export function define(term: Term, names: Names, slots: ReadonlyMap<FieldTerm, number>): string[] {
  const depths = itemsIn(term);
  const sort = values.has(term.kind) ? "V" : "Bool";
  const isOpaque =
    term.kind === "guess" ||
    term.kind === "unknown" ||
    term.kind === "filled" ||
    (term.kind === "some" && term.of.kind !== "field");
  if (term.kind === "field" || term.kind === "item") return [];
  if (isOpaque) {
    const lines = [`(declare-fun t${term.id} (${depths.map(() => "V").join(" ")}) ${sort})`];
    if (term.kind !== "unknown" || depths.length > 0) return lines;
    return [...lines, `(assert (or ${[...term.tags].map((tag) => `((_ is ${tag}) t${term.id})`).join(" ")}))`];
  }
  // z3 parses a constant faster than a macro.
  if (depths.length === 0)
    return [
      ...(term.kind === "apply" ? declareExact(term, names) : []),
      `(declare-const t${term.id} ${sort})`,
      `(assert (= t${term.id} ${body(term, names, slots)}))`,
      ...(term.kind === "apply" ? keepTags(term, names) : []),
    ];
  const parameters = depths.map((depth) => `(${parameter(depth)} V)`).join(" ");
  return [`(define-fun t${term.id} (${parameters}) ${sort} ${body(term, names, slots)})`];
}

/** The number that a comparison reads from a value, and where it reads one. */
function numberOf(value: Value, { ref }: Names): { readonly number: string; readonly where: readonly string[] } {
  if (value.kind === "constant" && typeof value.value === "number")
    return { number: writeNumber(value.value), where: [] };
  const name = ref(value);
  return canBeText(value)
    ? { number: `(count ${name})`, where: [`(countable ${name})`] }
    : { number: `(n ${name})`, where: value.kind === "length" ? [] : [`((_ is number) ${name})`] };
}

/** Writes a term in terms of the names of its parts. */
export function body(term: Term, names: Names, slots: ReadonlyMap<FieldTerm, number>): string {
  const { ref, constant } = names;
  switch (term.kind) {
    case "true":
    case "false":
      return term.kind;
    case "not":
      return `(not ${ref(term.of)})`;
    case "and":
    case "or":
      return `(${term.kind} ${term.of.map((part) => ref(part)).join(" ")})`;
    case "is":
      return `((_ is ${term.tag}) ${ref(term.of)})`;
    case "identical":
      return `(= ${ref(term.left)} ${ref(term.right)})`;
    case "below": {
      const [left, right] = [numberOf(term.left, names), numberOf(term.right, names)] as const;
      const compared = `(${term.strict ? "<" : "<="} ${left.number} ${right.number})`;
      const where = [...left.where, ...right.where];
      return where.length === 0 ? compared : `(and ${where.join(" ")} ${compared})`;
    }
    case "numeric":
      return `(isNumeric (s ${ref(term.of)}))`;
    case "whole":
      return `(is_int (n ${ref(term.of)}))`;
    case "some": {
      const list = ref(term.of);
      const held = (index: number) => ref(term.test, new Map([[term.depth, `${list}i${index}`]]));
      const each = Array.from(
        { length: slots.get(term.of as FieldTerm) ?? 0 },
        (_, index) => `(and (< ${index} ${list}len) ${held(index)})`,
      );
      return `(or ${each.join(" ")})`;
    }
    case "listed": {
      const list = ref(term.of);
      const items = term.items.map((item, index) => `(= ${list}i${index} ${constant(item)})`);
      return `(and (= ${list}len ${items.length}) ${items.join(" ")})`;
    }
    case "constant":
      return constant(term.value);
    case "apply":
      return writeApplication(term, names);
    case "if":
      return `(ite ${ref(term.test)} ${ref(term.then)} ${ref(term.otherwise)})`;
    case "named":
      constant(term.text);
      return "true";
    case "law":
      return writeLaw(term, names);
    case "length":
      return `(number (to_real ${ref(term.of)}len))`;
    default:
      throw new Error(`a question cannot hold ${term.kind}`);
  }
}
