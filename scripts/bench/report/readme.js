import { readFileSync } from "node:fs";
import path from "node:path";
import { bench } from "../lib/paths.js";
import { drawChart } from "./chart.js";
import { drawCommands } from "./commands-chart.js";
import { drawCurves } from "./curves-chart.js";
import { printResults } from "./table.js";

const begin = "<!-- begin: results, written by the bench -->";
const end = "<!-- end: results -->";

/** Every file that shows results, by name beside `results.json`, as these results make it. */
export function renderFiles(results) {
  const { evaluation, commands, curves } = results;
  return {
    "README.md": withResults(readFileSync(path.join(bench, "README.md"), "utf8"), results),
    ...(evaluation !== undefined && { "chart.svg": drawChart(results) }),
    ...(commands !== undefined && { "commands.svg": drawCommands(results) }),
    ...(curves !== undefined && { "curves.svg": drawCurves(results) }),
  };
}

function withResults(readme, results) {
  const [before, rest] = readme.split(begin);
  const after = rest?.split(end)[1];
  if (after === undefined) throw new Error("README.md of the bench has lost the marks around its results");
  const pictures = [
    results.commands !== undefined && "![Time of whole commands](commands.svg)\n",
    results.curves !== undefined && "![Growth of commands](curves.svg)\n",
  ].filter((line) => line !== false);
  const text = `\`\`\`\n${printResults(results).trim()}\n\`\`\`\n`;
  return `${before}${begin}\n\n${[...pictures, text].join("\n")}\n${end}${after}`;
}

/** Names of the files that are not as `results.json` makes them. */
export function findStale() {
  const results = JSON.parse(readFileSync(path.join(bench, "results.json"), "utf8"));
  const isSame = ([name, text]) => readFileSync(path.join(bench, name), "utf8") === text;
  return Object.entries(renderFiles(results))
    .filter((entry) => !isSame(entry))
    .map(([name]) => name);
}
