import { firstOf } from "../../common/must.js";
import type { JsonObject } from "../../common/json.js";
import type { LinkedPacks } from "../../packs/linked.js";
import { compareResults } from "../compare-results.js";
import { evaluateIn } from "../evaluate-term.js";
import type { SymbolicRun } from "../encode/symbolic-run.js";
import type { Terms } from "../terms.js";
import { aimedDocuments } from "./aimed-documents.js";
import { challenge } from "./challenge.js";

/** More would take longer than most proofs. */
const limits = { documents: 400 };

/** Two runs that were proved equivalent. */
export interface Claimed {
  readonly before: Pick<SymbolicRun, "evaluate">;
  readonly after: Pick<SymbolicRun, "evaluate">;
  /** The programs that they run, and the packs to exercise. */
  readonly programs: readonly LinkedPacks[];
  readonly packs: readonly string[];
  /** Whether the proof covers a document. */
  isMeant(document: JsonObject): boolean;
}

/**
 * Searches randomly, within limits, for a document that refutes an equivalence proof; null if none was found.
 * Independent of the encoding, so it can reveal mistakes there.
 */
export function challengeSameness({ before, after, programs, packs, isMeant }: Claimed): JsonObject | null {
  const differ = (document: JsonObject) =>
    compareResults(before.evaluate(document), after.evaluate(document), firstOf(programs).engine.alias).length > 0;
  return challenge(
    aimedDocuments(programs, new Set(packs), 1),
    (document) => differ(document) && isMeant(document),
    limits,
  );
}

/** Tells whether a document is among those that both runs are encoded for. */
export function meantBy(terms: Terms, ...runs: readonly SymbolicRun[]): Claimed["isMeant"] {
  return (document) => runs.every(({ given }) => evaluateIn(terms, document).truth(given));
}

/** The message if a search refutes a proof. */
export const refuted =
  "internal error: a document refutes what the solver proved (this is a bug in fettle; please report it with the rules)";
