import { spendTime } from "./budget.js";
import { reduce } from "./reduce.js";
import type { Bool, Leaf, Tag, Value } from "./term.js";
import type { Terms } from "./terms.js";
import { tagOf } from "./encode/tag-of.js";

/** The tag of a value, and the value itself if it is a known scalar. */
interface Fact {
  readonly tag: Tag;
  readonly constant: Constant | null;
}

type Constant = Extract<Value, { kind: "constant" }>;

/** Simplifies a formula by unit propagation. */
export function propagate(terms: Terms, whole: Bool): Bool {
  let before: Bool;
  let now = whole;
  do {
    spendTime(terms.budget);
    before = now;
    if (before.kind !== "and") return before;
    const single = new Set(before.of.filter(({ kind }) => kind !== "and" && kind !== "or"));
    const known = new Map<Bool, Bool>(
      [...single].flatMap((part) => [
        [part, terms.yes],
        [terms.not(part), terms.no],
      ]),
    );
    const facts = factsIn([...single]);
    const given = { truths: known, values: new Map(), settle: (atom: Bool) => settled(atom, facts) };
    now = terms.and(...before.of.map((part) => (single.has(part) ? part : reduce(terms, part, given))));
  } while (now !== before);
  return now;
}

function factsIn(single: readonly Bool[]): ReadonlyMap<Leaf, Fact> {
  return new Map(
    single.flatMap((part): readonly (readonly [Leaf, Fact])[] => {
      if (part.kind === "is") return [[part.of, { tag: part.tag, constant: null }]];
      const sides = part.kind === "identical" ? constantSide(part) : null;
      return sides === null ? [] : [[sides[0], { tag: tagOf(sides[1].value), constant: sides[1] }]];
    }),
  );
}

/** Evaluates a comparison by the facts; null if they do not decide it. */
function settled(atom: Bool, facts: ReadonlyMap<Leaf, Fact>): boolean | null {
  if (atom.kind === "is") {
    const fact = factOf(atom.of, facts);
    return fact === null ? null : fact.tag === atom.tag;
  }
  const sides = atom.kind === "identical" ? constantSide(atom) : null;
  const fact = sides === null ? null : factOf(sides[0], facts);
  if (sides === null || fact === null) return null;
  if (fact.constant !== null) return fact.constant.value === sides[1].value;
  return fact.tag === tagOf(sides[1].value) ? null : false;
}

/** A part of an absent value is absent. */
function factOf(leaf: Leaf, facts: ReadonlyMap<Leaf, Fact>): Fact | null {
  const own = facts.get(leaf);
  if (own !== undefined) return own;
  if (leaf.kind !== "field" || leaf.of === null || leaf.of.of === null) return null;
  const around = factOf(leaf.of, facts);
  return around !== null && around.tag !== (leaf.via === "items" ? "array" : "object")
    ? { tag: "absent", constant: null }
    : null;
}

function constantSide({
  left,
  right,
}: {
  readonly left: Value;
  readonly right: Value;
}): readonly [Leaf, Constant] | null {
  if (left.kind === "constant" && right.kind !== "constant") return [right as Leaf, left];
  return right.kind === "constant" && left.kind !== "constant" ? [left as Leaf, right] : null;
}
