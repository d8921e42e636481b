import type { JsonObject } from "../../common/json.js";
import type { Result } from "../../generated/result.js";
import type { LinkedPack, LinkedPacks, LinkedRule } from "../../packs/linked.js";
import type { Bool, Place, Value } from "../term.js";

/** The subject of a run: one pack, regardless of its match, or stages of a set. */
export type What = { readonly pack: string } | { readonly stages: LinkedPacks["stages"] };

/** A program over all documents at once. Formulas refer to one evaluation, from start to end. */
export interface SymbolicRun {
  readonly what: What;
  /** Constraints on the documents in question, except for the schema. */
  readonly given: Bool;
  /** The document before and after; after is meaningful only where `ok`. */
  readonly before: Value;
  readonly after: Value;
  /** What the alias is afterwards: see sharing.ts. */
  readonly shared: Value;
  readonly ok: Bool;
  /** In execution order; a pack that is included twice occurs twice. */
  readonly rules: readonly SymbolicRule[];
  readonly logs: readonly SymbolicLog[];
  readonly failures: readonly SymbolicFailure[];
  /** Every written path, by each of its aliases, with its value before and after. */
  readonly fields: readonly { readonly path: string; readonly before: Value; readonly after: Value }[];
  /** The engine's own run of the same program. */
  evaluate(document: JsonObject, options?: { readonly trace?: boolean }): Result;
}

export interface SymbolicRule {
  readonly id: string;
  readonly pack: LinkedPack;
  readonly rule: LinkedRule;
  readonly reached: Bool;
  readonly fired: Bool;
  /** Independent of reachability: where its condition and the enclosing ones hold. */
  readonly meant: Bool;
  /** Each part of its condition, by location; `fact` is the fact of a comparison. */
  readonly conditions: readonly {
    readonly at: string;
    readonly reached: Bool;
    readonly holds: Bool;
    readonly fact: Value | null;
  }[];
  readonly writes: readonly {
    readonly path: string;
    readonly when: Bool;
    readonly before: Value;
    readonly after: Value;
  }[];
}

export interface SymbolicLog {
  readonly rule: string;
  readonly code: string;
  readonly level: string;
  readonly when: Bool;
  readonly params: readonly { readonly name: string; readonly value: Value }[];
}

export interface SymbolicFailure {
  readonly when: Bool;
  /** Independent of reachability. */
  readonly meant: Bool;
  readonly code: Value;
  readonly kind: Value;
  /** The document path in the failure. */
  readonly path: string | null;
  readonly rule: string | null;
  /** The action or condition that fails. */
  readonly place: Place;
}
