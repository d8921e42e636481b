import type { JsonObject } from "../../common/json.js";
import type { Result } from "../../generated/result.js";
import type { LinkedPack, LinkedPacks, LinkedRule } from "../../packs/linked.js";
import type { Bool, Place, Value } from "../term.js";

/** What is run: one pack, whatever its match says, or stages of a set. */
export type What = { readonly pack: string } | { readonly stages: LinkedPacks["stages"] };

/** A program over all documents at once. Truths are those of one evaluation, from its start to its end. */
export interface SymbolicRun {
  readonly what: What;
  /** What holds of every document that is meant: its schema is not part of it. */
  readonly given: Bool;
  /** The document before and after; after is meant only where `ok`. */
  readonly before: Value;
  readonly after: Value;
  /** Which part of hf_config is hf_text_config afterwards. */
  readonly shared: Value;
  readonly ok: Bool;
  /** In the order in which they run; a pack that is included twice is there twice. */
  readonly rules: readonly SymbolicRule[];
  readonly logs: readonly SymbolicLog[];
  readonly failures: readonly SymbolicFailure[];
  /** Every path that is written, by each of its names, with its value before and after. */
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
  /** The same whether or not the evaluation ended before: where its condition and those around it hold. */
  readonly meant: Bool;
  /** Each part of its condition, by its place; `fact` is what a comparison looks at. */
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
  /** The same whether or not the evaluation ended before. */
  readonly meant: Bool;
  readonly code: Value;
  readonly kind: Value;
  /** The path of the document that it names. */
  readonly path: string | null;
  readonly rule: string | null;
  /** The action or condition that fails. */
  readonly place: Place;
}
