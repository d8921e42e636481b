import { availableParallelism } from "node:os";
import { otherReleases } from "../analysis/diff/other-targets.js";
import type { Proved } from "../analysis/prove/prove-pack.js";
import { FettleError } from "../base/diagnostic.js";
import type { Loaded, Program } from "../program/load-program.js";
import type { ProverOptions } from "../analysis/prover.js";
import type { JsonObject } from "../base/json.js";

/** What is proved by itself: a pack of a program, or its set. */
export interface ProofSubject {
  readonly program: Program;
  readonly pack: string | null;
}

export interface SubjectOptions {
  load(target: string): Promise<Loaded>;
  /** Whether the user chose the target: packs that have no rules for it are then left out. */
  readonly isTargetChosen: boolean;
  /** Whether to take every choice of a pack's rules, and not only one. */
  readonly isEach: boolean;
  readonly withSet: boolean;
}

/** Each pack at the target, or at releases for which it has rules; then the set. @throws FettleError */
export async function subjectsOf(base: Program, names: readonly string[], { load, isTargetChosen, isEach, withSet }: SubjectOptions): Promise<readonly ProofSubject[]> {
  const programs = new Map<string, Program>();
  const programFor = async (target: string): Promise<Program> => {
    const known = programs.get(target);
    if (known !== undefined) return known;
    const { program, diagnostics } = await load(target);
    if (program === null) throw new FettleError(diagnostics);
    programs.set(target, program);
    return program;
  };
  const subjects: ProofSubject[] = [];
  for (const pack of names) {
    const found: ProofSubject[] = hasRules(base, pack) ? [{ program: base, pack }] : [];
    for (const target of isTargetChosen && !isEach ? [] : otherReleases(base.linked, pack)) {
      if (found.length > 0 && !isEach) break;
      const program = await programFor(target);
      if (hasRules(program, pack)) found.push({ program, pack });
    }
    subjects.push(...found);
  }
  return withSet ? [...subjects, { program: base, pack: null }] : subjects;
}

const hasRules = ({ linked }: Program, pack: string): boolean => (linked.packs.get(pack)?.rules.length ?? 0) > 0;

/** More solvers would only take more memory: what takes long is one pack. */
const mostSolvers = 2;

/** Proves all, the largest first; `show` is called with what is begun and how many are done. */
export async function proveTogether(subjects: readonly ProofSubject[], options: ProverOptions, show: (name: string, done: number) => void): Promise<readonly Proved[]> {
  const [{ openProver }, { provePack }, { proveSet }] = await Promise.all([import("../analysis/prover.js"), import("../analysis/prove/prove-pack.js"), import("../analysis/prove/prove-set.js")]);
  const size = ({ program, pack }: ProofSubject) => (pack === null ? Infinity : program.linked.packs.get(pack)!.rules.length);
  const proved = new Map<ProofSubject, Proved>();
  const open = subjects.toSorted((left, right) => size(right) - size(left)).values();
  const work = async () => {
    const prover = await openProver(options);
    try {
      for (const subject of open) {
        const { program: { linked }, pack } = subject;
        show(pack ?? linked.set, proved.size);
        proved.set(subject, pack === null ? await proveSet(prover, linked) : await provePack(prover, linked, pack, documentsOf(subject.program, pack)));
      }
    } finally {
      await prover.close();
    }
  };
  await Promise.all(Array.from({ length: Math.min(mostSolvers, availableParallelism(), subjects.length) }, work));
  return subjects.map((subject) => proved.get(subject)!);
}

/** The documents of a pack's cases: one that shows something needs no solver. */
function documentsOf({ linked: { read } }: Program, pack: string): readonly JsonObject[] {
  return read.cases.filter(({ content }) => content.pack === pack).flatMap(({ content }) => content.cases.map(({ document }) => document as JsonObject));
}
