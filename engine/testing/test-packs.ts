import { FettleError } from "../common/diagnostic.js";
import type { CompileMode } from "../compiler/compile-mode.js";
import { HelperThread } from "../common/helper-threads.js";
import { fromMap } from "../common/must.js";
import { noProgress, type Progress } from "../common/progress.js";
import { checkCasesPack } from "../packs/check/check-cases.js";
import { memoryFor } from "../workspace/shared-memory.js";
import { readPacks, type ReadPacks } from "../packs/read-packs.js";
import { targetText } from "../packs/target.js";
import { budgetOf, type Budget } from "../solver/budget.js";
import type { Prover } from "../solver/prover.js";
import { choosePacks, splitNames } from "../workspace/choose-packs.js";
import { chooseRules, type RuleChoice } from "../workspace/choose-rules.js";
import { lineReader } from "../workspace/line-reader.js";
import { loadProgram, type Loaded, type Program } from "../workspace/load-program.js";
import { findProject } from "../workspace/project.js";
import { readRules } from "../workspace/read-rules.js";
import { runCases } from "./run-cases.js";
import type { Tested } from "./tested.js";

export interface TestOptions extends RuleChoice {
  /** Names of packs, or files and folders that contain them; defaults to all packs. */
  readonly packs?: readonly string[] | undefined;
  /** Also mutate the packs, and report the mutants that no case kills. */
  readonly mutate?: boolean | undefined;
  /** With `mutate`, total seconds for equivalence proofs; unlimited by default. */
  readonly seconds?: number | undefined;
  readonly onProgress?: Progress | undefined;
}

export interface GenerateOptions extends TestOptions {
  /** Called for each file with new cases, and for each case that could not be decided. */
  readonly onNote?: ((note: string) => void) | undefined;
}

/**
 * Runs the test cases of packs and measures their coverage.
 *
 * @throws FettleError if the rules do not load or a pack does not exist.
 */
export async function testPacks(options: TestOptions = {}): Promise<Tested> {
  // Few cases run each pack at each release, which takes less time than generating its code.
  const work = await openTests(options, options.mutate === true ? undefined : "closures");
  const read = await work.read();
  const tested = await run(work, read);
  if (options.mutate !== true) return tested;
  return { ...tested, packs: await withMutants(options, budgetFor(options), work, read, tested) };
}

/**
 * Adds missing cases to the packs' case files, all or none, then runs all cases. With `mutate`, also adds cases that
 * kill surviving mutants.
 *
 * @throws FettleError if the rules do not load or a file cannot be written.
 */
export async function generateCases(options: GenerateOptions = {}): Promise<Tested> {
  const work = await openTests(options);
  const budget = budgetFor(options);
  await withSolvers(options, budget, work, "generate", async (solvers) => {
    const { writeMissingCases } = await import("./generation/improve-cases.js");
    const note = options.onNote ?? (() => {});
    await writeMissingCases({ ...work, ...solvers, note }, await work.read(), options.mutate === true);
  });
  const read = await work.read();
  const tested = await run(work, read);
  return options.mutate === true
    ? { ...tested, packs: await withMutants(options, budget, work, read, tested) }
    : tested;
}

const withMutants = (
  options: TestOptions,
  budget: Budget,
  work: Tests,
  read: ReadPacks,
  { packs }: Tested,
): Promise<Tested["packs"]> =>
  withSolvers(options, budget, work, "mutate", async (solvers) => {
    const { addMutants } = await import("./generation/improve-cases.js");
    return addMutants({ ...work, ...solvers }, read, packs);
  });

type Task = "generate" | "mutate";

/** What a helper thread needs to repeat the work. */
interface Repeatable {
  readonly options: Omit<TestOptions, "onProgress">;
  readonly task: Task;
}

/** Does the work of one pack, by its index, in a helper thread. */
export async function helpToTest({ options, task }: Repeatable): Promise<(index: number) => Promise<unknown>> {
  const [work, prover] = [await openTests(options), await openOne(budgetFor(options))];
  const { missingCasesIn, mutantsIn } = await import("./generation/improve-cases.js");
  const all = { ...work, provers: [prover], helpers: [] };
  const read = await work.read();
  return task === "mutate" ? mutantsIn(all, read) : missingCasesIn(all, read, options.mutate === true);
}

