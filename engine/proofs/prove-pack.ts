import type { JsonObject } from "../common/json.js";
import { fromMap } from "../common/must.js";
import { architectureOf, architecturesFor, withArchitecture } from "../packs/architectures.js";
import type { LinkedPack, LinkedPacks } from "../packs/linked.js";
import { reachablePacks } from "../packs/reachable-packs.js";
import { documentChecker } from "../compiler/check-document.js";
import { isOver, orWhenOver } from "../solver/budget.js";
import { encodeProgram } from "../solver/encode/encode-program.js";
import { termsFor } from "../solver/terms-for.js";
import { evaluateIn } from "../solver/evaluate-term.js";
import { bound, timeOver, type Prover } from "../solver/prover.js";
import { proveAgain } from "./again.js";
import { nothingKept, type KeptProofs } from "./kept-proofs.js";
import { proveClaims } from "./claims.js";
import { proveOrder } from "./order.js";
import { proveSameField } from "./same-field.js";
import { proveOverwrites } from "./overwrites.js";
import { acceptedIn, gather, notAsked, type Proof, type Subject } from "./proof.js";
import { searchOf } from "./search.js";
import { proveRules } from "./rules.js";

/** Where this code is, whose name in a build tells it and all that it needs from every other. */
export const provingCode = import.meta.url;

const kinds = ["fires", "claim", "overwrites", "idempotent", "order", "same-field"] as const;

/** Proves all properties of a pack, over documents of its own architectures; tries `documents` first. */
export async function provePack(
  prover: Prover,
  all: LinkedPacks,
  name: string,
  documents: readonly JsonObject[],
  kept: KeptProofs = nothingKept,
): Promise<readonly Proof[]> {
  const notBegun = (reason: string) => kinds.map((what) => notAsked(what, reason));
  return isOver(prover.budget)
    ? notBegun(timeOver)
    : orWhenOver(() => prove(prover, all, name, documents, kept), notBegun);
}

async function prove(
  prover: Prover,
  all: LinkedPacks,
  name: string,
  documents: readonly JsonObject[],
  kept: KeptProofs,
): Promise<readonly Proof[]> {
  const pack = fromMap(all.packs, name);
  const own = all.read.claims.filter(({ content }) => content.pack === name);
  const linked = reachablePacks(all, [name]);
  const terms = bound(prover, termsFor(linked));
  const known = documents
    .flatMap((document) => ofArchitecture(document, pack, linked))
    .map((document) => ({ document, evaluation: evaluateIn(terms, document) }));
  const run = encodeProgram(terms, linked, { pack: name });
  const subject: Subject = {
    prover,
    terms,
    linked,
    run,
    pack,
    ...{ known, kept },
    ...searchOf({ terms, run, known }, all, [name]),
    accepted: acceptedIn(own),
  };
  return gather(
    ["fires", proveRules(subject)],
    ...own.map((read) => ["claim", proveClaims(subject, read)] as const),
    ["overwrites", proveOverwrites(subject)],
    ["idempotent", proveAgain(subject)],
    ["order", proveOrder(subject)],
    ["same-field", proveSameField(subject)],
  );
}

/** Adapts a document to the pack's architectures; empty if it does not match the schema. */
function ofArchitecture(
  document: JsonObject,
  pack: LinkedPack,
  { target, engine }: LinkedPacks,
): readonly JsonObject[] {
  const [first = null, ...others] = architecturesFor(pack.pack, target) ?? [];
  const isOwn = first === null || [first, ...others].includes(architectureOf(document, engine) as string);
  const own = isOwn ? document : withArchitecture(document, first, engine);
  return documentChecker(engine).documentError(own) === null ? [own] : [];
}
