import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { changeRules, commit, edit, git, repositoryWith, shippedFiles, splitRule, type Rule } from "./review/repository.js";
import { afterAll, describe, expect, inject, test } from "vitest";

// `FETTLE_UPDATE=1 npm test -- test/readme.test.ts` writes what the examples print into the README.

const root = new URL("..", import.meta.url).pathname;
const file = path.join(root, "README.md");
const readme = readFileSync(file, "utf8");
const scratch = mkdtempSync(path.join(root, "test/.readme-"));
afterAll(() => rmSync(scratch, { recursive: true }));

const env = { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined, COLUMNS: "120" };

/** Branches that the README names, each with one change of the Mamba rules. */
const branches: Readonly<Record<string, (rules: readonly Rule[]) => readonly Rule[]>> = {
  "no-prefill-check": (rules) => rules.filter(({ id }) => id !== "align-needs-chunked-prefill"),
  "swapped-rules": (rules) => {
    const [check, chosen] = ["align-needs-chunked-prefill", "cache-aligned-states"].map((name) => rules.find(({ id }) => id === name)!) as [Rule, Rule];
    return rules.map((rule) => (rule === check ? chosen : rule === chosen ? check : rule));
  },
};

/** A repository with a copy of the shipped packs, some branches, and two changes of its working tree. */
function branch(): string {
  const repository = repositoryWith(shippedFiles);
  for (const [name, change] of Object.entries(branches)) {
    git(repository, "checkout", "--quiet", "-b", name, "main");
    changeRules(repository, change);
    commit(repository, name);
  }
  git(repository, "checkout", "--quiet", "change");
  edit(repository, "rules/vllm/gemma4.pack.json", `"greaterThan", "value": 256`, `"greaterThanInclusive", "value": 256`);
  splitRule(repository);
  return repository;
}

/** What a command prints, errors included. `npx fettle` is the built command, as it is for a user in this folder. */
function run(command: string): string {
  const cwd = command.startsWith("npx fettle review") ? branch() : root;
  const script = `npx() { shift; node "${inject("builtEngine")}/cli/main.js" "$@"; }\nexec 2>&1\n${command}`;
  return spawnSync("bash", ["-c", script], { cwd, encoding: "utf8", env }).stdout.trimEnd().replace(/\([0-9a-f]{7}\)/g, "(3f2a91c)");
}

describe("the README's commands print what it shows", () => {
  const examples = [...readme.matchAll(/^```console\n\$ (.+)\n([\s\S]*?)^```$/gm)];

  test("there are some", () => expect(examples.length).toBeGreaterThan(3));

  test.each(examples.map(([block, command, output]) => ({ block, command: command!, output: output! })))(
    "$command",
    ({ block, command, output }) => {
      const printed = run(command);
      if (process.env.FETTLE_UPDATE === "1") {
        const updated = `\`\`\`console\n$ ${command}\n${printed}\n\`\`\``;
        writeFileSync(file, readFileSync(file, "utf8").replace(block, () => updated));
      } else expect(printed).toBe(output.trimEnd());
    },
  );

  test("the command to try is the one whose output is shown", () => {
    const tried = /^npm ci && (npx fettle .+)$/m.exec(readme)![1];
    expect(examples.map(([, command]) => command)).toContain(tried);
  });
});

describe("the README's programs print what it shows", () => {
  const programs = [...readme.matchAll(/^```ts\n([\s\S]*?)^```\n\n```\n([\s\S]*?)^```$/gm)];

  test("there are some", () => expect(programs).toHaveLength(2));

  test.each(programs.map(([, source, output], index) => ({ name: `program ${index + 1}`, source: source!, output: output! })))(
    "$name",
    ({ name, source, output }) => {
      const program = path.join(scratch, `${name.replace(" ", "-")}.mts`);
      writeFileSync(program, source);
      const { stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", program], { cwd: root, encoding: "utf8", env });
      expect(stdout + stderr).toBe(output);
    },
  );
});
