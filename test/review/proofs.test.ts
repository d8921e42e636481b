import { expect, test } from "vitest";
import { proofFindings, provePacks, startProofs } from "../../engine/review/prove-packs.js";
import { unlimited } from "../../engine/solver/budget.js";
import { loadProgram } from "../../engine/workspace/load-program.js";
import type { ReviewedPack } from "../../engine/review/reviewed.js";
import { openProofs, proofsText } from "../../engine/report/review/words.js";

const size = (operator: string, value: number) => ({ fact: "cache_config.block_size", operator, value });

async function reviewedWith(claims: readonly object[]): Promise<readonly ReviewedPack[]> {
  const rules = [
    { id: "halve", when: size("greaterThan", 16), then: [{ set: "cache_config.block_size", value: 16 }] },
    { id: "never", when: size("greaterThan", 32), then: [{ set: "cache_config.block_size", value: 8 }] },
  ];
  const { program } = await loadProgram({
    set: "acme",
    files: {
      "acme.set.json": { set: "acme", target: "vllm@0.19.0", stages: [{ pack: "acme/blocks" }] },
      "acme/blocks.pack.json": JSON.stringify({ pack: "acme/blocks", hook: "vllm_config", rules }),
      "acme/blocks.claims.json": JSON.stringify({ pack: "acme/blocks", claims }),
    },
  });
  const pack = { pack: "acme/blocks", status: "changed", file: "acme/blocks.pack.json" } as unknown as ReviewedPack;
  const packs = [pack, { ...pack, pack: "acme/other", status: "runs-changed" }] as const;
  const proved = await provePacks(packs, [program!], () => {});
  // Proofs that are under way before it is known what differs are the same, and none is asked again.
  const early = startProofs(["acme/blocks", "acme/absent"], program!, unlimited);
  const asked: string[] = [];
  expect(await provePacks(packs, [program!], (step) => asked.push(step), unlimited, early)).toEqual(proved);
  expect(asked).toEqual([]);
  return proved;
}

test("a dead rule and a claim that does not hold are findings of a review", async () => {
  const packs = await reviewedWith([{ id: "small", why: "it must", then: size("lessThan", 16) }]);
  expect(proofFindings(packs).map(({ kind, code, file }) => [kind, code, file])).toEqual([
    ["proof", "rule-dead", "acme/blocks.pack.json"],
    ["proof", "claim-broken", "acme/blocks.claims.json"],
  ]);
  const [changed, runs] = packs;
  expect(openProofs(changed!).map(({ text }) => text)).toEqual([
    expect.stringContaining("never can never fire"),
    expect.stringContaining("for example where"),
    expect.stringContaining("17 becomes 16 without a warning"),
  ]);
  expect(proofsText(runs!)).toBeNull();
});

test("a claim that holds is none", async () => {
  const packs = await reviewedWith([
    {
      id: "at-most-16",
      why: "it must",
      given: { ...size("isSet", 0), value: true },
      then: size("lessThanInclusive", 16),
    },
  ]);
  expect(proofFindings(packs).map(({ code }) => code)).toEqual(["rule-dead"]);
});
