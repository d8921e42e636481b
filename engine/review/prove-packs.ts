import { noProgress, type Progress } from "../common/progress.js";
import { unlimited, type Budget } from "../solver/budget.js";
import type { Program } from "../workspace/load-program.js";
import type { ProofSubject } from "../proofs/proof-tasks.js";
import { proveTogether } from "../proofs/prove-together.js";
import type { ProvedSubject } from "../proofs/proved.js";
import type { ReviewedPack, ReviewFinding } from "./reviewed.js";

/** Proofs of packs of head, by name: under way while versions are compared, which takes about as long. */
export interface EarlyProofs {
  readonly proved: Promise<ReadonlyMap<string, ProvedSubject>>;
}

/** Starts to prove packs at head's own release, with one solver, since the comparison has others. */
export function startProofs(names: Iterable<string>, head: Program, budget: Budget): EarlyProofs {
  const subjects = [...names].flatMap((pack) => (hasRules(head, pack) ? [{ pack, program: head }] : []));
  const proved = prove(subjects, 1, noProgress, budget);
  // Reported where it is awaited, unless something else failed before.
  proved.catch(() => undefined);
  return { proved };
}

/**
 * Proves the packs that a branch changes like `fettle prove`, at a release at which they have rules, as far as `early`
 * does not.
 */
export async function provePacks(
  packs: readonly ReviewedPack[],
  programs: readonly Program[],
  show: Progress,
  budget: Budget = unlimited,
  early: EarlyProofs | null = null,
): Promise<readonly ReviewedPack[]> {
  const known = (await early?.proved) ?? new Map<string, ProvedSubject>();
  const own = packs.filter(({ status }) => status !== "removed" && status !== "runs-changed");
  const open = own.flatMap(({ pack }): readonly ProofSubject[] => {
    const program = known.has(pack) ? undefined : programs.find((other) => hasRules(other, pack));
    return program === undefined ? [] : [{ pack, program }];
  });
  const proved = new Map([...known, ...(await prove(open, open.length, show, budget))]);
  return packs.map((entry) => ({ ...entry, proved: (own.includes(entry) ? proved.get(entry.pack) : null) ?? null }));
}

async function prove(
  subjects: readonly ProofSubject[],
  solvers: number,
  show: Progress,
  budget: Budget,
): Promise<ReadonlyMap<string, ProvedSubject>> {
  if (subjects.length === 0) return new Map();
  const proved = await proveTogether(Promise.resolve(subjects), solvers, { budget }, (name, done, all) =>
    show(`proofs of ${name}`, done / all),
  );
  return new Map(proved.map((entry) => [entry.name, entry]));
}

const hasRules = ({ linked }: Program, pack: string): boolean => (linked.packs.get(pack)?.rules.length ?? 0) > 0;

/** Reports dead rules, refuted claims, and the like. */
export function proofFindings(packs: readonly ReviewedPack[]): readonly ReviewFinding[] {
  return packs.flatMap(({ proved }) =>
    (proved?.proofs ?? []).flatMap(({ finding }) => (finding === null ? [] : [{ ...finding, kind: "proof" as const }])),
  );
}
