import type { JsonObject } from "../../base/json.js";
import type { Program } from "../../program/load-program.js";
import type { ProvedSubject } from "../../report/proved.js";
import type { ReviewedPack, ReviewFinding } from "../../report/reviewed.js";

/** What a review proves of the packs that a branch changes: the same as `fettle prove`, at a release at which they have rules. */
export async function provePacks(packs: readonly ReviewedPack[], programs: readonly Program[], show: (text: string) => void): Promise<readonly ReviewedPack[]> {
  const own = packs.flatMap(({ pack, status }) => {
    const program = programs.find(({ linked }) => (linked.packs.get(pack)?.rules.length ?? 0) > 0);
    return status === "removed" || status === "runs-changed" || program === undefined ? [] : [{ pack, program }];
  });
  if (own.length === 0) return packs;
  const [{ openProver }, { proveAll }] = await Promise.all([import("../../analysis/prover.js"), import("../../analysis/prove/prove-all.js")]);
  const prover = await openProver();
  const found = new Map<string, ProvedSubject>();
  try {
    for (const { pack, program } of own) {
      show(`proofs of ${pack}`);
      const { read } = program.linked;
      const [proved] = await proveAll(prover, program.linked, read.claims, { only: new Set([pack]), documents: documentsOfCases(program, [pack]) });
      if (proved !== undefined) found.set(pack, proved);
    }
  } finally {
    await prover.close();
  }
  return packs.map((entry) => ({ ...entry, proved: found.get(entry.pack) ?? null }));
}

/** The documents of cases, by pack: one that shows something needs no solver. */
export function documentsOfCases({ linked: { read } }: Program, packs: readonly string[]): ReadonlyMap<string, readonly JsonObject[]> {
  const of = (name: string) => read.cases.filter(({ content }) => content.pack === name).flatMap(({ content }) => content.cases.map(({ document }) => document as JsonObject));
  return new Map(packs.map((name) => [name, of(name)]));
}

/** Dead rules, claims that do not hold, and the like. */
export function proofFindings(packs: readonly ReviewedPack[]): readonly ReviewFinding[] {
  return packs.flatMap(({ proved }) => (proved?.proofs ?? []).flatMap(({ finding }) => (finding === null ? [] : [{ ...finding, kind: "proof" as const }])));
}
