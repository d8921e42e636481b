import { vllm } from "../../engine/vllm/adapter/vllm.js";
import { describe, expect, test } from "vitest";
import { resultToJson } from "../../engine/compiler/result-to-json.js";
import { FettleError, load, type Condition } from "../../engine/index.js";

const rule = (id: string, then: unknown[], when?: unknown) => ({ id, ...(when === undefined ? {} : { when }), then });
const counting = { operators: { counted: () => ++steps > 0 } };
let steps = 0;

/** Packs p0, p1, …, each including the next so often. */
const chain = (length: number, times: number, last: unknown[]) => ({
  "acme.set.json": { set: "acme", target: "vllm@0.19.0", stages: [{ pack: "acme/p0" }] },
  ...Object.fromEntries(
    Array.from({ length }, (_, index) => {
      const includes = Array(times).fill({ include: `acme/p${index + 1}` });
      return [
        `acme/p${index}.pack.json`,
        { pack: `acme/p${index}`, hook: "vllm_config", rules: [rule("r", index === length - 1 ? last : includes)] },
      ];
    }),
  ),
});

/** One pack with conditions c0, c1, …, each naming the next so often. */
const named = (length: number, times: number, last: Condition, kind = "all") => ({
  "acme.set.json": { set: "acme", target: "vllm@0.19.0", stages: [{ pack: "acme/p" }] },
  "acme/p.pack.json": {
    ...{ pack: "acme/p", hook: "vllm_config" },
    conditions: Object.fromEntries(
      Array.from({ length }, (_, index) => [
        `c${index}`,
        index === length - 1 ? last : { [kind]: Array(times).fill({ condition: `c${index + 1}` }) },
      ]),
    ),
    rules: [rule("r", [{ set: "cache_config.block_size", value: 32 }], { condition: "c0" })],
  },
});

const document = { model_config: { hf_config: { n: 1 } }, cache_config: {} };
const refusal = async (files: Record<string, object>) => {
  const start = process.cpuUsage().user;
  const error: unknown = await load({ set: "acme", files }).catch((thrown: unknown) => thrown);
  expect(process.cpuUsage().user - start).toBeLessThan(5_000_000);
  if (!(error instanceof FettleError)) throw error;
  return error.diagnostics.map(({ code, file, path }) => [code, file, path]);
};

describe("a pack that could take too many steps is refused, where it comes to be so", () => {
  test("includes that multiply", async () => {
    for (const length of [20, 26, 60]) {
      const at = `acme/p${length - 19}.pack.json`;
      expect(await refusal(chain(length, 2, [{ set: "cache_config.block_size", value: 32 }]))).toEqual([
        ["too-many-steps", at, "/rules/0/then/1"],
      ]);
    }
  });

  test("includes that nest deeply", async () => {
    const [found, ...more] = await refusal(chain(5000, 1, [{ set: "cache_config.block_size", value: 32 }]));
    expect([found![0], more]).toEqual(["too-many-steps", []]);
  });

  test("conditions that multiply, and conditions that nest deeply", async () => {
    const last = { fact: "cache_config.block_size", operator: "equal", value: 16 };
    expect(await refusal(named(40, 2, last))).toMatchObject([["too-many-steps", "acme/p.pack.json", "/conditions/c0"]]);
    expect(await refusal(named(60, 3, { all: [] }))).toMatchObject([
      ["too-many-steps", "acme/p.pack.json", "/conditions/c0"],
    ]);
    expect(await refusal(named(20_000, 1, last))).toMatchObject([
      ["too-many-steps", "acme/p.pack.json", "/conditions/c0"],
    ]);
  });
});

describe("an evaluation costs what the pack is long", () => {
  test("with includes", async () => {
    const last = [
      { set: "cache_config.block_size", value: 32 },
      { log: "info", code: "seen", message: "seen" },
    ];
    const fettle = await load({ set: "acme", files: chain(13, 2, last) });
    expect(fettle.evaluate(document).logs).toHaveLength(2 ** 12);
  });

  test.each(["code", "closures"] as const)("with named conditions, as %s", async (mode) => {
    const last = {
      any: [
        { fact: "model_config.hf_config.n", operator: "equal", value: 2 },
        { fact: "model_config.hf_config.n", operator: "counted", value: 1 },
      ],
    };
    const fettle = await load({ set: "acme", files: named(14, 2, last as Condition), ...counting, mode });
    steps = 0;
    const { trace, ok, changes } = fettle.evaluate(document, { trace: true });
    expect([ok, changes.length, steps]).toEqual([true, 1, 2 ** 13]);
    // The trace shows a condition wherever it is used.
    let part = trace![0]!.when!;
    for (let index = 0; index < 13; index++) part = part.is!.all![1]!;
    expect(part).toMatchObject({
      condition: "c13",
      is: {
        result: true,
        any: [
          { result: false, actual: 1 },
          { result: true, actual: 1 },
        ],
      },
    });
  });

  test("with named conditions, in the trace that is printed", async () => {
    const last = { fact: "model_config.hf_config.n", operator: "equal", value: 1 } as const;
    const lengths = [5, 10].map(async (length) => {
      const fettle = await load({ set: "acme", files: named(length, 2, last) });
      return JSON.stringify(resultToJson(document, fettle.evaluate(document, { trace: true }), vllm.alias)).length;
    });
    const [short, long] = await Promise.all(lengths);
    expect(long).toBeLessThan(2.5 * short!);
  });

  test("whatever a document holds", async () => {
    const big = Array.from({ length: 200_000 }, (_, index) => index);
    const files = (then: unknown[]) => ({
      "acme.set.json": { set: "acme", target: "vllm@0.19.0", stages: [{ pack: "acme/p" }] },
      "acme/p.pack.json": {
        pack: "acme/p",
        hook: "vllm_config",
        rules: Array.from({ length: 150 }, (_, index) => rule(`r${index}`, then)),
      },
    });
    const copies = [
      { unset: "model_config.hf_config.x" },
      { set: "model_config.hf_config.x", jsonata: "model_config.hf_config.big" },
    ];
    const logs = [{ log: "info", code: "c", message: "{model_config.hf_config.big}" }];
    for (const then of [copies, logs]) {
      const fettle = await load({ set: "acme", files: files(then) });
      const { ok, error } = fettle.evaluate({ model_config: { hf_config: { big } } });
      expect([ok, error]).toMatchObject([false, { code: "fettle/limit", kind: "limit" }]);
      // One evaluation leaves nothing for the next.
      for (let time = 0; time < 3; time++)
        expect(fettle.evaluate({ model_config: { hf_config: { big: [1] } } }).ok).toBe(true);
    }
  });
});
