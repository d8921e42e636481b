import type { Alias } from "../common/engine-adapter.js";
import { HelperThread, shareTasks } from "../common/helper-threads.js";
import { fromMap, itemAt } from "../common/must.js";
import { orWhenOver } from "../solver/budget.js";
import { otherReleases } from "../diff/other-targets.js";
import type { Proof } from "./proof.js";
import { documentToJson } from "../common/aliases.js";
import { FettleError } from "../common/diagnostic.js";
import { releasesOf } from "../packs/known-releases.js";
import { holdsFor } from "../packs/target.js";
import { reachableFrom } from "../packs/reachable-packs.js";
import type { Loaded, Program } from "../workspace/load-program.js";
import type { ProvedSubject, ShownProof } from "./proved.js";
import { targetText } from "../packs/target.js";
import type { Prover, ProverOptions } from "../solver/prover.js";
import { solversTogether } from "../solver/solvers-together.js";
import type { JsonObject } from "../common/json.js";

/** A unit of proof: a pack of a program, or its set. */
export interface ProofSubject {
  readonly program: Program;
  readonly pack: string | null;
}

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

interface Task {
  readonly name: string;
  /** Number of rules. */
  readonly size: number;
  readonly subject: ProofSubject;
  run(prover: Prover): Promise<readonly Proof[]>;
}

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
    const tasks = await tasksOfAll(subjects);
    const isShared = data !== null && tasks.reduce((sum, { size }) => sum + size, 0) >= leastToShare;
    while (provers.length + helpers.length < together) {
      if (isShared) helpers.push(new HelperThread({ job: "prove", data }));
      else provers.push(await openProver(options));
    }
    const largestFirst = [...tasks.keys()].sort((left, right) => itemAt(tasks, right).size - itemAt(tasks, left).size);
    const proofs = await shareTasks(
      largestFirst,
      helpers,
      provers.map((prover) => (index) => itemAt(tasks, index).run(prover)),
      (index, done) => show(itemAt(tasks, index).name, done, tasks.length),
    );
    return subjects.map((subject) =>
      provedOf(
        subject,
        tasks.flatMap((task, index) => (task.subject === subject ? fromMap(proofs, index) : [])),
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
): Promise<(index: number) => Promise<readonly Proof[]>> {
  const { openProver } = await import("../solver/prover.js");
  const [tasks, prover] = [await tasksOfAll(subjects), await openProver(options)];
  return (index) => itemAt(tasks, index).run(prover);
}

const tasksOfAll = async (subjects: readonly ProofSubject[]): Promise<readonly Task[]> =>
  (await Promise.all(subjects.map(tasksOf))).flat();

/** One task for a pack; one for each interaction of a set's packs. */
async function tasksOf(subject: ProofSubject): Promise<readonly Task[]> {
  const { program, pack } = subject;
  const { linked } = program;
  const sizeOf = (name: string) =>
    [...reachableFrom([name], linked)].reduce((sum, reached) => sum + fromMap(linked.packs, reached).rules.length, 0);
  if (pack !== null) {
    const { provePack } = await import("./prove-pack.js");
    return [
      {
        name: pack,
        size: sizeOf(pack),
        subject,
        run: (prover) => provePack(prover, linked, pack, documentsOf(program, [pack])),
      },
    ];
  }
  const [{ meetingsIn, proveMeeting, proveRest }, { notAsked }] = await Promise.all([
    import("./prove-set.js"),
    import("./proof.js"),
  ]);
  const meetings = await orWhenOver<ReturnType<typeof meetingsIn> | string>(
    () => meetingsIn(linked),
    (reason) => reason,
  );
  if (typeof meetings === "string")
    return [{ name: linked.set, size: 0, subject, run: async () => [notAsked("apart", meetings)] }];
  const together = meetings.map(
    (meeting): Task => ({
      name: meeting.packs.join(" and "),
      size: meeting.packs.reduce((sum, name) => sum + sizeOf(name), 0),
      subject,
      run: (prover) => proveMeeting(prover, meeting, documentsOf(program, meeting.packs)),
    }),
  );
  return [...together, { name: linked.set, size: 0, subject, run: async () => [proveRest(linked, meetings)] }];
}

function provedOf({ program, pack }: ProofSubject, proofs: readonly Proof[]): ProvedSubject {
  const { linked } = program;
  return {
    name: pack ?? linked.set,
    isSet: pack === null,
    target: targetText(program.linked.target),
    alias: linked.engine.alias,
    file: linked.packs.get(pack ?? "")?.file ?? null,
    proofs: proofs.map((proof) => toShown(proof, linked.engine.alias)),
  };
}

function toShown({ document, ...proof }: Proof, alias: Alias | null): ShownProof {
  return { ...proof, document: document === null ? null : documentToJson(document, alias) };
}

/** The documents of the packs' cases, as candidate witnesses that avoid the solver. */
function documentsOf({ linked: { read } }: Program, packs: readonly string[]): readonly JsonObject[] {
  return read.cases
    .filter(({ content }) => packs.includes(content.pack))
    .flatMap(({ content }) => content.cases.map(({ document }) => document as JsonObject));
}
