import { expect, test } from "vitest";
import { serving } from "../vllm/serving.js";
import type { EnvironmentValue } from "../serving/build.js";
import { loadProgram } from "../workspace/load-program.js";
import { must } from "../common/must.js";
import { effectiveRows } from "../report/terminal/text-effective.js";
import { overview } from "../vllm/overview.js";
import { certaintyOf, uncertainFields } from "./certainty.js";
import { effectiveConfiguration } from "./effective.js";
import type { Evaluated } from "./evaluated.js";

const given = (platform: string | null, kind?: "assumed"): readonly EnvironmentValue[] =>
  platform === null
    ? []
    : [{ field: "platform", value: platform, text: "the test", ...(kind === undefined ? {} : { kind }) }];

/** Evaluates the rules of one pack over a small model with the given environment. */
async function evaluate(rules: readonly object[], environment: readonly EnvironmentValue[], args: string[] = []) {
  const pack = { pack: "acme/p", hook: "vllm_config", rules };
  const set = { set: "acme", target: "vllm@0.33.0", stages: [{ pack: "acme/p" }] };
  const files = { "p.pack.json": JSON.stringify(pack), "acme.set.json": JSON.stringify(set) };
  const { program, diagnostics } = await loadProgram({ set: "acme", files });
  if (program === null) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  const hfConfig = { architectures: ["LlamaForCausalLM"], max_position_embeddings: 4096, vocab_size: 1 };
  const release = serving.release("0.33.0");
  const built = release.build({ hfConfig, model: "m", args, environment });
  const { trace = [], ...result } = program.run(built.document, { trace: true });
  const evaluated: Evaluated = {
    ...{ before: built.document, result, trace, rules: program.linked, pack: null, built, serving: release },
    ...{ fields: "none", pinAll: false, resolveWith: () => null },
  };
  return evaluated;
}

const complete: readonly EnvironmentValue[] = [
  { field: "device_name", value: "a GPU", text: "the test" },
  { field: "device_memory", value: 80, text: "the test" },
  { field: "device_capability", value: 90, text: "the test" },
  { field: "flash_attn_4", value: true, text: "the test" },
];

const platformIs = (value: string) => ({ fact: "environment.platform", operator: "equal", value });
const packageIs = (value: string) => ({ fact: "environment.installed", operator: "contains", value });
const eager = { fact: "model_config.enforce_eager", operator: "equal", value: true };
const seqs = (value: number) => [{ set: "scheduler_config.max_num_seqs", value }];
const path = "scheduler_config.max_num_seqs";
const assumed = { kind: "assumed", dependsOn: ["environment.platform"] };

test.each<[string, readonly object[], object]>([
  ["a rule that ran by what is assumed", [{ id: "r", when: platformIs("cuda"), then: seqs(7) }], assumed],
  [
    "a rule that would run elsewhere",
    [
      { id: "r", then: seqs(7) },
      { id: "s", when: platformIs("cpu"), then: seqs(8) },
    ],
    assumed,
  ],
  [
    "a rule that what is assumed stops before what is unknown",
    [
      { id: "r", then: seqs(7) },
      { id: "s", when: { all: [platformIs("cpu"), packageIs("ray")] }, then: seqs(8) },
    ],
    assumed,
  ],
  [
    "a rule that another part stops anyway",
    [
      { id: "r", then: seqs(7) },
      { id: "s", when: { all: [platformIs("cpu"), eager] }, then: seqs(8) },
    ],
    { kind: "known" },
  ],
  [
    "a rule that another part lets run anyway",
    [{ id: "r", when: { any: [platformIs("cpu"), { not: eager }] }, then: seqs(7) }],
    { kind: "known" },
  ],
  [
    "a rule that writes the same elsewhere",
    [
      { id: "r", then: seqs(7) },
      { id: "s", when: platformIs("cpu"), then: seqs(7) },
    ],
    { kind: "known" },
  ],
  [
    "a value that is written over",
    [
      { id: "r", when: platformIs("cuda"), then: seqs(7) },
      { id: "s", then: seqs(9) },
    ],
    { kind: "known" },
  ],
  [
    "a value that an expression reads",
    [
      { id: "r", when: platformIs("cuda"), then: [{ set: "cache_config.block_size", value: 64 }] },
      { id: "s", then: [{ set: path, jsonata: "cache_config.block_size * 2" }] },
    ],
    assumed,
  ],
])("%s", async (_name, rules, expected) => {
  expect(certaintyOf(await evaluate(rules, [...given("cuda", "assumed"), ...complete]))(path)).toEqual(expected);
  expect(certaintyOf(await evaluate(rules, [...given("cuda"), ...complete]))(path)).toEqual({ kind: "known" });
});

test("what nobody knows makes a value unknown, and what settles it is named", async () => {
  const rules = [{ id: "r", when: platformIs("cuda"), then: seqs(7) }];
  expect(certaintyOf(await evaluate(rules, given(null)))(path)).toEqual({
    kind: "unknown",
    settledBy: expect.arrayContaining(["--platform"]) as unknown,
  });
});

test("the limits of a step follow the device, and a flag ends that", async () => {
  const environment = [...given("cuda", "assumed"), ...complete];
  expect(certaintyOf(await evaluate([], environment))(path)).toEqual(assumed);
  expect(certaintyOf(await evaluate([], environment, ["--max-num-seqs", "5"]))(path)).toEqual({
    kind: "known",
  });
});

test("what a rule replaced of the user's choice is told, with the flag", async () => {
  const evaluated = await evaluate([{ id: "r", then: seqs(7) }], given("cuda"), ["--max-num-seqs", "9"]);
  const configuration = effectiveConfiguration(evaluated, evaluated.serving!.overview)!;
  const expected = {
    path,
    value: 7,
    origin: { kind: "rule", text: "acme/p/r" },
    asked: { value: 9, origin: { text: "--max-num-seqs 9" } },
  };
  expect(configuration.overridden).toMatchObject([expected]);
  expect(configuration.settings.find(({ topic }) => topic === "batch")!.values[1]).toMatchObject(expected);
});

test("what a rule withdraws, because only the loaded model tells, is unknown", async () => {
  const rules = [
    { id: "r", then: [{ set: "runtime.block_size", value: 16 }] },
    { id: "s", when: eager, then: [{ set: "runtime.block_size", value: null }] },
  ];
  const size = "runtime.block_size";
  expect(certaintyOf(await evaluate(rules, [...complete, ...given("cuda")]))(size)).toEqual({ kind: "known" });
  const withdrawn = await evaluate(rules, [...complete, ...given("cuda")], ["--enforce-eager"]);
  expect(certaintyOf(withdrawn)(size)).toEqual({ kind: "unknown", settledBy: [] });
  expect(uncertainFields(withdrawn)).toHaveProperty([size], { kind: "unknown", settledBy: [] });
  expect(effectiveRows(must(effectiveConfiguration(withdrawn, overview), "one"), overview)).toContainEqual({
    name: "KV cache",
    value: "model dtype, block size unknown",
    origin: "acme/p/s",
    mark: "?",
    asked: [],
  });
});
