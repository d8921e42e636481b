import type { LinkedPacks } from "../../pack/link-packs.js";
import type { Prover } from "../prover.js";
import { writesArchitecture } from "../surroundings.js";
import { proveAgain } from "./again.js";
import { meetingsOf } from "./meetings.js";
import { proveOrder, proveSameField } from "./order.js";
import { acceptedIn, gather, type Proof } from "./proof.js";
import { nameOf, type Proved } from "./prove-pack.js";

/**
 * Proves what packs of a set do to each other, over documents for which they run. Those that do not touch what another
 * does need no more than was proved of each.
 */
export async function proveSet(prover: Prover, linked: LinkedPacks): Promise<Proved> {
  return { name: linked.set, isSet: true, target: nameOf(linked.target), file: null, proofs: writesArchitecture(linked) ? [anyMayMeet] : await proveMeetings(prover, linked) };
}

async function proveMeetings(prover: Prover, all: LinkedPacks): Promise<readonly Proof[]> {
  const proofs: Proof[] = [];
  for (const { linked, terms, run } of meetingsOf(all)) {
    const subject = { prover, terms, linked, run, pack: null, known: [], accepted: acceptedIn(all.read.claims) };
    proofs.push(...(await gather(proveAgain(subject), proveOrder(subject), proveSameField(subject))));
  }
  return [...proofs, apart(proofs.length > 0)];
}

const none = { document: null, note: null, finding: null };

function apart(hasOthers: boolean): Proof {
  const text = `${hasOthers ? "all other" : "all"} packs that run for one document leave alone what the others read and write: what is proved of each holds of them together`;
  return { ...none, what: "apart", text, outcome: "yes" };
}

const anyMayMeet: Proof = {
  ...none,
  what: "apart",
  text: "what is proved of each pack holds of them together",
  outcome: "unknown",
  note: "a rule writes the architecture, so that any packs may run for one document",
};
