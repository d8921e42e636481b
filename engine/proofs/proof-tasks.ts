import { createHash } from "node:crypto";
import type { EngineAdapter } from "../common/engine-adapter.js";
import type { JsonObject } from "../common/json.js";
import { memoize, once } from "../common/memoize.js";
import { fromMap } from "../common/must.js";
import { engines } from "../packs/engines.js";
import type { LinkedPacks } from "../packs/linked.js";
import { reachableFrom, reachablePacks } from "../packs/reachable-packs.js";
import { targetText } from "../packs/target.js";
import { orWhenOver } from "../solver/budget.js";
import type { Prover } from "../solver/prover.js";
import { solverIdentity } from "../solver/solver.js";
import type { Program } from "../workspace/load-program.js";
import { toLines } from "../workspace/pack-lines.js";
import { keepProofs, keyOfTask, type KeptProofs } from "./kept-proofs.js";
import type { Meeting } from "./meetings.js";
import type { Proof } from "./proof.js";
import type { ShownProof } from "./proved.js";

/** A unit of proof: a pack of a program, or its set. */
export interface ProofSubject {
  readonly program: Program;
  readonly pack: string | null;
}

/** A part of a subject that one solver proves. */
export interface ProofTask {
  readonly name: string;
  /** Number of rules. */
  readonly size: number;
  readonly subject: ProofSubject;
  /** What its proofs are kept under; null if they are not. */
  key(): string | null;
  run(prover: Prover): Promise<readonly ShownProof[]>;
}

/** One task for a pack; one for each interaction of a set's packs. */
export async function tasksOf(subjects: readonly ProofSubject[]): Promise<readonly ProofTask[]> {
  const solver = once(solverIdentity);
  return (
    await Promise.all(
      subjects.map((subject) =>
        subject.pack === null ? tasksOfSet(subject, solver) : taskOfPack(subject, subject.pack, solver),
      ),
    )
  ).flat();
}

type Identity = () => string | null;

async function taskOfPack(subject: ProofSubject, pack: string, solver: Identity): Promise<readonly ProofTask[]> {
  const { provePack } = await import("./prove-pack.js");
  const { linked } = subject.program;
  const content = () => [linesOf(reachablePacks(linked, [pack])), claimsOf(linked, [pack])];
  return [
    await taskOf(subject, [pack], { solver, content }, (prover, documents, kept) =>
      provePack(prover, linked, pack, documents, kept),
    ),
  ];
}

async function tasksOfSet(subject: ProofSubject, solver: Identity): Promise<readonly ProofTask[]> {
  const [{ meetingsIn, proveMeeting, proveRest }, { notAsked, toShown }] = await Promise.all([
    import("./prove-set.js"),
    import("./proof.js"),
  ]);
  const { linked } = subject.program;
  /** A statement that needs no solver. */
  const atOnce = (prove: () => Proof): ProofTask => ({
    ...{ name: linked.set, size: 0, subject, key: () => null },
    run: async () => [toShown(prove(), linked.engine.alias)],
  });
  const meetings = await orWhenOver<readonly Meeting[] | string>(
    () => meetingsIn(linked),
    (reason) => reason,
  );
  if (typeof meetings === "string") return [atOnce(() => notAsked("apart", meetings))];
  const around = once(() => [stagesOf(linked), claimsOf(linked, [...linked.packs.keys()])]);
  const tasks = meetings.map((meeting) => {
    const content = () => [linesOf(meeting.linked), around()];
    return taskOf(subject, meeting.packs, { solver, content }, (prover, documents, kept) =>
      proveMeeting(prover, meeting, documents, kept),
    );
  });
  return [...(await Promise.all(tasks)), atOnce(() => proveRest(linked, meetings))];
}

/** The schema, which decides what a document is, in few letters. */
const schemaText = memoize((engine: EngineAdapter) =>
  createHash("sha256").update(JSON.stringify(engine.schema())).digest("hex"),
);

/** `content` is what decides the proofs, besides the target, the schema, the cases' documents and the solver. */
async function taskOf(
  subject: ProofSubject,
  packs: readonly string[],
  { solver, content }: { readonly solver: Identity; readonly content: () => unknown },
  prove: (prover: Prover, documents: readonly JsonObject[], kept: KeptProofs) => Promise<readonly Proof[]>,
): Promise<ProofTask> {
  const [{ provingCode }, { toShown }] = await Promise.all([import("./prove-pack.js"), import("./proof.js")]);
  const { linked } = subject.program;
  const documents = documentsOf(subject.program, packs);
  // An engine of the caller's own has code that is in no key.
  const key = once(() =>
    linked.engine === engines.vllm
      ? keyOfTask(
          () => [targetText(linked.target), schemaText(linked.engine), packs, content(), documents],
          provingCode,
          solver(),
        )
      : null,
  );
  return {
    name: packs.join(" and "),
    size: packs.reduce((sum, name) => sum + sizeOf(name, linked), 0),
    ...{ subject, key },
    run: (prover) =>
      keepProofs(key(), async (kept) =>
        (await prove(prover, documents, kept)).map((proof) => toShown(proof, linked.engine.alias)),
      ),
  };
}

const sizeOf = (name: string, linked: LinkedPacks): number =>
  [...reachableFrom([name], linked)].reduce((sum, reached) => sum + fromMap(linked.packs, reached).rules.length, 0);

const linesOf = ({ packs }: LinkedPacks): readonly string[] => [...packs.values()].map(toLines);

const stagesOf = ({ stages }: LinkedPacks): readonly unknown[] =>
  stages.map((stage) =>
    stage.kind === "dispatch"
      ? { ...stage, packs: [...stage.packs] }
      : { ...stage, architectures: stage.architectures === null ? null : [...stage.architectures] },
  );

const claimsOf = ({ read }: LinkedPacks, packs: readonly string[]): readonly unknown[] =>
  read.claims.map(({ content }) => content).filter(({ pack }) => packs.includes(pack));

/** The documents of the packs' cases, as candidate witnesses that avoid the solver. */
function documentsOf({ linked: { read } }: Program, packs: readonly string[]): readonly JsonObject[] {
  return read.cases
    .filter(({ content }) => packs.includes(content.pack))
    .flatMap(({ content }) => content.cases.map(({ document }) => document as JsonObject));
}
