import type { Pack } from "../../generated/pack.js";

/**
 * What was mutated: a bound, an operator, a constant, a part of a condition, a whole rule, an action, or a version
 * range.
 */
export type MutantKind = "boundary" | "operator" | "constant" | "condition" | "rule" | "action" | "version";

/** A pack with one mutation. A case that fails on it kills it. */
export interface Mutant {
  readonly kind: MutantKind;
  /** Location of the mutation in the original pack, as a JSON Pointer. */
  readonly at: string;
  /** Describes the mutation. */
  readonly text: string;
  readonly pack: Pack;
}

/** A mutation of a part of a pack. If a mutation can remove the part, it is a `Mutation<Part | undefined>`. */
export interface Mutation<Part> {
  readonly kind: MutantKind;
  /** A JSON Pointer relative to the part; empty for the part itself. */
  readonly at: string;
  readonly text: string;
  readonly part: Part;
}

/** Lifts mutations of a member to mutations of its container. */
export function lift<Part, Whole>(
  mutations: readonly Mutation<Part>[],
  at: string,
  rebuild: (part: Part) => Whole,
): Mutation<Whole>[] {
  return mutations.map((mutation) => ({ ...mutation, at: at + mutation.at, part: rebuild(mutation.part) }));
}

/** Replaces one member of a list, or removes it. */
export function replaceAt<Part>(list: readonly Part[], index: number, part: Part | undefined): Part[] {
  return list.flatMap((member, place) => (place !== index ? [member] : part === undefined ? [] : [part]));
}
