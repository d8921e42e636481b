import { itemAt } from "../../common/must.js";
import { alike } from "./equality.js";
import type { Bool, Value } from "../term.js";
import type { Terms } from "../terms.js";
import { either } from "./values.js";

/** A member of a sequence that is present only where `when` holds. */
export interface Member {
  readonly when: Bool;
  /** Its identity. */
  readonly head: string;
  readonly values: readonly Value[];
}

/** Encodes whether two sequences differ in presence, order or values. */
export function sequencesDiffer(terms: Terms, left: readonly Member[], right: readonly Member[]): Bool {
  const [one, other] = withoutCommon(left, right);
  const width = Math.max(0, ...[...one, ...other].map(({ values }) => values.length));
  const differ: Bool[] = [];
  for (let column = -1; column < width; column++) {
    const valueOf = ({ head, values }: Member) =>
      column < 0 ? terms.constant(head) : (values[column] ?? terms.constant(undefined));
    const length = Math.max(one.length, other.length);
    const [first, second] = [one, other].map((members) => inOrder(terms, members, valueOf, length)) as [
      Value[],
      Value[],
    ];
    differ.push(...first.map((value, index) => terms.not(alike(terms, value, itemAt(second, index)))));
  }
  return terms.or(...differ);
}

/** Removes the common prefix and suffix. */
function withoutCommon(
  left: readonly Member[],
  right: readonly Member[],
): readonly [readonly Member[], readonly Member[]] {
  const isSame = (one: Member | undefined, other: Member | undefined) =>
    one !== undefined &&
    other !== undefined &&
    one.when === other.when &&
    one.head === other.head &&
    one.values.length === other.values.length &&
    one.values.every((value, index) => value === other.values[index]);
  let [start, end] = [0, 0];
  while (isSame(left[start], right[start])) start++;
  while (end < Math.min(left.length, right.length) - start && isSame(left.at(-1 - end), right.at(-1 - end))) end++;
  return [left.slice(start, left.length - end), right.slice(start, right.length - end)];
}

/** Returns the present members in order: the first, the second, and so on; absent after the last. */
function inOrder(
  terms: Terms,
  members: readonly Member[],
  valueOf: (member: Member) => Value,
  length: number,
): Value[] {
  const found = Array.from({ length }, () => terms.constant(undefined));
  /** Where this number of earlier members are present. */
  const before: Bool[] = [terms.yes];
  for (const member of members) {
    for (let count = before.length - 1; count >= 0; count--) {
      const here = terms.and(itemAt(before, count), member.when);
      found[count] = either(terms, here, valueOf(member), itemAt(found, count));
      before[count + 1] = terms.or(here, terms.and(before[count + 1] ?? terms.no, terms.not(member.when)));
      before[count] = terms.and(itemAt(before, count), terms.not(member.when));
    }
  }
  return found;
}
