// Follows vLLM to its next release: asks it, compares it with the rules, and reports what agrees and what differs.
//
// Sources come by `scripts/oracle/oracle.py fetch`; whole deployments are compared where their answers are kept, see
// scripts/oracle/deployments.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import semver from "semver";
import { loadProgram, type Program } from "../engine/workspace/load-program.js";
import { askDeployments } from "./follow/ask-deployments.js";
import { askHandlers } from "./follow/ask-handlers.js";
import { draftRules } from "./follow/draft-rules.js";
import { newerReleases } from "./follow/newer-releases.js";
import { followReport } from "./follow/report.js";
import { runPython, sourceDifferences } from "./follow/source-differences.js";

const usage = `npx tsx scripts/follow.ts [options]: each release that is newer than the newest known one
  --from RELEASE   as if this were the newest
  --to RELEASE     only this step
  --output FILE    write the report there; by default to standard output
  --catalog        also regenerate the catalog and the vectors, which takes the sources of all releases
  --list           only print the releases that are newer, one a line`;
const { values } = parseArgs({
  options: {
    help: { type: "boolean", default: false },
    from: { type: "string" },
    to: { type: "string" },
    output: { type: "string" },
    catalog: { type: "boolean", default: false },
    list: { type: "boolean", default: false },
  },
});
const catalog = new URL("../rules/vllm/catalog/releases.json", import.meta.url);
const { releases } = JSON.parse(readFileSync(catalog, "utf8")) as { readonly releases: readonly string[] };
const from = values.from ?? releases.at(-1) ?? "0.0.0";
const steps = values.help ? [] : values.to === undefined ? newerThan(from) : [values.to];

if (values.help) console.log(usage);
else if (values.list) for (const release of steps) console.log(release);
else if (steps.length === 0) console.error(`no release is newer than ${from}`);
else await followAll();

async function followAll(): Promise<void> {
  const reports: string[] = [];
  for (const [index, to] of steps.entries()) reports.push(await follow(steps[index - 1] ?? from, to));
  if (values.catalog) regenerate();
  const text = reports.join("\n");
  if (values.output === undefined) process.stdout.write(text);
  else writeFileSync(values.output, text);
}

/** One step: compares the next release with the rules of a known release, or of the newest one before it. */
async function follow(before: string, to: string): Promise<string> {
  runPython("oracle/oracle.py", "fetch", before, to);
  const known = releases.filter((release) => semver.lte(release, before)).at(-1) ?? before;
  const [ofHandlers, ofDeployments] = [await load(known, false), await load(known, true)];
  const handlers = askHandlers(to, ofHandlers);
  const source = sourceDifferences(before, to);
  const added = source.fields
    .filter((field) => field.before === undefined)
    .map(({ name }) => name.split(".").at(-1) ?? "");
  return followReport({
    ...{ from: before, to, handlers, source },
    deployments: askDeployments(known, to, ofDeployments, new Set(added)),
    drafts: draftRules(handlers, ofHandlers, to),
  });
}

async function load(release: string, deployments: boolean): Promise<Program> {
  const { program, diagnostics } = await loadProgram({ target: `vllm@${release}`, deployments });
  if (program === null) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return program;
}

/** Releases in pip's configured package index, oldest first, without pre-releases. */
function newerThan(release: string): readonly string[] {
  const words = ["-m", "pip", "--disable-pip-version-check", "index", "versions", "vllm"];
  return newerReleases(execFileSync("python3", words, { encoding: "utf8" }), release);
}

/** Regenerates files derived from the sources of releases: flags, fields, defaults, variables, backends, vectors. */
function regenerate(): void {
  runPython("oracle/oracle.py", "fetch", ...releases, ...steps);
  for (const script of ["timeline", "variables", "attention_backends"]) runPython(`releases/${script}.py`);
  runPython("oracle/oracle.py", "vectors");
  const files = ["variables.json", "attention-backends.json"].map((name) => `rules/vllm/catalog/${name}`);
  execFileSync("npx", ["tsx", "scripts/releases/format.ts", ...files], { stdio: "inherit" });
}
