import { describe, expect, test } from "vitest";
import type { Pack } from "../generated/pack.js";
import { readPacks } from "../packs/read-packs.js";
import { loadProgram } from "../workspace/load-program.js";
import { runCases, type PackRun } from "./run-cases.js";

const set = { set: "acme", target: "vllm@0.19.0", stages: [] };
const size = "cache_config.block_size";
const is = (value: number) => ({ fact: size, operator: "equal", value });

/** Runs the pack over documents with these block sizes; expectations are irrelevant here. */
async function run(rules: unknown[], sizes: unknown[], extra: object = {}, targets: string[] = []): Promise<PackRun> {
  const pack = { pack: "acme/gpu", hook: "vllm_config", rules, ...extra };
  const entries = sizes.map((value, index) => ({
    name: `${index}`,
    document: { cache_config: { block_size: value } },
    expect: {},
    ...(targets[index] && { target: targets[index] }),
  }));
  const files = {
    "acme.set.json": set,
    "acme/gpu.pack.json": pack,
    "acme/gpu.cases.json": { pack: "acme/gpu", cases: entries },
  };
  const load = (target?: string) => loadProgram({ set: "acme", files, target });
  const { program, diagnostics } = await load();
  expect(diagnostics).toEqual([]);
  return (await runCases(program!, { cases: readPacks(files).cases, load }))[0]!;
}

const log = (code = "seen") => [{ log: "info", code, message: "seen" }];
const codes = ({ findings }: PackRun) => findings.map(({ code, path }) => [code, path]);
const unseen = (packRun: PackRun) => packRun.unseen.map(({ at, text, never }) => [at, text, never]);

describe("rules", () => {
  const rules = [{ id: "r", when: is(16), then: log() }];

  test("one that fires in a case and stays silent in another is covered", async () => {
    expect((await run(rules, [16, 32])).findings).toEqual([]);
  });

  test("one that fires in none, and one that is silent in none", async () => {
    expect(codes(await run(rules, [32]))).toEqual([["rule-never-fired", "/rules/0/id"]]);
    expect(codes(await run(rules, [16]))).toEqual([["rule-never-silent", "/rules/0/id"]]);
  });

  test.each([[undefined], [{ all: [] }], [{ any: [] }], [{ not: { not: { all: [] } } }]])(
    "with %j it cannot stay silent",
    async (when) => {
      expect((await run([{ id: "r", ...(when && { when }), then: log() }], [16])).findings).toEqual([]);
    },
  );

  test("one behind a `fail` is silent only where it is reached", async () => {
    const behind = [{ id: "stop", when: is(8), then: [{ fail: "no", kind: "value", message: "no" }] }, ...rules];
    expect(codes(await run(behind, [8, 16]))).toEqual([["rule-never-silent", "/rules/1/id"]]);
    expect((await run(behind, [8, 16, 32])).findings).toEqual([]);
  });

  test("one for another version counts in the cases that name its target", async () => {
    const versioned = [{ ...rules[0], versions: ">=0.20.0" }];
    const without = await run(versioned, [16, 32]);
    expect(codes(without)).toEqual([["rule-never-fired", "/rules/0/id"]]);
    expect(without.findings[0]!.hint).toContain("within >=0.20.0");
    expect((await run(versioned, [16, 32], {}, ["vllm@0.20.0", "vllm@0.20.0"])).findings).toEqual([]);
  });

  test("a pack without cases is told once", async () => {
    const result = await run(rules, []);
    expect(codes(result)).toEqual([["missing-cases", "/pack"]]);
    expect(result.unseen).toEqual([]);
  });

  test("only the pack's own rules count, not those of one that it includes", async () => {
    const files = {
      "acme.set.json": set,
      "acme/inner.pack.json": { pack: "acme/inner", hook: "vllm_config", rules },
      "acme/outer.pack.json": {
        pack: "acme/outer",
        hook: "vllm_config",
        rules: [{ id: "in", then: [{ include: "acme/inner" }] }],
      },
      "acme/outer.cases.json": {
        pack: "acme/outer",
        cases: [16, 32].map((value) => ({
          name: `${value}`,
          document: { cache_config: { block_size: value } },
          expect: {},
        })),
      },
    };
    const load = () => loadProgram({ set: "acme", files });
    const runs = await runCases((await load()).program!, { cases: readPacks(files).cases, load });
    expect(runs.map(({ pack, findings }) => [pack, findings.map(({ code }) => code)])).toEqual([
      ["acme/inner", ["missing-cases"]],
      ["acme/outer", []],
    ]);
  });
});

describe("branches", () => {
  test("each condition counts twice, and what mirrors another is told once", async () => {
    const packRun = await run([{ id: "r", when: { not: { all: [is(16)] } }, then: log() }], [32]);
    expect(packRun.coverage.branches).toEqual({ seen: 3, total: 6 });
    expect(unseen(packRun)).toEqual([["/rules/0/when/not/all/0", `${size} equal 16`, "true"]]);
  });

  test("a part that is cut off is told as never reached, once for all that is in it", async () => {
    const when = { all: [is(16), { any: [is(1), is(2)] }] };
    expect(unseen(await run([{ id: "r", when, then: log() }], [32]))).toEqual([
      ["/rules/0/when", "all of 2", "true"],
      ["/rules/0/when/all/0", `${size} equal 16`, "true"],
      ["/rules/0/when/all/1", "any of 2", "reached"],
    ]);
  });

  test("a named condition counts at its own place and at each use", async () => {
    const rules = [
      { id: "a", when: { condition: "small" }, then: log("a") },
      { id: "b", when: { all: [is(1), { condition: "small" }] }, then: log("b") },
    ];
    const packRun = await run(rules, [1, 32], {
      conditions: { small: { fact: size, operator: "lessThan", value: 16 } },
    });
    expect(unseen(packRun)).toEqual([["/rules/1/when/all/1", "small", "false"]]);
    expect(packRun.coverage.conditions.find(({ at }) => at === "/conditions/small")).toMatchObject({
      seenTrue: 2,
      seenFalse: 1,
    });
  });

  test("a comparison with a fact is told in words", async () => {
    const pack: Pick<Pack, "facts"> = { facts: { limit: "scheduler_config.max_num_seqs" } };
    const when = { fact: size, operator: "greaterThan", value: { fact: "limit" } };
    expect(unseen(await run([{ id: "r", when, then: log() }], [1], pack))).toEqual([
      ["/rules/0/when", `${size} greaterThan limit`, "true"],
    ]);
  });
});

test("a case whose target cannot be loaded tells why", async () => {
  const packRun = await run([{ id: "r", then: log() }], [1], {}, ["vllm-0.19"]);
  expect(packRun.cases[0]).toMatchObject({
    target: "vllm-0.19",
    differences: [],
    diagnostics: [{ code: "bad-target", file: "acme/gpu.cases.json", line: 4 }],
  });
});
