import { jsonEqual, type Json } from "../base/json.js";
import type { Pack } from "../generated/pack.js";
import type { LinkedPacks } from "../pack/link-packs.js";
import type { LinkedPack } from "../pack/linked.js";
import { differs, listAspects } from "./difference.js";
import { anyDocument } from "./domain.js";
import { encodeProgram } from "./encode-program.js";
import { alike } from "./equality.js";
import type { Prover } from "./prover.js";
import { sharesOf } from "./sharing.js";
import { makeTerms } from "./terms.js";

type Rules = LinkedPack["rules"];

/** Programs with two versions of a pack. */
type Versions = readonly [before: LinkedPacks, after: LinkedPacks];

/**
 * Whether the rules that differ between two versions of a pack, by themselves or together with those around them, leave
 * the same behind whatever came before: then so does all that comes after. False where that is not seen soon.
 */
export async function isSamePart(prover: Prover, versions: Versions, name: string): Promise<boolean> {
  const [old, now] = versions.map(({ packs }) => packs.get(name)!) as [LinkedPack, LinkedPack];
  if (!isSame(outside(old.pack), outside(now.pack))) return false;
  const first = sameAtStart(old.rules, now.rules);
  const end = sameAtStart(old.rules.slice(first).toReversed(), now.rules.slice(first).toReversed());
  for (const start of new Set([first, Math.max(first - 1, 0), 0])) {
    for (const more of end === 0 ? [0] : [0, 1]) {
      const part = ({ rules }: LinkedPack) => rules.slice(start, rules.length - end + more);
      if (await leaveTheSame(prover, versions, name, part)) return true;
    }
  }
  return false;
}

const isSame = (one: unknown, other: unknown): boolean => jsonEqual(one as Json, other as Json);
const outside = ({ rules: _, ...rest }: Pack) => rest;

/** How many rules both begin with. */
function sameAtStart(rules: Rules, others: Rules): number {
  const first = rules.findIndex(({ rule }, index) => others[index] === undefined || !isSame(rule, others[index].rule));
  return first < 0 ? rules.length : first;
}

async function leaveTheSame(prover: Prover, versions: Versions, name: string, part: (pack: LinkedPack) => Rules): Promise<boolean> {
  const terms = makeTerms(anyDocument, sharesOf(versions), false);
  const always = { kind: "pack", pack: name, architectures: null, when: null } as const;
  const encode = (linked: LinkedPacks) => {
    const pack = linked.packs.get(name)!;
    return encodeProgram(terms, { ...linked, packs: new Map(linked.packs).set(name, { ...pack, rules: part(pack) }) }, { stages: [always] });
  };
  const [run, other] = [encode(versions[0]), encode(versions[1])];
  const isSharedElse = terms.and(run.ok, other.ok, terms.not(alike(terms, run.shared, other.shared)));
  for (const difference of [isSharedElse, ...listAspects(run, other).map((aspect) => differs(terms, run, other, aspect))]) {
    if (!(await prover.isNever(terms, run.given, difference))) return false;
  }
  return true;
}
