import { expect, test } from "vitest";
import { runCases } from "../../engine/testing/run-cases.js";
import { releases } from "../../engine/generated/releases.js";
import { loadProgram, type Loaded } from "../../engine/workspace/load-program.js";
import { fettle, folderWith } from "../cli/fettle.js";
import { commit, edit, git, repositoryWith, shippedFiles } from "../review/repository.js";

const loaded = new Map<string, Promise<Loaded>>();
const load = (target: string): Promise<Loaded> => {
  if (!loaded.has(target)) loaded.set(target, loadProgram({ target, fromFiles: true }));
  return loaded.get(target)!;
};

test.each(releases)(
  "check and test are green on the shipped rules at vLLM %s, and every case runs",
  async (release) => {
    const { program, diagnostics } = await loadProgram({ target: release, thorough: true, today: "2026-01-01" });
    expect(diagnostics).toEqual([]);
    const { cases } = program!.linked.read;
    const runs = await runCases(program!, { cases, load });
    expect(
      runs.flatMap(({ pack, cases: own, findings }) => [
        ...own.filter((run) => run.differences.length + run.diagnostics.length > 0).map(({ name }) => [pack, name]),
        ...findings.map(({ message }) => message),
      ]),
    ).toEqual([]);
    expect(runs.flatMap((run) => run.cases)).toHaveLength(cases.flatMap(({ content }) => content.cases).length);
  },
);

test.each(releases)("prove is green at vLLM %s", (release) => {
  const { code, err } = fettle(["prove", "--target", release, "--quiet"], { cwd: folderWith({}) });
  expect({ code, err }).toEqual({ code: 0, err: "" });
});

test.each(releases)("at vLLM %s, a changed message alone changes no behavior and fails no review", (release) => {
  const folder = repositoryWith(shippedFiles);
  git(folder, "checkout", "-q", "main");
  const message = JSON.parse(shippedFiles["rules/vllm/mamba.pack.json"]!)
    .rules.flatMap(({ then }: any) => then)
    .find(({ log }: any) => log !== undefined).message as string;
  edit(folder, "rules/vllm/mamba.pack.json", message, `${message}!`);
  commit(folder, "a message");
  expect(fettle(["diff", "HEAD~1", "HEAD", "--target", release], { cwd: folder }).code).toBe(0);
  const review = fettle(["review", "HEAD~1", "HEAD", "--target", release, "--format", "json"], { cwd: folder });
  expect([review.code, JSON.parse(review.out).findings]).toEqual([0, []]);
});
