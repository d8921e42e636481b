import { HelperThread, shareTasks } from "../common/helper-threads.js";
import { fromMap, itemAt } from "../common/must.js";
import { otherReleases } from "../diff/other-targets.js";
import { keptProofsOf } from "./kept-proofs.js";
import { FettleError } from "../common/diagnostic.js";
import { releasesOf } from "../packs/known-releases.js";
import { holdsFor } from "../packs/target.js";
import type { Loaded, Program } from "../workspace/load-program.js";
import { tasksOf, type ProofSubject } from "./proof-tasks.js";
import type { ProvedSubject, ShownProof } from "./proved.js";
import { targetText } from "../packs/target.js";
import type { ProverOptions } from "../solver/prover.js";
import { solversTogether } from "../solver/solvers-together.js";

export interface SubjectOptions {
  load(target: string): Promise<Loaded>;
  /** Whether the user chose the target: packs without rules for it are then omitted. */
  readonly isTargetChosen: boolean;
  /** Whether to cover every choice of a pack's rules instead of one. */
  readonly isEach: boolean;
  readonly withSet: boolean;
}

/** Lists each pack at the target, or at releases for which it has rules; then the set. @throws FettleError */
export async function subjectsOf(
  base: Program,
  names: readonly string[],
  { load, isTargetChosen, isEach, withSet }: SubjectOptions,
): Promise<readonly ProofSubject[]> {
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
    // Last first: it takes the longest.
    const others = isEach
      ? otherReleases(base.linked, pack).toReversed()
      : isTargetChosen
        ? []
        : lastReleases(base, pack);
    for (const target of others) {
      if (found.length > 0 && !isEach) break;
      const program = await programFor(target);
      if (hasRules(program, pack)) found.push({ program, pack });
    }
    subjects.push(...found);
  }
  return withSet ? [...subjects, { program: base, pack: null }] : subjects;
}

/** The newest known release at which a pack has rules; without known releases, one for each choice of rules. */
function lastReleases({ linked }: Program, name: string): readonly string[] {
  const { pack } = fromMap(linked.packs, name);
  const { project } = linked.target;
  const isFor = (version: string, range: string | undefined) => holdsFor(range, { project, version });
  const last = releasesOf(project).findLast(
    (version) => isFor(version, pack.versions) && pack.rules.some(({ versions }) => isFor(version, versions)),
  );
  return last === undefined ? otherReleases(linked, name).toReversed() : [`${project}@${last}`];
}

const hasRules = ({ linked }: Program, pack: string): boolean => (linked.packs.get(pack)?.rules.length ?? 0) > 0;

/** From so many rules, a thread saves more time than it takes to start. */
const leastToShare = 150;

/**
 * Proves all subjects, the largest first. `show` receives the current subject, the number done, and the total. Solvers,
 * at most one for each subject, start while subjects are still being loaded. With data from which helper threads can
 * repeat the subjects, each thread has one solver.
 */
export async function proveTogether(
  loading: Promise<readonly ProofSubject[]>,
  atMost: number,
  options: ProverOptions,
  show: (name: string, done: number, all: number) => void,
  data: unknown = null,
): Promise<readonly ProvedSubject[]> {
  const { openProver } = await import("../solver/prover.js");
  const together = Math.min(solversTogether(), atMost);
  const provers = [await openProver(options)];
  const helpers: HelperThread[] = [];
  try {
    const subjects = await loading;
    const tasks = await tasksOf(subjects);
    const known = tasks.map(({ key }) => keptProofsOf(key()));
    const open = [...tasks.keys()].filter((index) => itemAt(known, index) === null);
    const sizeOf = (index: number) => itemAt(tasks, index).size;
    const isShared = data !== null && open.reduce((sum, index) => sum + sizeOf(index), 0) >= leastToShare;
    while (provers.length + helpers.length < together) {
      if (isShared) helpers.push(new HelperThread({ job: "prove", data }));
      else provers.push(await openProver(options));
    }
    const proofs = await shareTasks(
      open.sort((left, right) => sizeOf(right) - sizeOf(left)),
      helpers,
      provers.map((prover) => (index) => itemAt(tasks, index).run(prover)),
      (index, done) => show(itemAt(tasks, index).name, tasks.length - open.length + done, tasks.length),
    );
    return subjects.map((subject) =>
      provedOf(
        subject,
        tasks.flatMap((task, index) =>
          task.subject === subject ? (itemAt(known, index) ?? fromMap(proofs, index)) : [],
        ),
      ),
    );
  } finally {
    await Promise.all([...provers, ...helpers].map((each) => each.close()));
  }
}

/** What a helper thread does: the same tasks, by the same indexes, with a solver of its own. */
export async function helpProve(
  subjects: readonly ProofSubject[],
  options: ProverOptions,
): Promise<(index: number) => Promise<readonly ShownProof[]>> {
  const { openProver } = await import("../solver/prover.js");
  const [tasks, prover] = [await tasksOf(subjects), await openProver(options)];
  return (index) => itemAt(tasks, index).run(prover);
}

function provedOf({ program, pack }: ProofSubject, proofs: readonly ShownProof[]): ProvedSubject {
  const { linked } = program;
  return {
    name: pack ?? linked.set,
    isSet: pack === null,
    target: targetText(program.linked.target),
    alias: linked.engine.alias,
    file: linked.packs.get(pack ?? "")?.file ?? null,
    proofs,
  };
}
