import { failures, findingKinds, type FindingKind } from "../../review/reviewed.js";
import { reviewRules } from "../../review/review-rules.js";
import { reviewReports, type ReviewFormat } from "../../report/formats.js";
import { plain } from "../../report/terminal/style.js";
import { parseFailOn } from "../args/fail-on.js";
import { secondsOf } from "../args/seconds.js";
import type { Command, ExitCode } from "../command.js";
import { choiceOf } from "../load-rules.js";
import { outputsOf, writeOutputs } from "../output/outputs.js";
import { startSteps } from "../output/step-progress.js";

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
    const { args, options, streams } = invocation;
    const outputs = outputsOf(options.list("output"), formats);
    const failOn = withImplied(parseFailOn(options.text("fail-on"), kinds, defaults, "findings"));
    const steps = startSteps(invocation);
    const reviewed = await reviewRules({
      ...choiceOf(invocation),
      base: args[0],
      head: args[1],
      failOn,
      seconds: secondsOf(options, 120),
      today: options.text("today"),
      onProgress: steps.show,
    }).finally(steps.clear);
    await writeOutputs(outputs, async (format) =>
      (await reviewReports[format]())(reviewed, { colors: plain, columns: null }),
    );
    const report = await reviewReports[(options.text("format") ?? "text") as ReviewFormat]();
    const print = options.text("format") === "github" ? streams.writeData : streams.write;
    await print(report(reviewed, streams));
    return failures(reviewed).length > 0 ? 1 : 0;
  },
};

/** Unstated behavior implies behavior, and so may undecided behavior. */
function withImplied(failOn: readonly FindingKind[]): readonly FindingKind[] {
  const isImplied = (kind: FindingKind) => kind === "unstated" || kind === "unproved";
  return kinds.filter((kind) => failOn.includes(kind) || (isImplied(kind) && failOn.includes("behaviour")));
}
