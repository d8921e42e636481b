import type { Json, MaybeJson } from "../common/json.js";
import type { FunctionName } from "./encode/functions/names.js";

/** The types of value that a place in a document can have. */
export const tags = ["absent", "null", "boolean", "number", "string", "array", "object"] as const;
export type Tag = (typeof tags)[number];

/**
 * A formula over all documents at once. Terms are hash-consed: two with the same structure are the same object, so the
 * common parts of two programs compare equal without a solver.
 */
export type Bool =
  | { readonly id: number; readonly kind: "true" | "false" }
  | { readonly id: number; readonly kind: "not"; readonly of: Bool }
  | { readonly id: number; readonly kind: "and" | "or"; readonly of: readonly Bool[] }
  | { readonly id: number; readonly kind: "is"; readonly tag: Tag; readonly of: Leaf }
  /** `===` of scalars; identity of structures. */
  | { readonly id: number; readonly kind: "identical"; readonly left: Value; readonly right: Value }
  /** `<` or `<=` of two numbers or numeric strings; false for anything else. */
  | {
      readonly id: number;
      readonly kind: "below";
      readonly strict: boolean;
      readonly left: Value;
      readonly right: Value;
    }
  /** A string that begins with a number, as json-rules-engine parses it. */
  | { readonly id: number; readonly kind: "numeric"; readonly of: Leaf }
  /** An integer. */
  | { readonly id: number; readonly kind: "whole"; readonly of: Value }
  /** An array in which the test holds for some item, represented in the test by the item term of this depth. */
  | { readonly id: number; readonly kind: "some"; readonly of: Leaf; readonly depth: number; readonly test: Bool }
  /** An array equal to a literal one of scalars. */
  | { readonly id: number; readonly kind: "listed"; readonly of: Leaf; readonly items: readonly Json[] }
  /** An object with keys. */
  | { readonly id: number; readonly kind: "filled"; readonly of: Leaf }
  | LawTerm
  /** True; makes the question name a string and state its properties. */
  | { readonly id: number; readonly kind: "named"; readonly text: string }
  | BoolGuess;

/** The value at a place, over all documents at once. */
export type Value =
  | { readonly id: number; readonly kind: "constant"; readonly value: MaybeJson }
  | { readonly id: number; readonly kind: "if"; readonly test: Bool; readonly then: Value; readonly otherwise: Value }
  /** An object with one key set, or removed if the value is absent. */
  | { readonly id: number; readonly kind: "store"; readonly of: Value; readonly key: string; readonly value: Value }
  | Leaf;

export type Leaf = FieldTerm | ValueGuess | ApplyTerm | LengthTerm | ItemTerm;

/** A place in the document before evaluation. */
export interface FieldTerm {
  readonly id: number;
  readonly kind: "field";
  readonly of: FieldTerm | null;
  /** Its key in an object; for an array, what a JSONata path finds under the key in the items. */
  readonly key: string;
  readonly via: "object" | "items" | "sharing";
  readonly path: string;
  readonly domain: Domain;
}

/** An application of a function of the table in encode/functions/, on scalars. */
export interface ApplyTerm {
  readonly id: number;
  readonly kind: "apply";
  readonly name: FunctionName;
  readonly of: readonly Value[];
  readonly place: Place;
}

/** The value of a function at a point and, if it is rounded, its bounds near that, in every document. */
export interface LawTerm {
  readonly id: number;
  readonly kind: "law";
  readonly of: ApplyTerm;
  readonly point: readonly MaybeJson[];
}

/** The length of an array. */
export interface LengthTerm {
  readonly id: number;
  readonly kind: "length";
  readonly of: FieldTerm;
}

export interface ItemTerm {
  readonly id: number;
  readonly kind: "item";
  readonly depth: number;
}

/** The location of an unmodeled construct, and why. */
export interface Place {
  readonly pack: string;
  readonly at: string;
  readonly reason: string;
}

/**
 * An uninterpreted term: a proof holds whatever its value is, and a witness counts only once `compute` agrees. Two with
 * the same `key` and inputs are equal.
 */
interface Guess {
  readonly id: number;
  /** Name of the uninterpreted function. */
  readonly name: string;
  readonly inputs: readonly Value[];
  /** Values that `compute` requires. */
  readonly over: readonly Value[];
  readonly place: Place;
}
export interface BoolGuess extends Guess {
  readonly kind: "guess";
  compute(values: readonly MaybeJson[]): boolean;
}
export interface ValueGuess extends Guess {
  readonly kind: "unknown";
  readonly tags: ReadonlySet<Tag>;
  compute(values: readonly MaybeJson[]): MaybeJson;
}

export type Term = Bool | Value;

/** The values that the document's schema allows at a place. */
export interface Domain {
  /** Always includes absent: any field may be omitted. */
  readonly tags: ReadonlySet<Tag>;
  /** The only allowed scalars; null if they are not enumerated. */
  readonly values: readonly Json[] | null;
  readonly isInteger: boolean;
  /** Bounds of a number. */
  readonly bounds: readonly { readonly side: "least" | "most"; readonly strict: boolean; readonly value: number }[];
  readonly items: Domain;
  child(key: string): Domain;
}
