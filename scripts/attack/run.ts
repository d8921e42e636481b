import { fork, type ChildProcess } from "node:child_process";
import { appendFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { Tally } from "./tally.js";
import { isTheme, themes } from "./themes.js";
import type { Report, Task } from "./worker.js";

/** Runs pairs in a process of its own, which is ended where it hangs. */
const { values } = parseArgs({
  options: {
    theme: { type: "string", default: "generated" },
    seed: { type: "string", default: "1" },
    from: { type: "string", default: "0" },
    runs: { type: "string", default: "100" },
    time: { type: "string", default: "3" },
    documents: { type: "string", default: "3000" },
    milliseconds: { type: "string", default: "400" },
    hunt: { type: "boolean", default: false },
    every: { type: "string", default: "1" },
    output: { type: "string" },
    verbose: { type: "boolean", default: false },
  },
});
const { theme } = values;
if (!isTheme(theme)) throw new Error(`no theme ${theme}: choose one of ${themes.join(", ")}`);
const seconds = Number(values.time);
const longest = (seconds * 4 + 30) * 1000;

const start = () =>
  fork(new URL("./worker.ts", import.meta.url), {
    env: { ...process.env, FETTLE_ATTACK_WORKER: "1" },
    execArgv: process.execArgv,
  });
let child: ChildProcess = start();

async function ask(task: Task): Promise<Report | "hang" | "died"> {
  const current = child;
  const answer = await new Promise<Report | "hang" | "died">((resolve) => {
    const timer = setTimeout(() => resolve("hang"), longest);
    current.once("message", (report) => (clearTimeout(timer), resolve(report as Report)));
    current.once("exit", () => (clearTimeout(timer), resolve("died")));
    current.send(task);
  });
  current.removeAllListeners();
  if (typeof answer === "string") {
    current.kill("SIGKILL");
    child = start();
  }
  return answer;
}

const tally = new Tally();
const started = performance.now();
for (
  let index = Number(values.from);
  index < Number(values.from) + Number(values.runs);
  index += Number(values.every)
) {
  const task = {
    theme,
    index,
    seed: Number(values.seed),
    seconds,
    documents: Number(values.documents),
    milliseconds: Number(values.milliseconds),
    isHunt: values.hunt,
  };
  const report = await ask(task);
  if (typeof report === "string") {
    console.log(`${report}\t${theme} ${values.seed}/${index}`);
    continue;
  }
  if (report.judged === "none") break;
  tally.add(report);
  if (values.verbose && typeof report.judged !== "string")
    console.log(`${report.judged.verdict}\t#${index} ${report.name}\t${report.judged.seconds.toFixed(1)} s`);
  if (typeof report.judged === "string") {
    if (values.verbose || report.why?.startsWith("attack failed"))
      console.log(
        `skipped\t${report.name}\t${report.tags.join()}\t${report.why?.split("\n").slice(0, 4).join(" ") ?? ""}`,
      );
    continue;
  }
  const { findings, verdict, undecided, shown, seconds: took } = report.judged;
  for (const { fault, text, document } of findings)
    console.log(
      [
        fault,
        `#${index} ${report.name}`,
        report.tags.join(),
        text.split("\n").slice(0, 3).join(" "),
        document === undefined ? "" : JSON.stringify(document),
      ].join("\t"),
    );
  if (verdict === "not-proved")
    console.log(
      [
        "undecided",
        `#${index} ${report.name}`,
        report.tags.join(),
        [...new Set(undecided)].join("; ").slice(0, 160),
        `${took.toFixed(1)} s`,
        shown === null ? "no difference known" : `${shown.aspects.join()} ${JSON.stringify(shown.document)}`,
      ].join("\t"),
    );
  if (values.output !== undefined && findings.length > 0)
    appendFileSync(values.output, `${JSON.stringify({ theme, seed: task.seed, index, ...report })}\n`);
}
child.kill();
console.log(`${tally.text()}\n${((performance.now() - started) / 1000).toFixed(0)} s`);
