import type { JsonObject } from "../common/json.js";
import type { LinkedPacks } from "../packs/linked.js";
import { evaluateIn } from "../solver/evaluate-term.js";
import { bound, type Prover } from "../solver/prover.js";
import { writesArchitecture } from "../solver/encode/surroundings.js";
import { proveAgain } from "./again.js";
import { nothingKept, type KeptProofs } from "./kept-proofs.js";
import { meetingsOf, type Meeting } from "./meetings.js";
import { proveOrder } from "./order.js";
import { proveSameField } from "./same-field.js";
import { acceptedIn, gather, type Proof } from "./proof.js";
import { searchOf } from "./search.js";

/** Interacting packs of a set; none if a rule determines which packs run. */
export const meetingsIn = (linked: LinkedPacks): readonly Meeting[] =>
  writesArchitecture(linked) ? [] : meetingsOf(linked);

/** Proves the interactions of packs, over documents for which they run; tries `documents` first. */
export async function proveMeeting(
  prover: Prover,
  { linked, terms, run, packs }: Meeting,
  documents: readonly JsonObject[],
  kept: KeptProofs = nothingKept,
): Promise<readonly Proof[]> {
  bound(prover, terms);
  const known = documents.map((document) => ({ document, evaluation: evaluateIn(terms, document) }));
  const subject = {
    prover,
    terms,
    linked,
    run,
    pack: null,
    ...{ known, kept },
    ...searchOf({ terms, run, known }, linked, packs),
    accepted: acceptedIn(linked.read.claims),
  };
  return gather(
    ["idempotent", proveAgain(subject)],
    ["order", proveOrder(subject)],
    ["same-field", proveSameField(subject)],
  );
}

/** States that all other packs do not interact. */
export function proveRest(linked: LinkedPacks, meetings: readonly Meeting[]): Proof {
  const none = { document: null, note: null, finding: null };
  if (writesArchitecture(linked)) {
    const note = "a rule writes the architecture, so any packs may run for the same document";
    return {
      ...none,
      what: "apart",
      text: "proofs of single packs also hold for the set",
      outcome: "unknown",
      note,
    };
  }
  const text = `${meetings.length > 0 ? "all other packs" : "packs"} that run for the same document do not affect each other: their proofs also hold for the set`;
  return { ...none, what: "apart", text, outcome: "yes" };
}
