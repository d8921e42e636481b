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
    "Reviews the changes that a branch makes to packs: checks them, runs their cases, and compares their behavior before and after. BASE is a branch or commit (default: the default branch); the review starts at its merge base with HEAD (default: the working tree). Exits with 1 if there are findings of the kinds that --fail-on lists.",
  options: [
    { flags: "--format <format>", help: "output format", choices: Object.keys(reviewReports) },
    {
      flags: "--output <file>",
      help: "also write a report; the file extension sets the format: .md, .html, .sarif, .xml, .json, .txt; may be repeated",
      repeatable: true,
      completes: "file",
    },
    {
      flags: "--fail-on <kinds>",
      help: `kinds of findings that fail the review, of ${kinds.join(", ")}; or all, or none (default: ${defaults.join(",")})`,
    },
    {
      flags: "--time <seconds>",
      help: "time limit for proofs in seconds, over all packs and releases (default: 120)",
    },
    {
      flags: "--playground <url>",
      help: "address of a playground; reports then link to it, with the changed packs and cases",
    },
    { flags: "--today <date>", help: "date for judging `expires`, as YYYY-MM-DD (default: today)" },
  ],
  examples: [
    { line: "fettle review", what: "this branch, including uncommitted changes" },
    { line: "fettle review main HEAD --fail-on behavior", what: "a refactoring that must not change behavior" },
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
      playground: options.text("playground"),
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
  return kinds.filter((kind) => failOn.includes(kind) || (isImplied(kind) && failOn.includes("behavior")));
}
