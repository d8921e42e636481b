import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { findingKinds } from "../../engine/review/reviewed.js";
import { fettle } from "../cli/fettle.js";
import { acmeFiles, commit, edit, git, repositoryWith } from "./repository.js";

const pack = "rules/acme/limits.pack.json";

test("a base whose rules do not load leaves the behavior of what changed undecided", () => {
  const repository = repositoryWith({ ...acmeFiles(), [pack]: "{" });
  writeFileSync(path.join(repository, pack), acmeFiles()[pack]!);
  commit(repository, "Mend");
  const { code, out } = fettle(["review", "main", "HEAD", "--fail-on", "behavior", "--format", "json"], {
    cwd: repository,
  });
  expect(out).toContain("whether the behavior of `acme/limits` changed could not be decided: the rules of main");
  expect(code).toBe(1);
  expect(fettle(["review", "main", "HEAD"], { cwd: repository }).code).toBe(0);
});

test("a release that is not known, and rules that do not load in base either, are no clean review", () => {
  const cwd = repositoryWith({ ...acmeFiles(), [pack]: "{" });
  const asked = fettle(["review", "main", "--target", "0.99.0"], { cwd });
  expect(asked).toMatchObject({ code: 2, out: "" });
  expect(asked.err).toContain("did you mean `vllm@0.33.0`?");
  const broken = fettle(["review", "main"], { cwd });
  expect(broken.code).toBe(1);
  expect(broken.out).toContain(`${pack}:1:2: error: not valid JSON`);
});

test("other line ends alone are the same rules", () => {
  const repository = repositoryWith(acmeFiles());
  const file = path.join(repository, pack);
  writeFileSync(file, readFileSync(file, "utf8").replaceAll("\n", "\r\n"));
  const { code, out } = fettle(["review"], { cwd: repository });
  expect(out).toContain("acme/limits  only its layout changed");
  expect(out).toContain("the same rules");
  expect(code).toBe(0);
});

test("an annotation stands at the line that changes what happens, not at the reason above it", () => {
  const files = acmeFiles();
  const text = files[pack]!.replace(`"id": "fewer-sequences",`, `"id": "fewer-sequences",\n      "why": "Memory.",`);
  const repository = repositoryWith({ ...files, [pack]: text });
  edit(repository, pack, "Memory.", "Our memory.");
  edit(repository, pack, `"operator": "greaterThan"`, `"operator": "notEqual"`);
  const { findings } = JSON.parse(
    fettle(["review", "--target", "0.33.0", "--format", "json"], { cwd: repository }).out,
  ) as {
    findings: readonly { kind: string; line: number | null }[];
  };
  const line =
    git(repository, "show", `main:${pack}`)
      .split("\n")
      .findIndex((entry) => entry.includes(`"greaterThan"`)) + 1;
  expect(findings.filter(({ kind }) => kind === "unstated").map((found) => found.line)).toContain(line);
});

test("the page about builds tells of every kind of finding", () => {
  const page = readFileSync(new URL("../../scripts/ci/README.md", import.meta.url), "utf8");
  for (const [kind, { fails, about }] of Object.entries(findingKinds)) {
    const row = page.split("\n").find((line) => line.startsWith(`| \`${kind}\` | ${about}`));
    expect(row, kind).toMatch(fails ? /\| yes \|$/ : /\| no \|$/);
  }
});