interface Tests {
  readonly program: Program;
  /** The named packs; undefined if none. */
  readonly only: ReadonlySet<string> | undefined;
  readonly packs: readonly string[];
  readonly isTargetChosen: boolean;
  readonly show: Progress;
  /** Rereads the rule files. */
  read(): Promise<ReadPacks>;
  load(target?: string): Promise<Loaded>;
}

async function openTests(
  { packs: words = [], onProgress = noProgress, ...choice }: TestOptions,
  mode?: CompileMode,
): Promise<Tests> {
  const chosen = chooseRules(choice, await findProject());
  const named = await splitNames(words);
  const rules = [...chosen.rules, ...named.places.rules];
  const { files, diagnostics: unread } = await readRules(rules);
  const memory = memoryFor({ engines: chosen.engines });
  const loaded = new Map<string | undefined, Promise<Loaded>>();
  const load = (target = chosen.target): Promise<Loaded> => {
    const known = loaded.get(target);
    if (known !== undefined) return known;
    const { set, engines } = chosen;
    const fresh = loadProgram({ set, files, engines, target, mode, anyRelease: target !== chosen.target }, { memory });
    const whole = fresh.then(({ program, diagnostics }) => ({
      program: unread.length > 0 ? null : program,
      diagnostics: [...unread, ...diagnostics],
    }));
    loaded.set(target, whole);
    return whole;
  };
  const { program, diagnostics } = await load();
  if (program === null) throw new FettleError(diagnostics);
  const read = async () => readPacks((await readRules(rules)).files, undefined, () => program.linked.engine);
  const only = words.length === 0 ? undefined : choosePacks(named, await read());
  const packs = [...program.linked.packs.keys()].filter((name) => only?.has(name) ?? true);
  return { program, only, packs, isTargetChosen: choice.target !== undefined, show: onProgress, read, load };
}

async function run({ program, only, load }: Tests, read: ReadPacks): Promise<Tested> {
  const packs = await runCases(program, { cases: read.cases, load, only });
  const strays = read.cases.filter(({ content }) => only === undefined && !program.linked.packs.has(content.pack));
  return {
    target: targetText(program.linked.target),
    packs,
    findings: strays.flatMap((cases) => checkCasesPack(cases, read)),
    line: lineReader(),
  };
}

/** From so many rules, a thread saves more time than it takes to start. */
const leastToShare = 150;

/** The time of all proofs together, from now. */
const budgetFor = ({ seconds = Infinity }: TestOptions): Budget => budgetOf(seconds);

const openOne = async (budget: Budget): Promise<Prover> => (await import("../solver/prover.js")).openProver({ budget });

/**
 * Does work with a solver in this thread and in one for each further processor; for few rules, or for engines of the
 * caller's, whose functions no thread can receive, with all solvers in this one.
 */
async function withSolvers<Outcome>(
  { onProgress: _, ...given }: TestOptions,
  budget: Budget,
  { packs, program }: Tests,
  task: Task,
  work: (solvers: {
    readonly provers: readonly Prover[];
    readonly helpers: readonly HelperThread[];
  }) => Promise<Outcome>,
): Promise<Outcome> {
  const { solversTogether } = await import("../solver/solvers-together.js");
  const { onNote: __, ...options } = given as GenerateOptions;
  const rules = packs.reduce((sum, pack) => sum + fromMap(program.linked.packs, pack).rules.length, 0);
  const isShared = options.engines === undefined && packs.length > 1 && rules >= leastToShare;
  // A thread has its own clock, and what is left of the time.
  const seconds = Math.max(budget.end - performance.now(), 0) / 1000;
  const data: Repeatable = { options: { ...options, seconds }, task };
  const helpers = Array.from(
    { length: isShared ? solversTogether() - 1 : 0 },
    () => new HelperThread({ job: "test", data }),
  );
  // Only mutants are judged by several solvers of one thread.
  const isAlone = isShared || options.mutate !== true;
  const provers = await Promise.all(Array.from({ length: isAlone ? 1 : solversTogether() }, () => openOne(budget)));
  try {
    return await work({ provers, helpers });
  } finally {
    await Promise.all([...provers, ...helpers].map((each) => each.close()));
  }
}
