import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { commandLine, root } from "../lib/paths.js";
import { compare, compareToBase } from "../lib/ratios.js";
import { scratchFolder } from "../lib/scratch.js";
import { spawnRounds } from "../lib/spawn-rounds.js";
import { summarize } from "../lib/statistics.js";
import { cedar, findZ3, installCedar, installOpa, opa } from "../lib/tools.js";
import { translateConditions } from "../cedar/index.js";
import { readShipped, translateRules } from "../rego/index.js";

const base = "node -e 0";
/** Answers of an earlier run are not used, so that every proof is one. */
const forgetful = { FETTLE_CACHE: "none" };
const fixture = (name) => path.join(root, "test/vllm/fixtures", name);

/**
 * Whole commands over all shipped packs, as people wait for them: by the clock, with processor time and peak memory,
 * and beside OPA on the same rules and cases as Rego.
 */
export function measureCommands({ pace, note }) {
  const z3 = findZ3();
  const scratch = scratchFolder();
  const peers = preparePeers(scratch, note);
  const decider = prepareCedar(scratch, note);
  const groups = listGroups(scratch, pace, { hasOpa: peers !== null, hasCedar: decider !== null, z3 });
  const rows = groups.flatMap(({ rounds, commands }) => measureGroup(commands, rounds, note));
  return { rows, peers, decider, z3: z3 !== null };
}

function measureGroup(commands, rounds, note) {
  note(commands.map(({ name }) => name).join(", "));
  const measured = spawnRounds(
    commands.map((command) => ({ ...command, usage: true, piped: true })),
    rounds,
  );
  const ratios = measured.has(base) ? compareToBase(measured, base) : null;
  return commands.map(({ name, program, peer = null, bound = null, target = null }) => {
    const { times, facts } = measured.get(name);
    const processor = summarize(facts.processor);
    const own = { times, walls: times };
    const ofNode = ratios === null ? null : ratios.get(name).ratio;
    const ofPeer = peer === null ? null : compare(own, { times: measured.get(peer).times, walls: times }).ratio.median;
    const row = {
      name,
      isPeer: program !== undefined,
      peer,
      target,
      runs: times.length,
      milliseconds: summarize(times),
    };
    const megabytes = Math.round(Math.max(...facts.peaks) / 1024);
    return { ...row, processor, megabytes, ratio: ofNode, ofPeer, ...judge({ bound, row, processor, ofNode, ofPeer }) };
  });
}

/** Whether the median keeps the bound: `[what, most]`, where `what` is `node`, `peer`, `seconds` or `processor`. */
function judge({ bound, row, processor, ofNode, ofPeer }) {
  if (bound === null) return { met: null };
  const [what, most] = bound;
  const values = {
    node: ofNode?.median,
    peer: ofPeer,
    seconds: row.milliseconds.median / 1000,
    processor: processor.median / 1000,
  };
  return { met: values[what] <= most };
}

/** The rules and cases as Rego, formatted as OPA does and held to by its tests; null without OPA. */
function preparePeers(scratch, note) {
  const version = installOpa(note);
  if (version === null) return null;
  note("translating the rules for OPA, and running their cases there");
  const folder = path.join(scratch, "rego");
  const { leftCases, leftRules, ...counts } = translateRules(folder);
  execFileSync(opa, ["fmt", "--write", folder]);
  execFileSync(opa, ["check", "--strict", folder]);
  execFileSync(opa, ["test", folder], { maxBuffer: Infinity });
  return { opa: version, ...counts, leftRules, leftCases };
}

/** Conditions and documents as Cedar's, which has to decide alike; null without Cedar. */
function prepareCedar(scratch, note) {
  const version = installCedar(note);
  if (version === null) return null;
  note("translating the conditions for Cedar, and asking it about the cases' documents");
  const { left, ...counts } = translateConditions(path.join(scratch, "cedar"));
  execFileSync(cedar, cedarTests(scratch), { maxBuffer: Infinity });
  return { cedar: version, ...counts, left };
}

function cedarTests(scratch) {
  const at = (name) => path.join(scratch, "cedar", name);
  return ["run-tests", "--policies", at("policies.cedar"), "--tests", at("tests.json")];
}

