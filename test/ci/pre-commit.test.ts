import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { fettle } from "../cli/fettle.js";
import { acmeFiles, anotherLimit, edit, git, repositoryWith } from "../review/repository.js";

interface Hook {
  readonly id: string;
  readonly entry: string;
  readonly files: string;
  readonly pass_filenames?: boolean;
}

const hooks = parse(readFileSync(new URL("../../.pre-commit-hooks.yaml", import.meta.url), "utf8")) as readonly Hook[];

/** Runs a hook as pre-commit does: its entry, with the names of those staged files that it is for. */
function runHook(id: string, repository: string) {
  const { entry, files, pass_filenames: passes = true } = hooks.find((hook) => hook.id === id)!;
  git(repository, "add", "--all");
  const staged = git(repository, "diff", "--cached", "--name-only")
    .split("\n")
    .filter((file) => new RegExp(files).test(file));
  expect(staged).not.toEqual([]);
  const [program, ...words] = entry.split(" ");
  expect(program).toBe("fettle");
  return fettle([...words, ...(passes ? staged : [])], { cwd: repository });
}

const ids = ["fettle-check", "fettle-test", "fettle-prove", "fettle-review", "fettle-audit"];
const ofPacks = ids.filter((id) => id !== "fettle-audit");

test("these are the hooks", () => expect(hooks.map(({ id }) => id)).toEqual(ids));

test("claims and fettle.config.json are for the hooks, and mistakes in them stop a commit", () => {
  const claims = {
    pack: "acme/limits",
    claims: [
      {
        id: "never-65",
        why: "x",
        then: { not: { fact: "scheduler_config.max_num_seqs", operator: "equal", value: 65 } },
      },
      {
        id: "never-60",
        why: "x",
        then: { not: { fact: "scheduler_config.max_num_seqs", operator: "equal", value: 60 } },
      },
    ],
  };
  const repository = repositoryWith({ ...acmeFiles() });
  writeFileSync(path.join(repository, "rules/acme/limits.claims.json"), JSON.stringify(claims));
  const proved = runHook("fettle-prove", repository);
  expect([proved.code, proved.out]).toEqual([1, expect.stringContaining("never-60")]);
  writeFileSync(
    path.join(repository, "rules/acme/limits.claims.json"),
    JSON.stringify(claims).replace("max_num_seqs", "max_num_sqes"),
  );
  expect(runHook("fettle-check", repository)).toMatchObject({
    code: 1,
    out: expect.stringContaining("limits.claims.json"),
  });
  edit(repository, "fettle.config.json", `"rules"`, `"rulez"`);
  expect(runHook("fettle-check", repository)).toMatchObject({
    code: 2,
    err: expect.stringContaining("fettle.config.json"),
  });
});

test.each(ofPacks)("%s passes where nothing is found", (id) => {
  const repository = repositoryWith(acmeFiles());
  edit(repository, "rules/acme/limits.pack.json", `"hook"`, `"title": "Limits", "hook"`);
  expect(runHook(id, repository).code).toBe(0);
});

test.each([
  ["fettle-check", "max_num_seqs", "max_num_sqes", "unknown-field"],
  ["fettle-test", ...anotherLimit, "many sequences become 64"],
  ["fettle-review", ...anotherLimit, "case-failed"],
])("%s stops a commit with a mistake", (id, before, after, said) => {
  const repository = repositoryWith(acmeFiles());
  edit(repository, "rules/acme/limits.pack.json", before, after);
  const { code, out } = runHook(id, repository);
  expect(out).toContain(said);
  expect(code).toBe(1);
});

test("fettle-audit stops a commit with a manifest that violates a policy, and passes other files", () => {
  const pod = (image: string) =>
    `kind: Pod\nmetadata: { name: llm }\nspec:\n  containers:\n    - image: ${image}\n      args: [acme/m, --api-key, x]\n`;
  const repository = repositoryWith(acmeFiles());
  writeFileSync(path.join(repository, "workflow.yml"), "on: push\n");
  expect(runHook("fettle-audit", repository).code).toBe(0);
  writeFileSync(path.join(repository, "llm.yaml"), pod("vllm/vllm-openai:v0.33.0"));
  expect(runHook("fettle-audit", repository).code).toBe(0);
  writeFileSync(path.join(repository, "llm.yaml"), pod("vllm/vllm-openai:latest"));
  expect(runHook("fettle-audit", repository)).toMatchObject({
    code: 1,
    out: expect.stringContaining("policies/lifecycle/release-not-pinned"),
  });
});
