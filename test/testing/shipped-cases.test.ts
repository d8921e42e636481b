import { expect, test } from "vitest";
import { memoizeText } from "../../engine/common/memoize.js";
import { firstOf } from "../../engine/common/must.js";
import { releases } from "../../engine/generated/releases.js";
import { runCases } from "../../engine/testing/run-cases.js";
import { readFolders } from "../../engine/workspace/read-folders.js";
import { readPacks } from "../../engine/packs/read-packs.js";
import { shippedRules } from "../../engine/workspace/shipped-rules.js";
import { loadProgram } from "../../engine/workspace/load-program.js";

const { program } = await loadProgram();
const { cases } = readPacks((await readFolders([shippedRules()])).files);
const runs = await runCases(program!, { cases, load: (target) => loadProgram({ target }) });

test.each(runs.flatMap(({ pack, cases }) => cases.map((run) => [pack, run.name, run] as const)))(
  "%s: %s",
  (_pack, _name, run) => {
    expect(run.diagnostics).toEqual([]);
    expect(run.differences).toEqual([]);
  },
);

test("every rule of every pack fires in one case and stays silent in another", () => {
  expect(runs.length).toBeGreaterThanOrEqual(6);
  expect(runs.flatMap(({ findings }) => findings)).toEqual([]);
});

const loadAt = memoizeText((target) => loadProgram({ target }));

/** test/long/releases.test.ts has every release. */
const older = [firstOf(releases), "0.20.0", "0.24.0", "0.27.1", "0.29.0", "0.31.0"];
test.each(older)("cases pass at %s, too: what it lacks is asked of a release that has it", async (release) => {
  const { program } = await loadAt(`vllm@${release}`);
  const runs = await runCases(program!, { cases, load: loadAt });
  const failed = runs.flatMap(({ cases }) =>
    cases.filter(({ differences, diagnostics }) => differences.length + diagnostics.length > 0),
  );
  expect(failed.map(({ name }) => name)).toEqual([]);
  expect(runs.flatMap(({ findings }) => findings)).toEqual([]);
});

test("every branch of every condition is seen, but for one that a rule before it rules out", () => {
  expect(runs.flatMap(({ pack, unseen }) => unseen.map(({ text, at, never }) => [pack, at, text, never]))).toEqual([
    ["vllm/mamba", "/rules/2/when/all/2/not", "all-mode-supported", "true"],
  ]);
});
