import type { Pack } from "../generated/pack.js";
import type { Result } from "../generated/result.js";

/** A finding about a document. */
export interface Diagnostic {
  readonly code: string;
  readonly severity: "error" | "warning" | "note";
  /** Location inside the document as a JSON Pointer (RFC 6901), or null. */
  readonly path: string | null;
  readonly message: string;
  readonly hint: string;
}

export interface RunOptions {
  /** Run only this pack, regardless of its match. */
  readonly pack?: string;
  /** Also return every rule that was reached, with its conditions' values. */
  readonly trace?: boolean;
  /** False if the document is known to match its schema. */
  readonly validate?: boolean;
}

/** Misuse of the module, such as an unknown pack name. */
export declare class FettleError extends Error {
  readonly diagnostics: readonly Diagnostic[];
}

export declare const set: string;
/** project@version. */
export declare const target: string;
/** The packs by name, as written. */
export declare const packs: Readonly<Record<string, Pack>>;
/** Evaluates a config document, without modifying it. @throws FettleError if it is misused. */
export declare function evaluate(document: object, options?: RunOptions): Result;
/** Reports the problems of a document. */
export declare function checkDocument(document: object): readonly Diagnostic[];
