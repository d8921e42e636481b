import type { JsonObject } from "../../common/json.js";
import type { LinkedPacks } from "../../packs/linked.js";
import { compareResults } from "../compare-results.js";
import { evaluateIn } from "../evaluate-term.js";
import type { SymbolicRun } from "../encode/symbolic-run.js";
import type { Terms } from "../terms.js";
import { aimedDocuments } from "./aimed-documents.js";
import { challenge } from "./challenge.js";

/** More would take longer than most proofs do. */
const limits = { documents: 400, milliseconds: 1000 };

/** Two runs that were proved to behave the same. */
export interface Claimed {
  readonly before: Pick<SymbolicRun, "evaluate">;
  readonly after: Pick<SymbolicRun, "evaluate">;
  /** The programs that they run, and the packs that are looked at. */
  readonly programs: readonly LinkedPacks[];
  readonly packs: readonly string[];
  /** Whether a document is one that the proof is about. */
  isMeant(document: JsonObject): boolean;
}

/**
 * A document for which two runs that were proved to behave the same do not, from a bounded random search; null where none
 * was found. It does not use the encoding, so that a mistake there does not hide behind itself.
 */
export function challengeSameness({ before, after, programs, packs, isMeant }: Claimed): JsonObject | null {
  const differ = (document: JsonObject) =>
    compareResults(before.evaluate(document), after.evaluate(document)).length > 0;
  return challenge(
    aimedDocuments(programs, new Set(packs), 1),
    (document) => differ(document) && isMeant(document),
    limits,
  );
}

/** Whether a document is one of those that both runs are encoded for. */
export function meantBy(terms: Terms, ...runs: readonly SymbolicRun[]): Claimed["isMeant"] {
  return (document) => runs.every(({ given }) => evaluateIn(terms, document).truth(given));
}

/** What to say where a search refutes a proof. */
export const refuted =
  "internal error: a document refutes what the solver proved (this is a bug in fettle; please report it with the rules)";
