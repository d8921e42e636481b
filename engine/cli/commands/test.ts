import { existsSync } from "node:fs";
import path from "node:path";
import { budgetOf } from "../../solver/budget.js";
import { diagnostic, FettleError } from "../../common/diagnostic.js";
import { didYouMean } from "../../common/nearest.js";
import { runCases } from "../../testing/run-cases.js";
import { checkCasesPack } from "../../packs/check/check-cases.js";
import { readPacks, type ReadPacks } from "../../packs/read-packs.js";
import { loadProgram, type Loaded, type Program } from "../../workspace/load-program.js";
import { readRules } from "../../workspace/read-rules.js";
import { isClean, testReports, type TestFormat, type Tested } from "../../report/tested.js";
import type { Command, ExitCode, Invocation } from "../command.js";
import { secondsOf } from "./diff.js";
import { lineReader } from "../ndjson/line-reader.js";
import { rulesChosen, targetOf } from "../load-rules.js";
import { findProject } from "../project.js";
import { findPlaces, type RulePlaces } from "../rule-places.js";

export const command: Command = {
  arguments: "[packs...]",
  description:
    "Runs the cases of packs and tells what they leave unseen. A rule that fires in no case, or stays silent in none, is a finding. PACKS are names, files or folders; without them all cases run, those that come with fettle and the project's own.",
  options: [
    { flags: "--format <format>", help: "how to print the outcome", choices: Object.keys(testReports) },
    {
      flags: "--mutate",
      help: "also put small faults into the packs, one at a time, and tell which of them no case notices",
    },
    {
      flags: "--time <seconds>",
      help: "with --mutate or --generate, how long to look for proofs, all together (default: without limit)",
    },
    {
      flags: "--generate",
      help: "write the cases that are missing, found by a solver, with what comes of them today; with --mutate also those that notice more faults",
    },
  ],
  examples: [
    { line: "fettle test", what: "the cases of all packs" },
    { line: "fettle test acme/memory", what: "those of one pack" },
    { line: "fettle test rules --format junit > cases.xml", what: "for a build server" },
    { line: "fettle test acme/memory --mutate", what: "how good the cases are" },
    { line: "fettle test rules/acme --generate", what: "cases to review and keep" },
  ],
  async run(invocation): Promise<ExitCode> {
    const { args, options, streams } = invocation;
    const chosen = rulesChosen(invocation, await findProject());
    const isPlace = (arg: string) => existsSync(arg) || arg.endsWith(".json") || arg.split("/").length > 2;
    const places = await findPlaces(args.filter(isPlace));
    const rules = [...[chosen.rules ?? []].flat(), ...places.rules];
    const loaded = new Map<string | undefined, Promise<Loaded>>();
    const load = (target = chosen.target) => {
      if (!loaded.has(target))
        loaded.set(
          target,
          loadProgram({ ...chosen, rules, target, anyRelease: target !== chosen.target, fromFiles: true }),
        );
      return loaded.get(target)!;
    };
    const { program, diagnostics } = await load();
    if (program === null) throw new FettleError(diagnostics);
    const reading = async () => readPacks((await readRules(rules)).files);
    const read = await reading();
    const only =
      args.length === 0
        ? undefined
        : choosePacks(
            args.filter((arg) => !isPlace(arg)),
            places,
            read,
          );
    if (!options.has("mutate") && !options.has("generate"))
      return report(await test(program, read, load, only), invocation);
    const prover = await (await import("../../solver/prover.js")).openProver({
      budget: budgetOf(secondsOf(options, Infinity)),
    });
    try {
      const { addMutants, generateCases } = await import("../cases/improve-cases.js");
      const packs = [...program.linked.packs.keys()].filter((name) => only?.has(name) ?? true);
      const work = { prover, program, packs, isTargetChosen: options.has("target"), streams, load };
      if (options.has("generate")) await generateCases(work, read, options.has("mutate"));
      const now = options.has("generate") ? await reading() : read;
      const tested = await test(program, now, load, only);
      return await report(
        options.has("mutate") ? { ...tested, packs: await addMutants(work, now, tested.packs) } : tested,
        invocation,
      );
    } finally {
      await prover.close();
    }
  },
};

async function report(tested: Tested, { options, streams }: Invocation): Promise<ExitCode> {
  const print = await testReports[(options.text("format") ?? "text") as TestFormat]();
  await streams.write(print(tested, { colors: streams.colors, columns: streams.columns, quiet: options.has("quiet") }));
  return isClean(tested) ? 0 : 1;
}

async function test(
  program: Program,
  read: ReadPacks,
  load: (target: string) => Promise<Loaded>,
  only: ReadonlySet<string> | undefined,
): Promise<Tested> {
  const packs = await runCases(program, { cases: read.cases, load, only });
  const strays = read.cases.filter(({ content }) => only === undefined && !program.linked.packs.has(content.pack));
  return {
    target: targetOf(program),
    packs,
    findings: strays.flatMap((cases) => checkCasesPack(cases, read)),
    line: lineReader(),
  };
}

/** @throws FettleError where a name is that of no pack. */
function choosePacks(names: readonly string[], places: RulePlaces, { packs, cases }: ReadPacks): ReadonlySet<string> {
  const known = packs.map(({ content }) => content.pack);
  for (const name of names) {
    if (known.includes(name)) continue;
    const hint = didYouMean(name, known) ?? "`fettle list` shows the packs there are";
    throw new FettleError([diagnostic("unknown-pack", `there is no pack \`${name}\``, { hint })]);
  }
  const ofPlaces = [...packs, ...cases]
    .filter(({ file }) => places.has(path.resolve(file)))
    .map(({ content }) => content.pack);
  return new Set([...names, ...ofPlaces]);
}
