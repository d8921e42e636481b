import { afterAll, beforeAll, expect, test } from "vitest";
import { compareBehavior } from "../../engine/diff/compare-behavior.js";
import { provePack } from "../../engine/proofs/prove-pack.js";
import { openProver, type Prover } from "../../engine/solver/prover.js";
import type { Pack } from "../../engine/index.js";
import { link } from "./agree.js";

/** Where solver and engine were said to disagree, and did not. */
let prover: Prover;
beforeAll(async () => void (prover = await openProver({ millisecondsPerQuestion: 30_000 })));
afterAll(() => prover.close());

const packOf = (...rules: readonly object[]) =>
  link(
    [
      {
        pack: "made/up",
        hook: "vllm_config",
        rules: rules.map((rule, index) => ({ id: `rule-${index}`, ...rule })),
      } as unknown as Pack,
    ],
    [{ pack: "made/up" }],
  );

test("a name that a message has twice is one param", async () => {
  const told = (message: string) => packOf({ then: [{ log: "info", code: "told", message }] });
  const [once, twice] = [
    await told("{cache_config.block_size}"),
    await told("{cache_config.block_size} of {cache_config.block_size}"),
  ];
  expect(await compareBehavior(prover, once, twice, "made/up")).toEqual({ kind: "same" });
});

test("a result that no document may hold is not evaluated again", async () => {
  const linked = await packOf({
    then: [{ set: "cache_config.mamba_ssm_cache_dtype", jsonata: "model_config.hf_config.dtype" }],
  });
  const proofs = await provePack(prover, linked, "made/up", []);
  expect(proofs.filter(({ what }) => what === "idempotent")).toMatchObject([{ outcome: "yes" }]);
});

test("an array is above what it is above by more", async () => {
  const above = (value: number) => ({ fact: "model_config.hf_config.a", operator: "greaterThan", value });
  const told = (...all: readonly object[]) =>
    packOf({ when: { all }, then: [{ log: "info", code: "told", message: "it is large" }] });
  const [one, both, other] = [await told(above(5)), await told(above(5), above(4)), await told(above(6))];
  expect(await compareBehavior(prover, one, both, "made/up")).toEqual({ kind: "same" });
  expect(await compareBehavior(prover, one, other, "made/up")).toMatchObject({ kind: "different" });
});

test("what selects and compares does not fail, so that a rule before it changes nothing", async () => {
  const set = [{ set: "cache_config.block_size", value: 16 }];
  const named = { fact: "model_config.architecture", operator: "equal", value: "A" };
  const listed = { fact: "first", operator: "equal", value: "A" };
  const linked = (first: object, second: object) =>
    link(
      [
        {
          pack: "made/up",
          hook: "vllm_config",
          facts: { first: "model_config.hf_config.architectures[0]" },
          conditions: { open: { fact: "cache_config.block_size", operator: "equal", value: null } },
          rules: [first, second].map((when, index) => ({
            id: `rule-${index}`,
            when: { all: [{ condition: "open" }, when] },
            then: set,
          })),
        } as unknown as Pack,
      ],
      [{ pack: "made/up" }],
    );
  const [one, other] = [await linked(named, listed), await linked(listed, named)];
  expect(await compareBehavior(prover, one, other, "made/up")).toEqual({ kind: "same" });
});
