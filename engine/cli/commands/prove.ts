import { existsSync } from "node:fs";
import path from "node:path";
import { budgetOf } from "../../solver/budget.js";
import { diagnostic, FettleError, type Diagnostic } from "../../common/diagnostic.js";
import { didYouMean } from "../../common/nearest.js";
import type { Claims } from "../../generated/claims.js";
import { fieldsOf } from "../../language/fields.js";
import { checkClaimNames } from "../../packs/check/check-claims.js";
import type { Read } from "../../packs/read-packs.js";
import { readDocumentSchema } from "../../compiler/document-schema.js";
import { loadProgram, type Program } from "../../workspace/load-program.js";
import { hasFindings, proveReports, type ProveFormat } from "../../report/proved.js";
import type { Command, ExitCode } from "../command.js";
import { secondsOf } from "./diff.js";
import { lineReader } from "../ndjson/line-reader.js";
import { rulesChosen, targetOf } from "../load-rules.js";
import { findProject } from "../project.js";
import { proveTogether, subjectsOf } from "../prove-together.js";
import { printDiagnostics } from "../output/print-diagnostics.js";
import { findPlaces } from "../rule-places.js";

export const command: Command = {
  arguments: "[packs...]",
  description:
    "Proves what packs do with every document that the schema allows, or shows the smallest one that they do not: that every rule can fire, that the team's claims hold, that no value a user has set is overwritten without a warning, that idempotent: re-evaluating the result changes nothing, and which rules may be swapped. PACKS are names, files or folders; without them all packs are proved, and what those of the set do to each other. A pack that has no rules for the target is proved for the last release that has. A dead rule and a broken claim are findings.",
  options: [
    { flags: "--format <format>", help: "how to print the proofs", choices: Object.keys(proveReports) },
    {
      flags: "--all-releases",
      help: "prove each pack for one release of every choice that version ranges make of its rules",
    },
    { flags: "--timeout <seconds>", help: "how long to think about one question (default: 5)" },
    { flags: "--time <seconds>", help: "how long to look for proofs, all together (default: without limit)" },
  ],
  examples: [
    { line: "fettle prove", what: "all packs, and the set" },
    { line: "fettle prove vllm/mamba", what: "one pack" },
    { line: "fettle prove vllm/mamba --all-releases", what: "at every release from which its rules are others" },
    { line: "fettle prove rules --format markdown > proofs.md", what: "for a pull request" },
  ],
  async run(invocation): Promise<ExitCode> {
    const { args, options, streams } = invocation;
    const seconds = Number(options.text("timeout") ?? 5);
    if (!(seconds > 0))
      throw usage(`\`${options.text("timeout")}\` is not a number of seconds`, "write it as 5 or 0.5");
    const chosen = rulesChosen(invocation, await findProject());
    const isPlace = (arg: string) => existsSync(arg) || arg.endsWith(".json") || arg.split("/").length > 2;
    const places = await findPlaces(args.filter(isPlace));
    const load = (target: string | undefined) =>
      loadProgram({
        ...chosen,
        rules: [...[chosen.rules ?? []].flat(), ...places.rules],
        target,
        anyRelease: target !== chosen.target,
        fromFiles: true,
      });
    const { program, diagnostics } = await load(chosen.target);
    if (program === null) throw new FettleError(diagnostics);
    const { packs, read } = program.linked;
    const named = args.filter((arg) => !isPlace(arg));
    const stray = named.find((name) => !packs.has(name));
    if (stray !== undefined) {
      const hint = didYouMean(stray, packs.keys()) ?? "`fettle list` shows the packs there are";
      throw new FettleError([diagnostic("unknown-pack", `there is no pack \`${stray}\``, { hint })]);
    }
    const ofPlaces = [...read.packs, ...read.claims]
      .filter(({ file }) => places.has(path.resolve(file)))
      .map(({ content }) => content.pack);
    const only = args.length === 0 ? undefined : new Set([...named, ...ofPlaces]);
    const isShown = streams.isNoteTerminal && !options.has("quiet");
    const isTargetChosen = options.text("target") !== undefined;
    const names = [...packs.keys()].filter((name) => only === undefined || only.has(name));
    const isEach = options.has("all-releases");
    const subjects = subjectsOf(program, names, { load, isTargetChosen, isEach, withSet: only === undefined });
    const proved = await proveTogether(
      subjects,
      isEach || only === undefined ? Infinity : names.length,
      { millisecondsPerQuestion: seconds * 1000, budget: budgetOf(secondsOf(options, Infinity)) },
      (name, done, all) => {
        if (isShown) streams.showLine(`${done} of ${all}  ${name}`);
      },
    );
    if (isShown) streams.showLine("");
    const report = await proveReports[(options.text("format") ?? "text") as ProveFormat]();
    const result = { target: targetOf(program), proved, line: lineReader() };
    await streams.write(
      report(result, { colors: streams.colors, columns: streams.columns, quiet: options.has("quiet") }),
    );
    const isMeant = ({ content }: Read<Claims>) =>
      (only === undefined || only.has(content.pack)) && proved.every(({ name }) => name !== content.pack);
    const untold = unlinkedClaims(program, isMeant);
    printDiagnostics(untold, streams);
    return hasFindings(proved) || untold.length > 0 ? 1 : 0;
  },
};

/** What keeps claims from being proved that no proof tells: those of packs that do not exist, or have no rules to prove. */
function unlinkedClaims(
  { linked: { read, packs, operators } }: Program,
  isMeant: (claims: Read<Claims>) => boolean,
): readonly Diagnostic[] {
  const around = { fields: fieldsOf(readDocumentSchema()), operators };
  const found = read.claims.filter(isMeant).flatMap((claims) => checkClaimNames(claims, read, packs, around));
  return found.filter(({ severity }) => severity === "error");
}

function usage(message: string, hint: string): FettleError {
  return new FettleError([diagnostic("usage", message, { hint })]);
}
