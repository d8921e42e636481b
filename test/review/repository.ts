import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { folderWith } from "../cli/fettle.js";

const rules = new URL("../../rules/vllm/", import.meta.url);

/** The shipped packs with their cases, and their set, as a repository that has a copy of them. */
export const shippedFiles: Readonly<Record<string, string>> = {
  "fettle.config.json": `{ "rules": ["rules"], "target": "vllm@0.19.0" }\n`,
  ...Object.fromEntries(
    readdirSync(rules, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".json"))
      .map((file) => [`rules/vllm/${file}`, readFileSync(new URL(file, rules), "utf8")]),
  ),
};

const limits = (most: number, operator = "greaterThan") => ({
  pack: "acme/limits",
  hook: "vllm_config",
  rules: [
    {
      id: "fewer-sequences",
      when: {
        all: [
          { fact: "scheduler_config.max_num_seqs", operator: "isSet", value: true },
          { fact: "scheduler_config.max_num_seqs", operator, value: most },
        ],
      },
      then: [{ set: "scheduler_config.max_num_seqs", value: most }],
    },
  ],
});

/** A team's own pack with its cases; `operator` decides what becomes of the limit itself. */
export function acmeFiles(operator = "greaterThan"): Readonly<Record<string, string>> {
  const document = (value: number) => ({ scheduler_config: { max_num_seqs: value } });
  const cases = {
    pack: "acme/limits",
    cases: [
      {
        name: "many sequences become 64",
        document: document(256),
        expect: { changes: { "scheduler_config.max_num_seqs": 64 } },
      },
      { name: "few stay as they are", document: document(16), expect: {} },
    ],
  };
  return {
    "fettle.config.json": `{ "rules": ["rules"] }\n`,
    "rules/acme/limits.pack.json": `${JSON.stringify(limits(64, operator), null, 2)}\n`,
    "rules/acme/limits.cases.json": `${JSON.stringify(cases, null, 2)}\n`,
  };
}

/** What to replace in the pack so that its cases no longer hold. */
export const anotherLimit = [
  `"set": "scheduler_config.max_num_seqs",\n          "value": 64`,
  `"set": "scheduler_config.max_num_seqs",\n          "value": 128`,
] as const;

/**
 * A git repository whose branch `main` has these files, with a branch `change` checked out; removed after the tests.
 */
export function repositoryWith(files: Readonly<Record<string, string>>): string {
  const folder = folderWith(files);
  git(folder, "init", "--quiet", "--initial-branch=main");
  commit(folder, "Rules");
  git(folder, "checkout", "--quiet", "-b", "change");
  return folder;
}

/** Commits all that there is. */
export function commit(folder: string, message: string): void {
  git(folder, "add", "--all");
  git(folder, "-c", "user.name=Test", "-c", "user.email=test@example.org", "commit", "--quiet", "--message", message);
}

export function git(folder: string, ...words: readonly string[]): string {
  const done = spawnSync("git", words, { cwd: folder, encoding: "utf8" });
  if (done.status !== 0) throw new Error(`git ${words.join(" ")}: ${done.stderr}`);
  return done.stdout.trim();
}

/** Replaces a text that stands in a file, once. */
export function edit(folder: string, file: string, before: string, after: string): void {
  const place = path.join(folder, file);
  const text = readFileSync(place, "utf8");
  if (!text.includes(before)) throw new Error(`${file} does not hold ${before}`);
  writeFileSync(
    place,
    text.replace(before, () => after),
  );
}

export interface Rule {
  readonly id: string;
  readonly when: { readonly all: readonly object[] };
}

/** Changes the rules of `vllm/mamba`. */
export function changeRules(folder: string, change: (rules: readonly Rule[]) => readonly Rule[]): void {
  const file = path.join(folder, "rules/vllm/mamba.pack.json");
  const pack = JSON.parse(readFileSync(file, "utf8")) as { readonly rules: readonly Rule[] };
  writeFileSync(file, `${JSON.stringify({ ...pack, rules: change(pack.rules) }, null, 2)}\n`);
}

/** Splits a rule of `vllm/mamba` in two that together do the same. */
export function splitRule(folder: string): void {
  changeRules(folder, (rules) =>
    rules.flatMap((rule) => {
      if (rule.id !== "no-mode-without-prefix-caching") return [rule];
      const isAlign = { fact: "mode", operator: "equal", value: "align" };
      const half = (id: string, condition: object) => ({ ...rule, id, when: { all: [...rule.when.all, condition] } });
      return [
        half("no-align-without-prefix-caching", isAlign),
        half("no-other-mode-without-prefix-caching", { not: isAlign }),
      ];
    }),
  );
}
