import type { Progress } from "../common/progress.js";
import { unlimited, type Budget } from "../solver/budget.js";
import type { Program } from "../workspace/load-program.js";
import { proveTogether, type ProofSubject } from "../proofs/prove-together.js";
import type { ReviewedPack, ReviewFinding } from "./reviewed.js";

/** Proves the packs that a branch changes like `fettle prove`, at a release at which they have rules. */
export async function provePacks(
  packs: readonly ReviewedPack[],
  programs: readonly Program[],
  show: Progress,
  budget: Budget = unlimited,
): Promise<readonly ReviewedPack[]> {
  const own = packs.flatMap(({ pack, status }): readonly ProofSubject[] => {
    const program = programs.find(({ linked }) => (linked.packs.get(pack)?.rules.length ?? 0) > 0);
    return status === "removed" || status === "runs-changed" || program === undefined ? [] : [{ pack, program }];
  });
  if (own.length === 0) return packs;
  const proved = await proveTogether(Promise.resolve(own), own.length, { budget }, (name, done, all) =>
    show(`proofs of ${name}`, done / all),
  );
  return packs.map((entry) => ({ ...entry, proved: proved.find(({ name }) => name === entry.pack) ?? null }));
}

/** Reports dead rules, refuted claims, and the like. */
export function proofFindings(packs: readonly ReviewedPack[]): readonly ReviewFinding[] {
  return packs.flatMap(({ proved }) =>
    (proved?.proofs ?? []).flatMap(({ finding }) => (finding === null ? [] : [{ ...finding, kind: "proof" as const }])),
  );
}
