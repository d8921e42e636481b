import { FettleError, type Diagnostic } from "../common/diagnostic.js";
import { noProgress, type Progress } from "../common/progress.js";
import type { Claims } from "../generated/claims.js";
import { fieldsOf } from "../language/fields.js";
import { checkClaimNames } from "../packs/check/check-claims.js";
import { memoryFor } from "../workspace/shared-memory.js";
import type { Read } from "../packs/read-packs.js";
import { targetText } from "../packs/target.js";
import { budgetOf } from "../solver/budget.js";
import type { ProverOptions } from "../solver/prover.js";
import { choosePacks, splitNames } from "../workspace/choose-packs.js";
import { chooseRules, type RuleChoice } from "../workspace/choose-rules.js";
import { lineReader } from "../workspace/line-reader.js";
import { loadProgram, type Program } from "../workspace/load-program.js";
import { findProject } from "../workspace/project.js";
import type { ProofSubject } from "./proof-tasks.js";
import { helpProve, proveTogether, subjectsOf } from "./prove-together.js";
import type { Proofs } from "./proved.js";

export interface ProveOptions extends RuleChoice {
  /** Names of packs, or files and folders that contain them; defaults to all packs and the interactions of the set. */
  readonly packs?: readonly string[] | undefined;
  /** Prove each pack at one release for every choice of its rules by version ranges. */
  readonly allReleases?: boolean | undefined;
  /** Seconds for one proof, with all its questions; 5 by default. */
  readonly secondsPerQuestion?: number | undefined;
  /** Total seconds for all questions; unlimited by default. */
  readonly seconds?: number | undefined;
  readonly onProgress?: Progress | undefined;
}

/**
 * Proves properties of packs for all documents that the schema allows, or finds counterexamples.
 *
 * @throws FettleError if the rules do not load or a pack does not exist.
 */
export async function proveRules(options: ProveOptions = {}): Promise<Proofs> {
  const { onProgress = noProgress, ...choice } = options;
  const { program, names, only, subjects } = await findSubjects(choice);
  const proved = await proveTogether(
    subjects,
    options.allReleases === true || only === undefined ? Infinity : names.length,
    limitsOf(choice),
    (name, done, all) => onProgress(`${done} of ${all}  ${name}`, done / all),
    // Engines have functions, which a thread cannot receive.
    choice.engines === undefined ? choice : null,
  );
  const isMeant = ({ content }: Read<Claims>) =>
    (only?.has(content.pack) ?? true) && proved.every(({ name }) => name !== content.pack);
  return {
    target: targetText(program.linked.target),
    proved,
    unlinked: unlinkedClaims(program, isMeant),
    line: lineReader(),
  };
}

/** Repeats the subjects in a helper thread. */
export async function helpToProve(choice: ProveOptions): Promise<(index: number) => Promise<unknown>> {
  const limits = limitsOf(choice);
  return helpProve(await (await findSubjects(choice)).subjects, limits);
}

const limitsOf = ({ secondsPerQuestion = 5, seconds = Infinity }: ProveOptions): ProverOptions => ({
  millisecondsPerQuestion: secondsPerQuestion * 1000,
  budget: budgetOf(seconds),
});

interface FoundSubjects {
  readonly program: Program;
  readonly names: readonly string[];
  /** The packs that were named; undefined without names. */
  readonly only: ReadonlySet<string> | undefined;
  readonly subjects: Promise<readonly ProofSubject[]>;
}

async function findSubjects({
  packs: words = [],
  allReleases = false,
  ...options
}: ProveOptions): Promise<FoundSubjects> {
  const chosen = chooseRules(options, await findProject());
  const named = await splitNames(words);
  const rules = [...chosen.rules, ...named.places.rules];
  const memory = memoryFor({ engines: chosen.engines });
  const load = (target: string | undefined) =>
    loadProgram({ ...chosen, rules, target, anyRelease: target !== chosen.target, fromFiles: true }, { memory });
  const { program, diagnostics } = await load(chosen.target);
  if (program === null) throw new FettleError(diagnostics);
  const { packs, read } = program.linked;
  const only = words.length === 0 ? undefined : choosePacks(named, read);
  const names = [...packs.keys()].filter((name) => only?.has(name) ?? true);
  const subjects = subjectsOf(program, names, {
    load,
    isTargetChosen: options.target !== undefined,
    isEach: allReleases,
    withSet: only === undefined,
  });
  return { program, names, only, subjects };
}

/** Explains why no proof mentions a claim: its pack does not exist or has no rules to prove. */
function unlinkedClaims(
  { linked: { read, packs, operators, engine } }: Program,
  isMeant: (claims: Read<Claims>) => boolean,
): readonly Diagnostic[] {
  const around = { fields: fieldsOf(engine), operators };
  const found = read.claims.filter(isMeant).flatMap((claims) => checkClaimNames(claims, read, packs, around));
  return found.filter(({ severity }) => severity === "error");
}
