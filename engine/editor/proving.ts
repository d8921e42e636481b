import type { JsonObject } from "../common/json.js";
import { fromMap } from "../common/must.js";
import { LinkMemory } from "../packs/link-memory.js";
import type { RuleFiles } from "../packs/read-packs.js";
import { targetText } from "../packs/target.js";
import { proveTogether, subjectsOf } from "../proofs/prove-together.js";
import type { ProvedSubject, ShownProof } from "../proofs/proved.js";
import { budgetOf } from "../solver/budget.js";
import { openProver } from "../solver/prover.js";
import { casesByTarget } from "../testing/generation/case-targets.js";
import { findMissingCases, writeCases } from "../testing/generation/generate-cases.js";
import { linkFiles } from "../workspace/link-files.js";
import { programOf, type Loaded, type Program } from "../workspace/load-program.js";
import { systemDay } from "../workspace/system-day.js";

/** A question about one pack of the texts in an editor, as plain data. */
export interface ProvingTask {
  readonly kind: "prove" | "add-cases";
  readonly files: RuleFiles;
  readonly set: string;
  readonly target: string;
  readonly pack: string;
}

export type ProvingAnswer =
  | { readonly kind: "proved"; readonly proofs: PackProofs }
  /** The cases file of the pack with the missing cases, and their number; null if none is missing. */
  | { readonly kind: "cases"; readonly added: AddedCases | null }
  | { readonly kind: "failed"; readonly message: string };

export interface AddedCases {
  readonly file: string;
  readonly text: string;
  readonly count: number;
}

/** What is proved of a pack. */
export interface PackProofs {
  /** Whether each rule can fire, by id. */
  readonly rules: ReadonlyMap<string, NamedProof>;
  /** Whether each claim holds for every document, by id. */
  readonly claims: ReadonlyMap<string, NamedProof>;
}

/** An outcome with its witness or counterexample, if there is one. */
export interface NamedProof {
  readonly outcome: ShownProof["outcome"];
  readonly note: string | null;
  readonly document: JsonObject | null;
}

/** Seconds for one question, and for a task. An editor asks again after each change. */
const [perQuestion, perTask] = [3, 60];

/** Answers a question; takes seconds, so it runs in a thread of its own. */
export async function answerTask(task: ProvingTask): Promise<ProvingAnswer> {
  const { files, set, target, pack } = task;
  const memory = new LinkMemory();
  const load = async (release: string): Promise<Loaded> => {
    const { linked, diagnostics } = await linkFiles(
      { files, target: release, anyRelease: release !== target, today: systemDay() },
      set,
      { memory },
    );
    return { program: linked === null ? null : programOf(linked), diagnostics };
  };
  const { program } = await load(target);
  if (program === null || !program.linked.packs.has(pack)) return { kind: "failed", message: "the rules have errors" };
  return task.kind === "prove" ? prove(pack, program, load) : addCases(pack, program, load);
}

async function prove(
  pack: string,
  program: Program,
  load: (target: string) => Promise<Loaded>,
): Promise<ProvingAnswer> {
  const around = { load, isTargetChosen: false, isEach: false, withSet: false };
  const subjects = await subjectsOf(program, [pack], around);
  const options = { millisecondsPerQuestion: perQuestion * 1000, budget: budgetOf(perTask) };
  const [proved] = await proveTogether(Promise.resolve(subjects), 1, options, () => {});
  const linked = subjects[0]?.program.linked;
  if (proved === undefined || linked === undefined)
    return { kind: "failed", message: "no rule applies to this release" };
  const claims = linked.read.claims.filter(({ content }) => content.pack === pack);
  return {
    kind: "proved",
    proofs: {
      rules: byName(
        fromMap(linked.packs, pack).rules.map(({ rule }) => rule.id),
        proved,
        "fires",
      ),
      claims: byName(
        claims.flatMap(({ content }) => content.claims.map(({ id }) => id)),
        proved,
        "claim",
      ),
    },
  };
}

/** Proofs of one kind are in the order of the rules or claims; none has a name if the time was over before the last. */
function byName(
  names: readonly string[],
  { proofs }: ProvedSubject,
  kind: ShownProof["what"],
): ReadonlyMap<string, NamedProof> {
  const own = proofs.filter(({ what }) => what === kind);
  const open: NamedProof = { outcome: "unknown", note: own.at(-1)?.note ?? null, document: null };
  const isComplete = own.length === names.length;
  return new Map(
    names.map((name, index) => {
      const proof = isComplete ? own[index] : undefined;
      return [
        name,
        proof === undefined ? open : { outcome: proof.outcome, note: proof.note, document: proof.document },
      ];
    }),
  );
}

async function addCases(
  pack: string,
  program: Program,
  load: (target: string) => Promise<Loaded>,
): Promise<ProvingAnswer> {
  const { read, target, packs } = program.linked;
  const prover = await openProver({ budget: budgetOf(perTask) });
  try {
    const targets = await casesByTarget(pack, program, read, { onlyNamed: false, load });
    const { missing } = await findMissingCases(prover, pack, targets, targetText(target));
    if (missing.length === 0) return { kind: "cases", added: null };
    const [file, text] = writeCases(pack, fromMap(packs, pack).file, missing, read);
    return { kind: "cases", added: { file, text, count: missing.length } };
  } finally {
    await prover.close();
  }
}
