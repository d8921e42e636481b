import { FettleError } from "../common/diagnostic.js";
import type { CompileMode } from "../compiler/compile-mode.js";
import { noProgress, type Progress } from "../common/progress.js";
import { checkCasesPack } from "../packs/check/check-cases.js";
import { memoryFor } from "../workspace/shared-memory.js";
import { readPacks, type ReadPacks } from "../packs/read-packs.js";
import { targetText } from "../packs/target.js";
import { budgetOf } from "../solver/budget.js";
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
  return withProvers(options, true, async (provers) => {
    const { addMutants } = await import("./generation/improve-cases.js");
    return { ...tested, packs: await addMutants({ ...work, provers }, read, tested.packs) };
  });
}

/**
 * Adds missing cases to the packs' case files, all or none, then runs all cases. With `mutate`, also adds cases that
 * kill surviving mutants.
 *
 * @throws FettleError if the rules do not load or a file cannot be written.
 */
export async function generateCases(options: GenerateOptions = {}): Promise<Tested> {
  const work = await openTests(options);
  const isTogether = options.mutate === true || work.packs.length > 1;
  return withProvers(options, isTogether, async (provers) => {
    const { addMutants, writeMissingCases } = await import("./generation/improve-cases.js");
    const note = options.onNote ?? (() => {});
    await writeMissingCases({ ...work, provers, note }, await work.read(), options.mutate === true);
    const read = await work.read();
    const tested = await run(work, read);
    return options.mutate === true
      ? { ...tested, packs: await addMutants({ ...work, provers }, read, tested.packs) }
      : tested;
  });
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

async function withProvers<Outcome>(
  { seconds = Infinity }: TestOptions,
  isTogether: boolean,
  work: (provers: readonly Prover[]) => Promise<Outcome>,
): Promise<Outcome> {
  const [{ openProver }, { solversTogether }] = await Promise.all([
    import("../solver/prover.js"),
    import("../solver/solvers-together.js"),
  ]);
  const budget = budgetOf(seconds);
  const provers = await Promise.all(
    Array.from({ length: isTogether ? solversTogether() : 1 }, () => openProver({ budget })),
  );
  try {
    return await work(provers);
  } finally {
    await Promise.all(provers.map((prover) => prover.close()));
  }
}
