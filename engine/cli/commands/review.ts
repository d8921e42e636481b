import {
  failures,
  findingKinds,
  reviewReports,
  type FindingKind,
  type Reviewed,
  type ReviewedPack,
  type ReviewFormat,
} from "../../report/reviewed.js";
import { budgetOf, type Budget } from "../../solver/budget.js";
import type { Program } from "../../workspace/load-program.js";
import type { Command, ExitCode, Invocation } from "../command.js";
import { compareReleases, type ComparedReleases } from "../compare-releases.js";
import { secondsOf } from "./diff.js";
import { requireRules, type DiffSide } from "../diff-side.js";
import { parseFailOn } from "../args/fail-on.js";
import { version } from "../version.js";
import { targetOf } from "../load-rules.js";
import { outputsOf, writeOutputs } from "../output/outputs.js";
import { behaviorFindings, uncomparedFindings } from "../review/behavior-findings.js";
import { byWeight, checkFindings, testFindings, withoutRepeats } from "../review/review-findings.js";
import { changedFiles, reviewPacks, runSide } from "../review/review-packs.js";
import { proofFindings, provePacks } from "../review/prove-packs.js";
import { findRevisions } from "../review/revisions.js";
import { readSide, type Side } from "../review/sides.js";
import { startSteps } from "../output/step-progress.js";
import { isClean } from "../../report/tested.js";
import { plain } from "../../report/terminal/style.js";

const formats = {
  ".md": "markdown",
  ".html": "html",
  ".sarif.json": "sarif",
  ".json": "json",
  ".xml": "junit",
  ".sarif": "sarif",
  ".txt": "text",
} as const satisfies Record<string, ReviewFormat>;
const kinds = Object.keys(findingKinds) as FindingKind[];
const defaults = kinds.filter((kind) => findingKinds[kind].fails);

export const command: Command = {
  arguments: "[base] [head]",
  description:
    "Reviews what a branch does to packs: checks them, runs their cases and compares what they do with what they did. BASE is a branch or commit (default: the default branch), from where HEAD (default: the working tree) left it. Exits with 1 where there are findings of the kinds that --fail-on names.",
  options: [
    { flags: "--format <format>", help: "what to print", choices: Object.keys(reviewReports) },
    {
      flags: "--output <file>",
      help: "also write a file, in the format that its ending says: .md, .html, .sarif, .xml, .json, .txt; may be repeated",
      repeatable: true,
      completes: "file",
    },
    {
      flags: "--fail-on <kinds>",
      help: `findings that fail the review, of ${kinds.join(", ")}; or all, or none (default: ${defaults.join(",")})`,
    },
    {
      flags: "--time <seconds>",
      help: "how long to look for proofs, of all packs and releases together (default: 120)",
    },
    { flags: "--today <date>", help: "the day for rules that expire, as YYYY-MM-DD (default: today)" },
  ],
  examples: [
    { line: "fettle review", what: "this branch, with what is not committed yet" },
    { line: "fettle review main HEAD --fail-on behaviour", what: "a refactoring that is to change nothing" },
    { line: "fettle review --output review.html --output review.md", what: "a page to read and a comment to post" },
  ],
  async run(invocation): Promise<ExitCode> {
    const { options, streams } = invocation;
    const outputs = outputsOf(options.list("output"), formats);
    const failOn = withImplied(parseFailOn(options.text("fail-on"), kinds, defaults, "findings"));
    const reviewed = { ...(await review(invocation)), failOn };
    await writeOutputs(outputs, async (format) =>
      (await reviewReports[format]())(reviewed, { colors: plain, columns: null }),
    );
    const report = await reviewReports[(options.text("format") ?? "text") as ReviewFormat]();
    const print = options.text("format") === "github" ? streams.writeData : streams.write;
    await print(report(reviewed, streams));
    return failures(reviewed).length > 0 ? 1 : 0;
  },
};

/** Behavior that no case states is behavior, and what is not decided may be. */
function withImplied(failOn: readonly FindingKind[]): readonly FindingKind[] {
  const isImplied = (kind: FindingKind) => kind === "unstated" || kind === "unproved";
  return kinds.filter((kind) => failOn.includes(kind) || (isImplied(kind) && failOn.includes("behaviour")));
}

/** How much of the time may go to the comparison: proofs of what is there now are to have some. */
const partToCompare = 0.75;

async function review(invocation: Invocation): Promise<Omit<Reviewed, "failOn">> {
  const [baseName, headName] = invocation.args;
  const revisions = await findRevisions(baseName, headName);
  const [base, head] = [await readSide(revisions.base, invocation), await readSide(revisions.head, invocation)];
  requireRules(base, head);
  const files = changedFiles(base, head);
  const seconds = secondsOf(invocation.options, 120);
  const budget = budgetOf(seconds);
  const compared = await compare(base, head, invocation, seconds * partToCompare);
  const differed = compared?.differed ?? null;
  const reviewed = await reviewPacks(files, differed, base, head);
  const packs =
    head.program === null
      ? reviewed
      : await prove(
          reviewed,
          [head.program, ...[...(compared?.pairs.values() ?? [])].map((pair) => pair.head)],
          invocation,
          budget,
        );
  const failing = new Set(
    packs
      .filter(({ tested }) => tested !== null && !isClean({ packs: [tested], findings: [] }))
      .map(({ pack, differed: own }) => own?.was ?? pack),
  );
  const found = [
    ...checkFindings(files, base, head),
    ...testFindings(packs, await runSide(base, failing)),
    ...proofFindings(packs),
    ...(compared === null ? uncomparedFindings(packs, base.name) : behaviorFindings(compared)),
  ];
  return {
    version: version(),
    target: head.program === null ? "" : targetOf(head.program),
    base: base.name,
    head: head.name,
    files,
    packs,
    findings: withoutRepeats(found, packs).toSorted(byWeight),
    gaps: gapsOf(base, head),
    differed,
    line: (file, number) => textOf(head, base, file)?.split(/\r?\n/)[number - 1] ?? null,
  };
}

/** What both do differently; null where one of them cannot be loaded. */
async function compare(
  base: Side,
  head: Side,
  invocation: Invocation,
  seconds: number,
): Promise<ComparedReleases | null> {
  if (base.program === null || head.program === null) return null;
  const steps = startSteps(invocation);
  const isPinned = invocation.options.text("target") !== undefined;
  const [before, after]: readonly DiffSide[] = [
    { ...base, program: base.program, isPinned },
    { ...head, program: head.program, isPinned },
  ];
  return compareReleases(before!, after!, { fleet: [], seconds, show: steps.show }).finally(steps.clear);
}

async function prove(
  packs: readonly ReviewedPack[],
  programs: readonly Program[],
  invocation: Invocation,
  budget: Budget,
): Promise<readonly ReviewedPack[]> {
  const steps = startSteps(invocation);
  return provePacks(packs, programs, steps.show, budget).finally(steps.clear);
}

function gapsOf(base: Side, head: Side): readonly string[] {
  if (head.program === null) return ["the rules do not load, so no case ran and nothing was compared"];
  return base.program === null ? [`the rules of ${base.name} do not load, so nothing was compared`] : [];
}

function textOf(head: Side, base: Side, file: string): string | null {
  const text = head.files[file] ?? base.files[file];
  return typeof text === "string" ? text : null;
}
