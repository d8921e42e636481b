import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { detectFeatures } from "./lib/features.js";
import { paces } from "./lib/pace.js";
import { bench } from "./lib/paths.js";
import { prepare } from "./lib/prepare.js";
import { findStale, renderFiles } from "./report/readme.js";
import { startResults } from "./report/results.js";
import { printResults } from "./report/table.js";

const sections = ["evaluation", "growth", "startUp", "streams", "commands", "curves", "fleet"];
const values = readOptions();
const chosen = values.only?.split(",") ?? sections;
const unknown = chosen.filter((name) => !sections.includes(name));
if (unknown.length > 0) {
  console.error(`bench: there is no section \`${unknown.join(", ")}\`: ${sections.join(", ")}`);
  process.exit(2);
}

if (values.check) {
  const stale = findStale();
  for (const name of stale) console.error(`bench: ${name} is not as results.json makes it`);
  process.exit(stale.length > 0 ? 1 : 0);
}

const note = (text) => process.stderr.write(`… ${text}\n`);
prepare(note);
const context = { features: detectFeatures(), pace: values.quick ? paces.quick : paces.full, note };
const results = startResults(values.quick);
// Imported only now: what they compare with may have been installed just before.
if (chosen.includes("evaluation"))
  results.evaluation = await (await import("./evaluation/index.js")).measureEvaluation(context);
if (chosen.includes("growth")) results.growth = await (await import("./growth/index.js")).measureGrowth(context);
if (chosen.includes("startUp")) results.startUp = (await import("./start-up/index.js")).measureStartUp(context);
if (chosen.includes("streams")) results.streams = (await import("./streams/index.js")).measureStreams(context);
if (chosen.includes("commands")) results.commands = (await import("./commands/index.js")).measureCommands(context);
if (chosen.includes("curves")) results.curves = (await import("./curves/index.js")).measureCurves(context);
if (chosen.includes("fleet")) results.fleet = (await import("./fleet/index.js")).measureFleet(context);
results.finish();

process.stdout.write(printResults(results));
const isWhole = chosen.length === sections.length && !values.quick;
if (isWhole || values.save) {
  const saved = path.join(bench, "results.json");
  // Sections that were not run keep their figures, and the line about the machine is that of the whole run.
  const { machine, isQuick, ...measured } = results;
  const kept = isWhole ? results : { ...JSON.parse(readFileSync(saved, "utf8")), ...measured };
  writeFileSync(saved, `${JSON.stringify(kept, null, 2)}\n`);
  for (const [name, text] of Object.entries(renderFiles(kept))) writeFileSync(path.join(bench, name), text);
}
const disagreements = results.evaluation?.contenders.filter(({ disagreement }) => disagreement !== null) ?? [];
for (const { name, disagreement } of disagreements)
  console.error(`bench: ${name} disagrees, so it is not timed: ${disagreement}`);
process.exitCode = disagreements.length > 0 ? 1 : 0;

function readOptions() {
  const flag = { type: "boolean", default: false };
  try {
    return parseArgs({ options: { quick: flag, only: { type: "string" }, save: flag, check: flag } }).values;
  } catch (error) {
    console.error(
      `bench: ${error.message}\n  npm run bench -- [--quick] [--only ${sections.join(",")}] [--save] [--check]`,
    );
    process.exit(2);
  }
}
