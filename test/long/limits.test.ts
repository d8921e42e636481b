import { afterAll, beforeAll, expect, test } from "vitest";
import { budgetOf } from "../../engine/solver/budget.js";
import { compareRules } from "../../engine/diff/compare-rules.js";
import { decideWith } from "../../engine/diff/decide.js";
import { openProver, type Prover } from "../../engine/solver/prover.js";
import { provePack } from "../../engine/proofs/prove-pack.js";
import type { Pack } from "../../engine/generated/pack.js";
import { loadProgram, type Program } from "../../engine/workspace/load-program.js";
import { shapes } from "../../scripts/bench/solver/shapes.js";

/** In seconds: what the clock of a busy machine takes besides. */
const grace = 2;
const seconds = 10;

let prover: Prover;
beforeAll(async () => void (prover = await openProver()));
afterAll(() => prover.close());

async function load(packs: readonly Pack[]): Promise<Program> {
  const files: Record<string, object> = {
    "bench.set.json": { set: "bench", target: "vllm@0.19.0", stages: [{ pack: packs[0]!.pack }] },
  };
  for (const pack of packs) files[`${pack.pack}.pack.json`] = pack;
  const { program, diagnostics } = await loadProgram({ set: "bench", files });
  if (program === null) throw new Error(JSON.stringify(diagnostics));
  return program;
}

async function compare(old: readonly Pack[], now: readonly Pack[]) {
  const [before, after] = [await load(old), await load(now)];
  const start = performance.now();
  const decide = decideWith(prover.within(budgetOf(seconds)), { before: before.linked, after: after.linked }, seconds);
  const { packs } = await compareRules(before, after, { decide, fleet: null, show: () => undefined });
  return { packs, took: (performance.now() - start) / 1000 };
}

test.each([
  ["not", 100],
  ["independent", 500],
  ["dense", 200],
] as const)("%s, %i rules: diff and prove keep their time and name what is open", async (shape, size) => {
  const { packs, edited } = shapes[shape]!(size);
  const compared = await compare(packs, edited);
  expect(compared.took).toBeLessThan(seconds + grace);
  for (const { verdict, unproved } of compared.packs)
    if (verdict === "not-proved") expect(unproved.length).toBeGreaterThan(0);
  const program = await load(packs);
  const start = performance.now();
  const proofs = await provePack(prover.within(budgetOf(seconds)), program.linked, packs[0]!.pack, []);
  expect((performance.now() - start) / 1000).toBeLessThan(seconds + grace);
  expect(proofs.length).toBeGreaterThan(0);
});

test("100 rules with one moved past all others are proved the same", async () => {
  const { packs, edited } = shapes.moved!(100);
  expect((await compare(packs, edited)).packs.map(({ verdict }) => verdict)).toEqual(["same-apart-from-ledger"]);
});

test("a pack that takes more memory than there is is not proved", async () => {
  const { packs } = shapes.dense!(60);
  const program = await load(packs);
  const proofs = await provePack(prover.within({ end: Infinity, megabytes: 1 }), program.linked, packs[0]!.pack, []);
  expect(proofs.map(({ outcome, note }) => [outcome, /too large/.test(note ?? "")])).toContainEqual(["unknown", true]);
});
