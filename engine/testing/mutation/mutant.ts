import type { Pack } from "../../generated/pack.js";

/** What was changed: a bound, an operator, a constant, a part of a condition, a whole rule, an action, or for which versions a rule is. */
export type MutantKind = "boundary" | "operator" | "constant" | "condition" | "rule" | "action" | "version";

/** A pack with one small fault. A case that then fails has caught it. */
export interface Mutant {
  readonly kind: MutantKind;
  /** Where, in the pack without the fault, as a JSON Pointer. */
  readonly at: string;
  /** What was done there, in words. */
  readonly text: string;
  readonly pack: Pack;
}

/** A fault inside some part of a pack: that part as it becomes, undefined where it is left out of its list. */
export interface Fault<Part> {
  readonly kind: MutantKind;
  /** Below the part, as a JSON Pointer; empty for the part itself. */
  readonly at: string;
  readonly text: string;
  readonly part: Part | undefined;
}

/** The faults of one member, as faults of the whole that holds it. */
export function lift<Part, Whole>(
  faults: readonly Fault<Part>[],
  at: string,
  rebuild: (part: Part | undefined) => Whole,
): Fault<Whole>[] {
  return faults.map((fault) => ({ ...fault, at: at + fault.at, part: rebuild(fault.part) }));
}

/** A list with one member changed, or left out. */
export function replaceAt<Part>(list: readonly Part[], index: number, part: Part | undefined): Part[] {
  return list.flatMap((member, place) => (place !== index ? [member] : part === undefined ? [] : [part]));
}
