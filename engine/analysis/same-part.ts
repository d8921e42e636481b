import { jsonEqual, type Json } from "../base/json.js";
import type { Pack } from "../generated/pack.js";
import type { LinkedPacks } from "../pack/link-packs.js";
import type { LinkedPack } from "../pack/linked.js";
import { reachedFrom, withinReach } from "../pack/within-reach.js";
import { behaviorDiffers, ledgersDiffer } from "./behavior.js";
import { encodeProgram, termsBetween } from "./encode-program.js";
import type { Prover } from "./prover.js";

type Rules = LinkedPack["rules"];

/** Programs with two versions of a pack. */
type Versions = readonly [before: LinkedPacks, after: LinkedPacks];

/** What two versions have in common: all that counts as behavior, the ledger besides, or nothing that was seen soon. */
export type Sameness = "all" | "behavior" | null;

/**
 * Whether the rules that differ between two versions of a pack, by themselves or together with those around them, do the
 * same in every state that an evaluation can be in.
 *
 * Lemma: where two sequences of rules, from any document and any sharing, end alike (document, sharing, logs, failure),
 * the one can stand for the other wherever it runs, since what comes before does not depend on it, and what comes after
 * only on how it ends. It is for rules outside of which nothing differs, the packs that they include among it.
 */
export async function isSamePart(prover: Prover, versions: Versions, name: string): Promise<Sameness> {
  const [old, now] = versions.map(({ packs }) => packs.get(name)) as [LinkedPack | undefined, LinkedPack | undefined];
  if (old === undefined || now === undefined || !isAllElseSame(versions, name)) return null;
  const first = sameAtStart(old.rules, now.rules);
  const end = sameAtStart(old.rules.slice(first).toReversed(), now.rules.slice(first).toReversed());
  for (const start of new Set([first, Math.max(first - 1, 0), 0])) {
    for (const more of end === 0 ? [0] : [0, 1]) {
      const found = await leaveTheSame(prover, versions, name, ({ rules }) =>
        rules.slice(start, rules.length - end + more),
      );
      if (found !== null) return found;
    }
  }
  return null;
}

const isSame = (one: unknown, other: unknown): boolean => jsonEqual(one as Json, other as Json);
const outside = ({ rules: _, ...rest }: Pack) => rest;

/** Whether nothing but the rules of one pack differs in what it can come to run. */
function isAllElseSame(versions: Versions, name: string): boolean {
  const [old, now] = versions;
  const reached = new Set(versions.flatMap((linked) => [...reachedFrom([name], linked)]));
  return [...reached].every((other) => {
    const [one, two] = [old.packs.get(other), now.packs.get(other)];
    if (one === undefined || two === undefined || !isSame(outside(one.pack), outside(two.pack))) return false;
    return (
      other === name ||
      isSame(
        one.rules.map(({ rule }) => rule),
        two.rules.map(({ rule }) => rule),
      )
    );
  });
}

/** How many rules both begin with. */
function sameAtStart(rules: Rules, others: Rules): number {
  const first = rules.findIndex(({ rule }, index) => others[index] === undefined || !isSame(rule, others[index].rule));
  return first < 0 ? rules.length : first;
}

async function leaveTheSame(
  prover: Prover,
  versions: Versions,
  name: string,
  part: (pack: LinkedPack) => Rules,
): Promise<Sameness> {
  const [old, now] = versions.map((linked) => {
    const pack = linked.packs.get(name)!;
    return withinReach({ ...linked, packs: new Map(linked.packs).set(name, { ...pack, rules: part(pack) }) }, [name]);
  }) as [LinkedPacks, LinkedPacks];
  const terms = termsBetween(old, now);
  if (!terms.isComplete) return null;
  const always = { kind: "pack", pack: name, architectures: null, when: null } as const;
  const [run, other] = [old, now].map((linked) => encodeProgram(terms, linked, { stages: [always] })) as [
    ReturnType<typeof encodeProgram>,
    ReturnType<typeof encodeProgram>,
  ];
  if (!(await prover.isNever(terms, run.given, behaviorDiffers(terms, { before: run, after: other })))) return null;
  const ledger = ledgersDiffer(terms, run, other);
  return ledger !== null && (await prover.isNever(terms, run.given, ledger)) ? "all" : "behavior";
}
