import { encodeProgram } from "../../engine/solver/encode/encode-program.js";
import { termsFor } from "../../engine/solver/terms-for.js";
import { nothingKept } from "../../engine/proofs/kept-proofs.js";
import { acceptedIn, type Subject } from "../../engine/proofs/proof.js";
import type { Prover } from "../../engine/solver/prover.js";
import type { LinkedPacks } from "../../engine/packs/linked.js";

/** One pack under proof, with no documents known and none tried on what is proved. */
export function orderSubject(prover: Prover, linked: LinkedPacks, name: string): Subject {
  const terms = termsFor(linked);
  const run = encodeProgram(terms, linked, { pack: name });
  return {
    prover,
    terms,
    linked,
    run,
    pack: linked.packs.get(name)!,
    known: [],
    kept: nothingKept,
    firing: () => [],
    first: () => null,
    seen(document) {
      const { trace = [], ...result } = run.evaluate(document, { trace: true });
      return { result, fired: new Set(trace.filter(({ fired }) => fired).map(({ rule }) => rule)) };
    },
    accepted: acceptedIn([]),
  };
}