/** Quick commands in many rounds beside an empty process; those of seconds in few; those of minutes once. */
function listGroups(scratch, pace, { hasOpa, hasCedar, z3 }) {
  const cli = (...words) => [commandLine, ...words];
  const document = path.join(scratch, "document.json");
  const content = { model_config: { architecture: "Gemma4ForCausalLM" } };
  writeFileSync(document, JSON.stringify(content));
  const input = path.join(scratch, "input.json");
  writeFileSync(input, JSON.stringify({ document: content, release: 24 }));
  const model = fixture("nemotron-h.config.json");
  const rego = path.join(scratch, "rego");
  const ofNode = { target: "≤ 1.6 × node", bound: ["node", 1.6] };
  const ofPeer = (peer, most) => (hasOpa ? { peer, target: `≤ ${most} × ${peer}`, bound: ["peer", most] } : {});
  const peer = (...words) => (hasOpa ? [{ name: `opa ${words[0]}`, program: opa, args: words.slice(1) }] : []);
  const quick = [
    { name: base, args: ["-e", "0"] },
    { name: "apply", args: cli("apply", document), ...ofNode },
    ...peer("eval", "eval", "--data", rego, "--input", input, "data.packs.vllm.gemma4.result"),
    { name: "resolve", args: cli("resolve", model), ...ofNode },
    { name: "why", args: cli("why", "cache_config.mamba_cache_mode", model), ...ofNode },
    { name: "fmt --check", args: cli("fmt", "--check", path.join(root, "rules")), ...ofPeer("opa fmt", 1.5) },
    ...peer("fmt", "fmt", "--fail", "--list", rego),
  ];
  const medium = [
    { name: "check", args: cli("check"), ...ofPeer("opa check --strict", 1) },
    ...peer("check --strict", "check", "--strict", rego),
    { name: "test", args: cli("test"), ...ofPeer("opa test --coverage", 1) },
    ...peer("test --coverage", "test", "--coverage", rego),
    ...(hasCedar ? [{ name: "cedar run-tests", program: cedar, args: cedarTests(scratch) }] : []),
  ];
  // The solver that comes with the package, whose time counts as the command's, and the one that is installed.
  const withSolvers = (commands) => [
    ...commands.map((command) => withSolver(command, "none")),
    ...(z3 === null
      ? []
      : commands.map((command) => withSolver({ ...command, name: `${command.name}, installed z3` }, z3))),
  ];
  const withSolver = ({ isWriting = false, ...command }, program) => ({
    ...command,
    // Each writes into rules of its own, so that none finds what another wrote.
    ...(isWriting && { cwd: copyRules(scratch, `written-${path.basename(program)}`) }),
    env: { ...forgetful, FETTLE_Z3: program },
  });
  const long = withSolvers([
    {
      name: "review of one line",
      args: cli("review"),
      cwd: changedRepository(scratch),
      target: "≤ 3 s",
      bound: ["seconds", 3],
      status: 1,
    },
    {
      name: "diff 0.19 0.33",
      args: cli("diff", "vllm@0.19.0", "vllm@0.33.0"),
      target: "≤ 8 s",
      bound: ["seconds", 8],
      status: 1,
    },
  ]);
  const isQuick = pace.starts < 10;
  return [
    { rounds: Math.min(pace.starts, 12), commands: quick },
    { rounds: isQuick ? 2 : 3, commands: medium },
    ...(isQuick ? [] : [{ rounds: 2, commands: long }, ...slowGroups(scratch, cli, withSolvers)]),
  ];
}

/** Commands of minutes, once each and without a first round that is thrown away. */
function slowGroups(scratch, cli, withSolvers) {
  const packs = readShipped().length;
  const folders = modelFolders(scratch);
  const upgrade = ["upgrade", "--from", "0.19.0", folders];
  const perPacks = (most) => ({ target: `≤ ${most} s per 50 packs`, bound: ["seconds", (most * packs) / 50] });
  const parse = [path.join(import.meta.dirname, "parse-files.js"), folders];
  const slow = [
    { name: "parse of 10,000 config.json", args: parse },
    {
      name: "upgrade, 10,000 models",
      args: cli(...upgrade),
      target: "≤ 15 s CPU",
      bound: ["processor", 15],
      status: 1,
    },
    ...withSolvers([
      { name: "prove", args: cli("prove"), ...perPacks(5) },
      { name: "test --mutate", args: cli("test", "--mutate"), ...perPacks(6) },
      {
        name: "test --generate",
        args: cli("test", "--generate"),
        isWriting: true,
        ...perPacks(3),
      },
    ]),
  ];
  return slow.map((command) => ({
    rounds: 1,
    commands: [{ ...command, env: { ...forgetful, ...command.env }, status: command.status ?? null, isWarm: true }],
  }));
}

/** A folder with a copy of the shipped rules, for commands that write into them. */
function copyRules(scratch, name) {
  const folder = path.join(scratch, name);
  cpSync(path.join(root, "rules"), path.join(folder, "rules"), { recursive: true });
  return folder;
}

/** A repository with a copy of the shipped rules, of which one bound is another in the working tree. */
function changedRepository(scratch) {
  const repository = copyRules(scratch, "repository");
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
