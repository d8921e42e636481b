import type { MaybeJson } from "../base/json.js";
import { termsBelow } from "./term-parts.js";
import type { Bool, Leaf, Tag, Term, Value } from "./term.js";
import type { Terms } from "./terms.js";
import { tagOf } from "./values.js";

/** The same truth without what the single truths in it settle in the others. */
export function propagate(terms: Terms, whole: Bool): Bool {
  let before: Bool;
  let now = whole;
  do {
    before = now;
    if (before.kind !== "and") return before;
    const single = before.of.filter(({ kind }) => kind !== "and" && kind !== "or");
    const known = new Map<Bool, Bool>(single.flatMap((part) => [[part, terms.yes], [terms.not(part), terms.no]]));
    for (const atom of termsBelow([before])) settle(terms, atom, single, known);
    now = terms.and(...before.of.map((part) => (known.has(part) ? part : assume(terms, part, known))));
  } while (now !== before);
  return now;
}

/** A truth in which others are known. */
export function assume(terms: Terms, of: Bool, known: Map<Bool, Bool>): Bool {
  const found = known.get(of);
  if (found !== undefined) return found;
  const result = of.kind === "and" || of.kind === "or" ? assumeIn(terms, of, known) : of.kind === "not" ? terms.not(assume(terms, of.of, known)) : of;
  known.set(of, result);
  return result;
}

function assumeIn(terms: Terms, of: Extract<Bool, { kind: "and" | "or" }>, known: Map<Bool, Bool>): Bool {
  const parts = of.of.map((part) => assume(terms, part, known));
  return parts.every((part, index) => part === of.of[index]) ? of : terms[of.kind](...parts);
}

/** What single truths say of the value that a comparison looks at. */
function settle(terms: Terms, atom: Term, single: readonly Bool[], known: Map<Bool, Bool>): void {
  if ((atom.kind !== "is" && atom.kind !== "identical") || known.has(atom)) return;
  const [leaf, asked] = atom.kind === "is" ? [atom.of, atom] : (constantSide(atom) ?? [null, null]);
  if (leaf === null) return;
  const is = tagKnown(leaf, single);
  if (is === null) return;
  const holds = asked.kind === "is" ? asked.tag === is.tag : tagOf(asked.value) === is.tag ? (is.value === undefined ? null : is.value.value === asked.value) : false;
  if (holds !== null) known.set(atom, holds ? terms.yes : terms.no);
}

type Constant = Extract<Value, { kind: "constant" }>;

function constantSide({ left, right }: { readonly left: Value; readonly right: Value }): readonly [Leaf, Constant] | null {
  if (left.kind === "constant" && right.kind !== "constant") return [right as Leaf, left];
  return right.kind === "constant" && left.kind !== "constant" ? [left as Leaf, right] : null;
}

/** The kind of a value, and the value itself where it is known; what lies in nothing is absent. */
function tagKnown(leaf: Leaf, single: readonly Bool[]): { readonly tag: Tag; readonly value?: { readonly value: MaybeJson } } | null {
  for (const part of single) {
    if (part.kind === "is" && part.of === leaf) return { tag: part.tag };
    const equal = part.kind === "identical" ? constantSide(part) : null;
    if (equal?.[0] === leaf) return { tag: tagOf(equal[1].value), value: { value: equal[1].value } };
  }
  if (leaf.kind !== "field" || leaf.of === null || leaf.of.of === null) return null;
  const around = tagKnown(leaf.of, single);
  return around !== null && around.tag !== (leaf.via === "items" ? "array" : "object") ? { tag: "absent" } : null;
}
