import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { bin, folderWith } from "../cli/fettle.js";
import { acmeFiles, anotherLimit, commit, edit, git, repositoryWith } from "../review/repository.js";

interface Job {
  readonly variables: Readonly<Record<string, string>>;
  readonly before_script: readonly string[];
  readonly script: readonly string[];
  readonly artifacts: { readonly paths: readonly string[]; readonly reports: { readonly junit: string } };
}

const { "fettle-review": job, "fettle-audit": audit } = parse(
  readFileSync(new URL("../../scripts/ci/gitlab.yml", import.meta.url), "utf8"),
) as { readonly "fettle-review": Job; readonly "fettle-audit": Job };

/** Runs lines of the job as GitLab's runner does: as one script that ends with the first that fails. */
function runLines(lines: readonly string[], repository: string, env: Readonly<Record<string, string>> = {}) {
  const builds = folderWith({ ".keep": "" });
  mkdirSync(path.join(builds, "fettle/node_modules/.bin"), { recursive: true });
  symlinkSync(bin(), path.join(builds, "fettle/node_modules/.bin/fettle"));
  const variables = {
    PATH: process.env["PATH"],
    HOME: process.env["HOME"],
    ...job.variables,
    CI_BUILDS_DIR: builds,
    CI_MERGE_REQUEST_DIFF_BASE_SHA: git(repository, "rev-parse", "main"),
    ...env,
  };
  return spawnSync("bash", ["-c", `set -eo pipefail\n${lines.join("\n")}`], {
    cwd: repository,
    encoding: "utf8",
    env: variables,
  });
}

test("the job fails where a case does, and leaves its reports", () => {
  const repository = repositoryWith(acmeFiles());
  edit(repository, "rules/acme/limits.pack.json", ...anotherLimit);
  commit(repository, "Another limit");
  const { status, stdout } = runLines(job.script, repository);
  expect(status).toBe(1);
  expect(stdout).toContain("many sequences become 64");
  expect(readFileSync(path.join(repository, job.artifacts.reports.junit), "utf8")).toContain("<failure");
  expect(job.artifacts.paths.every((folder) => existsSync(path.join(repository, folder, "review.html")))).toBe(true);
});

test("the job passes where nothing is found", () => {
  const repository = repositoryWith(acmeFiles());
  edit(repository, "rules/acme/limits.cases.json", "few stay as they are", "few sequences stay as they are");
  commit(repository, "Words");
  expect(runLines(job.script, repository).status).toBe(0);
});

test("the job says what it needs where nobody told it what to install", () => {
  const { status, stderr } = runLines(job.before_script, repositoryWith(acmeFiles()));
  expect(status).not.toBe(0);
  expect(stderr).toContain("FETTLE_PACKAGE: set it to what npm is to install");
});

test("the job for manifests fails where one violates a policy, and leaves its reports", () => {
  const pod =
    "kind: Pod\nmetadata: { name: llm }\nspec:\n  containers:\n    - image: vllm/vllm-openai:latest\n      args: [acme/m]\n";
  const repository = repositoryWith({ ...acmeFiles(), "deployments/llm.yaml": pod });
  const env = { ...audit.variables, FETTLE_MANIFESTS: "deployments" };
  const { status, stdout } = runLines(audit.script, repository, env);
  expect(status).toBe(1);
  expect(stdout).toContain("policies/lifecycle/release-not-pinned");
  expect(readFileSync(path.join(repository, audit.artifacts.reports.junit), "utf8")).toContain("<failure");
});
