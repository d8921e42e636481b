import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, symlinkSync } from "node:fs";
import path from "node:path";
import { expect, inject, test } from "vitest";
import { parse } from "yaml";
import { folderWith } from "../cli/fettle.js";
import { acmeFiles, anotherLimit, commit, edit, git, repositoryWith } from "../review/repository.js";

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: {
    readonly using: string;
    readonly steps: readonly {
      readonly id?: string;
      readonly if?: string;
      readonly shell: string;
      readonly env?: Readonly<Record<string, string>>;
      readonly run: string;
    }[];
  };
}

const action = parse(readFileSync(new URL("../../action.yml", import.meta.url), "utf8")) as Action;

const unpinned =
  "kind: Pod\nmetadata: { name: llm }\nspec:\n  containers:\n    - image: vllm/vllm-openai:latest\n      args: [acme/m, --api-key, x]\n";

/** `${{ … }}` as the runner replaces it: what is not there is empty. */
function fill(text: string, context: Readonly<Record<string, string>>): string {
  return text.replace(/\$\{\{\s*([\w.-]+)\s*\}\}/g, (_, name: string) => context[name] ?? "");
}

/** Runs the steps one after another in a repository, as a runner does: each in a shell of its own, until one fails. */
function runAction(
  repository: string,
  inputs: Readonly<Record<string, string>>,
  event: Readonly<Record<string, string>> = {},
) {
  const runner = folderWith({ output: "", "summary.md": "", "temp/.keep": "" });
  const place = folderWith({ "package.json": "{}" });
  symlinkSync(inject("builtEngine"), path.join(place, "dist"));
  const context = Object.fromEntries([
    ...Object.entries(event),
    ...Object.entries(action.inputs).map(([name, { default: value }]) => [
      `inputs.${name}`,
      inputs[name] ?? fill(value, event),
    ]),
  ]);
  let [code, out]: [number, string] = [0, ""];
  for (const { shell, env = {}, run, if: condition } of action.runs.steps) {
    if (condition === undefined ? code !== 0 : (inputs["manifests"] ?? "") === "") continue;
    expect(shell).toBe("bash");
    const own = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, fill(value, context)]));
    const done = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", fill(run, context)], {
      cwd: repository,
      encoding: "utf8",
      env: {
        PATH: process.env["PATH"],
        HOME: process.env["HOME"],
        GITHUB_ACTION_PATH: place,
        RUNNER_TEMP: path.join(runner, "temp"),
        GITHUB_OUTPUT: path.join(runner, "output"),
        GITHUB_STEP_SUMMARY: path.join(runner, "summary.md"),
        ...own,
      },
    });
    [code, out] = [code === 0 ? done.status! : code, out + done.stdout + done.stderr];
  }
  const outputs = Object.fromEntries(
    readFileSync(path.join(runner, "output"), "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => line.split(/=(.*)/s).slice(0, 2)),
  );
  return {
    code,
    out,
    outputs: outputs as Record<string, string>,
    summary: readFileSync(path.join(runner, "summary.md"), "utf8"),
  };
}

const broken = () => {
  const repository = repositoryWith(acmeFiles());
  edit(repository, "rules/acme/limits.pack.json", ...anotherLimit);
  commit(repository, "Another limit");
  return repository;
};

test("a pull request that breaks a case fails, with annotations at the lines and every report", () => {
  const repository = broken();
  const { code, out, outputs, summary } = runAction(
    repository,
    {},
    { "github.event.pull_request.base.sha": git(repository, "rev-parse", "main") },
  );
  expect(code).toBe(1);
  expect(out).toMatch(
    /^::error file=rules\/acme\/limits\.cases\.json,line=4,col=5,title=fettle case-failed::`many sequences become 64`/m,
  );
  expect(summary).toMatch(/^## ❌ fettle review/);
  const folder = outputs["reports"]!;
  for (const ending of ["md", "html", "sarif", "xml", "json", "txt"])
    expect(existsSync(path.join(folder, `review.${ending}`)), ending).toBe(true);
  expect(out).toContain(readFileSync(path.join(folder, "review.txt"), "utf8"));
  expect(action.outputs["reports"]!.value).toBe("${{ steps.review.outputs.reports }}");
});

test("a pull request that changes no pack passes", () => {
  const repository = repositoryWith({ ...acmeFiles(), "README.md": "old" });
  edit(repository, "README.md", "old", "new");
  commit(repository, "Words");
  const { code, summary } = runAction(repository, { base: "main" });
  expect(summary).toContain("no pack changed");
  expect(code).toBe(0);
});

test("inputs reach the command", () => {
  const { code, out } = runAction(broken(), {
    base: "main",
    rules: "rules/acme\n",
    target: "vllm@0.19.0",
    set: "vllm",
    "fail-on": "warning",
  });
  expect(out).toContain("case-failed");
  expect(code).toBe(0);
});

test("what an input holds is a word, never a command", () => {
  const repository = broken();
  const { code, out } = runAction(repository, { base: "main", rules: "$(touch pwned)", "fail-on": "`touch pwned`" });
  expect(code).toBe(2);
  expect(out).toContain("unknown kind of findings");
  expect(existsSync(path.join(repository, "pwned"))).toBe(false);
});

test("the example workflow runs actions of a commit, not of a tag that can be moved", () => {
  const { jobs } = parse(readFileSync(new URL("../../scripts/ci/github-workflow.yml", import.meta.url), "utf8"));
  const used = (jobs.review.steps as readonly { uses?: string }[]).flatMap(({ uses }) => uses ?? []);
  expect(used).toHaveLength(4);
  for (const use of used) expect(use).toMatch(/@(?:[0-9a-f]{40}|COMMIT)$/);
});

test("the examples for GitLab and pre-commit name a commit, too", () => {
  const page = readFileSync(new URL("../../scripts/ci/README.md", import.meta.url), "utf8");
  const [include, hooks] = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, text = ""]) => parse(text));
  expect(include).toMatchObject({
    include: [{ ref: "COMMIT", file: "scripts/ci/gitlab.yml" }],
    variables: { FETTLE_PACKAGE: expect.stringMatching(/#COMMIT$/) },
  });
  expect(hooks).toMatchObject({ repos: [{ rev: "COMMIT" }] });
});

test("manifests are audited beside the review, with annotations at their lines and every report", () => {
  const repository = repositoryWith({ ...acmeFiles(), "deployments/llm.yaml": unpinned });
  const { code, out, outputs, summary } = runAction(repository, { base: "main", manifests: "deployments\n" });
  expect(code).toBe(1);
  expect(out).toContain(
    "::error file=deployments/llm.yaml,line=5,title=fettle policies/lifecycle/release-not-pinned::",
  );
  expect(summary).toContain("Deployment audit");
  for (const ending of ["md", "html", "sarif", "xml", "json", "txt"])
    expect(existsSync(path.join(outputs["reports"]!, `audit.${ending}`))).toBe(true);
  expect(runAction(repository, { base: "main", manifests: "deployments", "audit-fail-on": "none" }).code).toBe(0);
});
