import type { Json, MaybeJson } from "../common/json.js";
import type { FunctionName } from "./encode/functions/names.js";

/** The kinds of value that a place of a document can hold. */
export const tags = ["absent", "null", "boolean", "number", "string", "array", "object"] as const;
export type Tag = (typeof tags)[number];

/**
 * A truth about all documents at once. Terms are interned: two that are built alike are one object, so what two
 * programs have in common compares equal without a solver.
 */
export type Bool =
  | { readonly id: number; readonly kind: "true" | "false" }
  | { readonly id: number; readonly kind: "not"; readonly of: Bool }
  | { readonly id: number; readonly kind: "and" | "or"; readonly of: readonly Bool[] }
  | { readonly id: number; readonly kind: "is"; readonly tag: Tag; readonly of: Leaf }
  /** `===` of scalars; of structures, whether they are one object. */
  | { readonly id: number; readonly kind: "identical"; readonly left: Value; readonly right: Value }
  /** `<` or `<=` of two numbers or texts of numbers; false of anything else. */
  | {
      readonly id: number;
      readonly kind: "below";
      readonly strict: boolean;
      readonly left: Value;
      readonly right: Value;
    }
  /** A text that begins as a number, as json-rules-engine reads it. */
  | { readonly id: number; readonly kind: "numeric"; readonly of: Leaf }
  /** A number without a fraction. */
  | { readonly id: number; readonly kind: "whole"; readonly of: Value }
  /** An array in which the test holds for some item, which stands in the test as the item of this depth. */
  | { readonly id: number; readonly kind: "some"; readonly of: Leaf; readonly depth: number; readonly test: Bool }
  /** An array that equals a written one of scalars. */
  | { readonly id: number; readonly kind: "listed"; readonly of: Leaf; readonly items: readonly Json[] }
  /** An object with a key. */
  | { readonly id: number; readonly kind: "filled"; readonly of: Leaf }
  | LawTerm
  /** True; the question names a text, and states what is known of it. */
  | { readonly id: number; readonly kind: "named"; readonly text: string }
  | BoolGuess;

/** What a place holds, over all documents at once. */
export type Value =
  | { readonly id: number; readonly kind: "constant"; readonly value: MaybeJson }
  | { readonly id: number; readonly kind: "if"; readonly test: Bool; readonly then: Value; readonly otherwise: Value }
  /** An object with one key written, or removed where the value is absent. */
  | { readonly id: number; readonly kind: "store"; readonly of: Value; readonly key: string; readonly value: Value }
  | Leaf;

export type Leaf = FieldTerm | ValueGuess | ApplyTerm | LengthTerm | ItemTerm;

/** A place of the document before evaluation. */
export interface FieldTerm {
  readonly id: number;
  readonly kind: "field";
  readonly of: FieldTerm | null;
  /** Its key in an object; of an array, what a JSONata path finds under the key in the items. */
  readonly key: string;
  readonly via: "object" | "items" | "sharing";
  readonly path: string;
  readonly domain: Domain;
}

/** A function of the table in encoded/, of scalars. */
export interface ApplyTerm {
  readonly id: number;
  readonly kind: "apply";
  readonly name: FunctionName;
  readonly of: readonly Value[];
  readonly place: Place;
}

/** What holds of a function at a point and, where it is rounded, near the result there, in every document. */
export interface LawTerm {
  readonly id: number;
  readonly kind: "law";
  readonly of: ApplyTerm;
  readonly point: readonly MaybeJson[];
}

/** How many items an array has. */
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

/** Where something stands that is not modeled, and why. */
export interface Place {
  readonly pack: string;
  readonly at: string;
  readonly reason: string;
}

/**
 * Something that is not modeled: the solver may take it for anything, so what is proved is proved whatever it is, and
 * a witness counts only once `compute` agrees. Two of one `key` over the same inputs are the same.
 */
interface Guess {
  readonly id: number;
  /** What it does to its inputs. */
  readonly name: string;
  readonly inputs: readonly Value[];
  /** What `compute` needs to have worked out. */
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

/** What the document's schema lets stand at a place. */
export interface Domain {
  /** Absent is among them: anything may be left out. */
  readonly tags: ReadonlySet<Tag>;
  /** The only scalars allowed; null where there is no such list. */
  readonly values: readonly Json[] | null;
  readonly isInteger: boolean;
  /** Bounds of a number. */
  readonly bounds: readonly { readonly side: "least" | "most"; readonly strict: boolean; readonly value: number }[];
  readonly items: Domain;
  child(key: string): Domain;
}
