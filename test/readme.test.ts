import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import {
  changeRules,
  commit,
  edit,
  git,
  repositoryWith,
  shippedFiles,
  splitRule,
  type Rule,
} from "./review/repository.js";
import { isLong } from "./long.js";
import { commands } from "../engine/cli/commands.js";
import { transformSync } from "rolldown/utils";
import { parse } from "shell-quote";
import { afterAll, describe, expect, test } from "vitest";
import { bin, runTogether } from "./cli/fettle.js";

// `FETTLE_UPDATE=1 npm test -- test/readme.test.ts` writes what the examples print into the README and the guides.

const root = new URL("..", import.meta.url).pathname;
const guides = readdirSync(path.join(root, "docs"), { recursive: true, encoding: "utf8" }).filter((name) =>
  name.endsWith(".md"),
);
const pages = ["README.md", ...guides.map((name) => path.join("docs", name)).toSorted()].map((name) => {
  const file = path.join(root, name);
  return { name, file, text: readFileSync(file, "utf8") };
});
const scratch = mkdtempSync(path.join(root, "test/.readme-"));
afterAll(() => rmSync(scratch, { recursive: true }));

const env = { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined, COLUMNS: "120" };

/** Branches that the guides name, each with one change of the Mamba rules. */
const branches: Readonly<Record<string, (rules: readonly Rule[]) => readonly Rule[]>> = {
  "no-prefill-check": (rules) => rules.filter(({ id }) => id !== "align-needs-chunked-prefill"),
  "swapped-rules": (rules) => {
    const [check, chosen] = ["align-needs-chunked-prefill", "cache-aligned-states"].map(
      (name) => rules.find(({ id }) => id === name)!,
    ) as [Rule, Rule];
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
  edit(
    repository,
    "rules/vllm/gemma4.pack.json",
    `"greaterThan", "value": 256`,
    `"greaterThanInclusive", "value": 256`,
  );
  splitRule(repository);
  return repository;
}

/**
 * What a command prints, errors included. `npx fettle` is the built command, as it is for a user in this folder; only
 * what is more than one command needs a shell.
 */
function run(command: string): string {
  const cwd = command.startsWith("npx fettle review") ? branch() : root;
  const words = parse(command);
  const isPlain = words.every((word) => typeof word === "string") && words[0] === "npx" && words[1] === "fettle";
  const printed = isPlain ? runTogether(words.slice(2) as string[], cwd).all : runInShell(command, cwd);
  return printed.trimEnd().replace(/\([0-9a-f]{7}\)/g, "(3f2a91c)");
}

function runInShell(command: string, cwd: string): string {
  const script = `npx() { shift; node "${bin()}" "$@"; }\nexec 2>&1\n${command}`;
  return spawnSync("bash", ["-c", script], { cwd, encoding: "utf8", env }).stdout;
}

const examples = pages.flatMap(({ name, file, text }) =>
  [...text.matchAll(/^```console\n\$ (.+)\n([\s\S]*?)^```$/gm)].map(([block, command, output]) => {
    return { name, file, block, command: command!, output: output! };
  }),
);

/** What each command prints; two pages may show the same one. */
const printed = new Map<string, string>();

/**
 * Reviews of shipped packs take long, and those of `test/review` and `test/ci` are enough for every change. The
 * workflow
 * `docs` and `npm run test:long` hold the pages to them.
 */
const isNow = ({ command }: { readonly command: string }) =>
  isLong || process.env.FETTLE_UPDATE === "1" || !/^npx fettle review(?! --help)/.test(command);

describe("commands print what the pages show", () => {
  test.each(examples.filter(isNow))("$name: $command", ({ file, block, command, output }) => {
    if (!printed.has(command)) printed.set(command, run(command));
    const result = printed.get(command)!;
    if (process.env.FETTLE_UPDATE === "1") {
      const updated = `\`\`\`console\n$ ${command}\n${result}\n\`\`\``;
      writeFileSync(
        file,
        readFileSync(file, "utf8").replace(block, () => updated),
      );
    } else expect(result).toBe(output.trimEnd());
  });

  test("the README shows the output of the command to try, and of one more", () => {
    const { text } = pages[0]!;
    const tried = /^npm ci && (npx fettle .+)$/m.exec(text)![1];
    const shown = examples.filter(({ name }) => name === "README.md").map(({ command }) => command);
    expect(shown[0]).toBe(tried);
    expect(shown.length).toBeGreaterThan(1);
    expect(text.split("\n").length).toBeLessThanOrEqual(251);
  });

  test("the help of every command is shown", () => {
    const shown = examples
      .filter(({ name }) => name === "docs/reference/command-line.md")
      .map(({ command }) => command);
    expect(shown).toEqual(["npx fettle --help", ...commands.map(({ name }) => `npx fettle ${name} --help`)]);
  });
});

describe("programs print what the pages show", () => {
  const programs = pages.flatMap(({ name, text }) =>
    [...text.matchAll(/^```ts\n([\s\S]*?)^```\n\n```\n([\s\S]*?)^```$/gm)].map(([, source, output], index) => {
      return { name: `${path.basename(name, ".md")} ${index + 1}`, source: source!, output: output! };
    }),
  );

  test("there are some", () => expect(programs.length).toBeGreaterThan(2));

  test.each(programs)("$name", ({ name, source, output }) => {
    const program = path.join(scratch, `${name.replace(" ", "-")}.mjs`);
    writeFileSync(program, transformSync(`${name}.ts`, source).code);
    const { stdout, stderr } = spawnSync(process.execPath, [program], { cwd: root, encoding: "utf8", env });
    expect(stdout + stderr).toBe(output);
  });
});
