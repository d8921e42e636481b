import type { Pack } from "../generated/pack.js";
import type { Result } from "../generated/result.js";

/** A finding about a document. */
export interface Diagnostic {
  readonly code: string;
  readonly severity: "error" | "warning" | "note";
  /** Place inside the document as a JSON Pointer (RFC 6901), or null. */
  readonly path: string | null;
  readonly message: string;
  readonly hint: string;
}

export interface RunOptions {
  /** Run one pack alone, whatever its match says. */
  readonly pack?: string;
  /** Also return every rule that was reached, with its conditions' values. */
  readonly trace?: boolean;
  /** False where the document is known to fit its schema. */
  readonly validate?: boolean;
}

/** Misuse, such as a pack that is not there. */
export declare class FettleError extends Error {
  readonly diagnostics: readonly Diagnostic[];
}

export declare const set: string;
/** project@version. */
export declare const target: string;
/** The packs by name, as they were written. */
export declare const packs: Readonly<Record<string, Pack>>;
/** Evaluates a config document, which is not touched. @throws FettleError where it is misused. */
export declare function evaluate(document: object, options?: RunOptions): Result;
/** What is wrong with a document. */
export declare function checkDocument(document: object): readonly Diagnostic[];
