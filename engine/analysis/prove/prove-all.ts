import { isObject, type JsonObject } from "../../base/json.js";
import type { Claims } from "../../generated/claims.js";
import { architecturesFor } from "../../pack/architectures.js";
import type { LinkedPacks } from "../../pack/link-packs.js";
import type { LinkedPack } from "../../pack/linked.js";
import type { Target } from "../../pack/target.js";
import type { Read } from "../../pack/read-packs.js";
import { documentError } from "../../program/check-document.js";
import { encodeProgram, termsFor } from "../encode-program.js";
import { evaluateIn } from "../evaluate-term.js";
import type { Prover } from "../prover.js";
import { proveAgain } from "./again.js";
import { proveClaims } from "./claims.js";
import { proveOrder, proveSameField } from "./order.js";
import { proveOverwrites } from "./overwrites.js";
import type { Proof, Subject } from "./proof.js";
import { proveRules } from "./rules.js";
import { withinReach } from "../../pack/within-reach.js";

/** What was proved of one pack, or of the set. */
export interface Proved {
  /** A pack's name; of the set, its own. */
  readonly name: string;
  readonly isSet: boolean;
  readonly file: string | null;
  readonly proofs: readonly Proof[];
}

export interface ProveOptions {
  /** Documents to look at first, by the pack that they are about. */
  readonly documents?: ReadonlyMap<string, readonly JsonObject[]>;
  /** Only these packs, and not the set. */
  readonly only?: ReadonlySet<string> | undefined;
  /** Called before each pack with its name, how many are done, and how many there are. */
  readonly onPack?: (name: string, done: number, all: number) => void;
}

/** Proves all there is to prove of packs, each over the documents of its own architectures, and of the set. */
export async function proveAll(prover: Prover, linked: LinkedPacks, claims: readonly Read<Claims>[], { documents = new Map(), only, onPack }: ProveOptions = {}): Promise<readonly Proved[]> {
  const packs = [...linked.packs.values()].filter(({ name, rules }) => rules.length > 0 && (only === undefined || only.has(name)));
  const all = packs.length + (only === undefined ? 1 : 0);
  const proved: Proved[] = [];
  for (const pack of packs) {
    onPack?.(pack.name, proved.length, all);
    const own = claims.filter(({ content }) => content.pack === pack.name);
    const reached = withinReach(linked, [pack.name]);
    const terms = termsFor(reached);
    const run = encodeProgram(terms, reached, { pack: pack.name });
    const known = (documents.get(pack.name) ?? []).flatMap((document) => ofArchitecture(document, pack, linked.target)).map((document) => ({ document, evaluation: evaluateIn(terms, document) }));
    const subject: Subject = { prover, terms, linked: reached, run, pack, known, accepted: acceptedIn(own) };
    const proofs = [
      ...(await gather(proveRules(subject))),
      ...(await gather(...own.map((read) => proveClaims(subject, read)))),
      ...(await gather(proveOverwrites(subject), proveAgain(subject), proveOrder(subject), proveSameField(subject))),
    ];
    proved.push({ name: pack.name, isSet: false, file: pack.file, proofs });
  }
  if (only === undefined) {
    onPack?.(linked.set, proved.length, all);
    const count = packs.reduce((sum, { rules }) => sum + rules.length, 0);
    if (count > mostRulesTogether) return [...proved, { name: linked.set, isSet: true, file: null, proofs: [tooLarge(count)] }];
    const terms = termsFor(linked);
    const subject: Subject = { prover, terms, linked, run: encodeProgram(terms, linked, linked), pack: null, known: [], accepted: acceptedIn(claims) };
    proved.push({ name: linked.set, isSet: true, file: null, proofs: await gather(proveAgain(subject), proveOrder(subject), proveSameField(subject)) });
  }
  return proved;
}

/** Many times more take minutes to encode, and what comes of it is too large for the solver. */
const mostRulesTogether = 60;

function tooLarge(count: number): Proof {
  const note = `its packs have ${count} rules, and ${mostRulesTogether} can be looked at together: each pack is proved by itself`;
  return { what: "idempotent", text: "evaluating the result of the whole set again changes nothing", outcome: "unknown", document: null, note, finding: null };
}

/** A document as one of the pack's own; one that does not fit the schema is none. */
function ofArchitecture(document: JsonObject, pack: LinkedPack, target: Target): readonly JsonObject[] {
  const architectures = architecturesFor(pack.pack, target);
  const model = document["model_config"];
  const isOwn = architectures === null || (isObject(model) && architectures.includes(model["architecture"] as string));
  const own = isOwn ? document : { ...document, model_config: { ...(isObject(model) ? model : {}), architecture: architectures[0] } };
  return documentError(own) === null ? [own as JsonObject] : [];
}

async function gather(...all: readonly AsyncGenerator<Proof>[]): Promise<Proof[]> {
  const proofs: Proof[] = [];
  for (const each of all) for await (const proof of each) proofs.push(proof);
  return proofs;
}

function acceptedIn(claims: readonly Read<Claims>[]): Subject["accepted"] {
  const entries = claims.flatMap(({ content }) => content.accept ?? []);
  return {
    overwrite: new Map(entries.flatMap((entry) => ("overwrite" in entry ? [[entry.overwrite, entry.why] as const] : []))),
    again: new Map(entries.flatMap((entry) => ("again" in entry ? [[entry.again, entry.why] as const] : []))),
  };
}
