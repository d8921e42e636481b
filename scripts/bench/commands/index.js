import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { commandLine, root } from "../lib/paths.js";
import { compareToBase } from "../lib/ratios.js";
import { scratchFolder } from "../lib/scratch.js";
import { spawnRounds } from "../lib/spawn-rounds.js";
import { summarize } from "../lib/statistics.js";

const base = "node -e 0";
const fixture = (name) => path.join(root, "test/vllm/fixtures", name);

/** Whole commands over all shipped packs, as people wait for them: by the clock, with processor time and peak memory. */
export function measureCommands({ pace, note }) {
  // The solver that comes with the package, which everybody has; its time counts as the command's.
  process.env.FETTLE_Z3 = "none";
  const scratch = scratchFolder();
  return groups(scratch, pace).flatMap(({ rounds, commands }) => {
    note(commands.map(({ name }) => name).join(", "));
    const measured = spawnRounds(
      commands.map((command) => ({ ...command, usage: true, piped: true })),
      rounds,
    );
    const ratios = measured.has(base) ? compareToBase(measured, base) : null;
    return commands.map(({ name, target = null }) => {
      const { times, facts } = measured.get(name);
      return {
        name,
        target,
        runs: times.length,
        milliseconds: summarize(times),
        processor: summarize(facts.processor),
        megabytes: Math.round(Math.max(...facts.peaks) / 1024),
        ratio: ratios === null ? null : ratios.get(name).ratio,
      };
    });
  });
}

/** Quick commands in many rounds beside an empty process; those of seconds in few; those of minutes once. */
function groups(scratch, pace) {
  const cli = (...words) => [commandLine, ...words];
  const document = path.join(scratch, "document.json");
  writeFileSync(document, '{"model_config":{"architecture":"Gemma4ForCausalLM"}}');
  const model = fixture("nemotron-h.config.json");
  const quick = [
    { name: base, args: ["-e", "0"] },
    { name: "apply", args: cli("apply", document), target: "≤ 1.6 × node" },
    { name: "resolve", args: cli("resolve", model), target: "≤ 1.6 × node" },
    {
      name: "why",
      args: cli("why", "cache_config.mamba_cache_mode", model),
      target: "≤ 1.6 × node",
    },
    { name: "fmt --check", args: cli("fmt", "--check", path.join(root, "rules")) },
    { name: "check", args: cli("check") },
  ];
  const medium = [
    { name: "test", args: cli("test") },
    { name: "review of one line", args: cli("review"), cwd: changedRepository(scratch), target: "3 s", status: 1 },
    { name: "diff 0.19 0.33", args: cli("diff", "vllm@0.19.0", "vllm@0.33.0"), target: "8 s", status: 1 },
  ];
  const slow = [
    {
      name: "upgrade, 10,000 models",
      args: cli("upgrade", "--from", "0.19.0", modelFolders(scratch)),
      target: "15 s CPU",
      status: 1,
    },
    { name: "prove", args: cli("prove"), target: "5 s per 50 packs" },
    { name: "test --mutate", args: cli("test", "--mutate"), target: "6 s" },
  ];
  const isQuick = pace.starts < 10;
  return [
    { rounds: pace.starts, commands: quick },
    { rounds: isQuick ? 1 : 3, commands: medium },
    ...(isQuick ? [] : [{ rounds: 1, commands: slow }]),
  ];
}

/** A repository with a copy of the shipped rules, of which one bound is another in the working tree. */
function changedRepository(scratch) {
  const repository = path.join(scratch, "repository");
  cpSync(path.join(root, "rules"), path.join(repository, "rules"), { recursive: true });
  const git = (...words) =>
    execFileSync("git", ["-c", "user.name=bench", "-c", "user.email=bench@example.com", ...words], { cwd: repository });
  git("init", "--quiet");
  git("add", "--all");
  git("commit", "--quiet", "--message", "rules");
  const pack = path.join(repository, "rules/vllm/gemma4.pack.json");
  const before = readFileSync(pack, "utf8");
  const after = before.replace('"greaterThan", "value": 256', '"greaterThanInclusive", "value": 256');
  if (after === before) throw new Error("the bound that the review is about is no longer in the pack");
  writeFileSync(pack, after);
  return repository;
}

/** A folder with so many model folders, each with the config.json of one of the fixtures. */
function modelFolders(scratch, count = 10_000) {
  const configs = readdirSync(fixture("")).filter((name) => name.endsWith(".config.json"));
  const texts = configs.map((name) => readFileSync(fixture(name)));
  for (let index = 0; index < count; index++) {
    const folder = path.join(scratch, "models", `model-${index}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, "config.json"), texts[index % texts.length]);
  }
  return path.join(scratch, "models");
}
