import { expect, test, vi } from "vitest";
import type { JsonObject } from "../common/json.js";
import { must } from "../common/must.js";
import { loadProgram, programOf } from "../workspace/load-program.js";
import { defaultMode } from "./compile-mode.js";
import { emitModule } from "./emit-module.js";
import { emitPack } from "./emit-pack.js";
import * as moduleRuntime from "./module-runtime.js";
import type { Run } from "./make-run.js";

const log = (code: string) => ({ log: "info", code, message: code });
const is = (fact: string, value: unknown) => ({ fact, operator: "equal", value });
const pack = (name: string, rules: unknown[], rest: object = {}) => ({
  [`${name}.pack.json`]: { pack: name, hook: "vllm_config", rules, ...rest },
});
const at = (field: string) => `cache_config.${field}`;

/** Each names the one before twice: written out, the last has 4,095 comparisons. */
const doubling = Object.fromEntries([
  ["c0", is(at("block_size"), 1)],
  ...[...Array(11).keys()].map((n) => [`c${n + 1}`, { any: [{ condition: `c${n}` }, { condition: `c${n}` }] }]),
]);
const seventeen = Array.from({ length: 17 }, (_, n) => ({ id: `r${n}`, then: [log(`c${n}`)] }));
const fresh = { set: "model_config.hf_config.made", value: { list: [1] } };

const files = {
  "made.set.json": {
    set: "made",
    target: "vllm@0.33.0",
    stages: [
      { pack: "made/first" },
      { pack: "made/guarded", when: { all: [is(at("block_size"), 2), { not: is(at("sliding_window"), -0) }] } },
      { dispatch: "vllm_config" },
      { pack: "made/qwen" },
    ],
  },
  ...pack("made/first", [{ id: "write", when: is(at("block_size"), 8), then: [{ set: at("block_size"), value: 9 }] }]),
  ...pack("made/guarded", [{ id: "act", then: [log("ran"), { include: "made/inner" }] }]),
  ...pack("made/inner", [{ id: "act", then: [{ set: at("block_size"), value: 3 }, fresh] }]),
  ...pack("made/llama", [{ id: "act", then: [log("ran")] }], { match: { architectures: ["LlamaForCausalLM"] } }),
  ...pack("made/qwen", [{ id: "act", then: [log("ran")] }], { match: { architectures: ["Qwen2ForCausalLM"] } }),
  ...pack(
    "made/named",
    [
      { id: "always", then: [{ set: at("block_size"), value: 1 }] },
      { id: "one", when: { condition: "isOne" }, then: [log("one")] },
    ],
    { conditions: { isOne: is(at("block_size"), 1) } },
  ),
  ...pack(
    "made/doubled",
    [
      { id: "act", when: { condition: "c11" }, then: [log("ran")] },
      { id: "end", then: [log("end")] },
    ],
    {
      conditions: doubling,
    },
  ),
  ...pack("made/many", seventeen),
  ...pack("made/stops", [{ id: "stop", then: [{ fail: "no", kind: "value", message: "no" }] }, ...seventeen]),
  ...pack("made/none", []),
  ...pack("made/negated", [
    { id: "act", when: { fact: at("block_size"), operator: "notIn", value: [1, 2] }, then: [log("ran")] },
    { id: "end", when: { fact: at("block_size"), operator: "lessThan", value: 3 }, then: [log("end")] },
  ]),
};
const linked = must((await loadProgram({ set: "made", files: files as never })).program, "the set").linked;

let imports = 0;

/** The runtime of built modules stands beside the engine once the package is built; here it is the one in memory. */
async function builtModule() {
  const runtime = `const fettle = globalThis.fettleForTest; // import ${imports++}`;
  const code = emitModule(linked, runtime);
  Object.assign(globalThis, { fettleForTest: moduleRuntime });
  const module = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  Reflect.deleteProperty(globalThis, "fettleForTest");
  return { code, module, runtime };
}

async function waysToRun(): Promise<readonly (readonly [string, Run])[]> {
  const { evaluate } = (await builtModule()).module;
  const { packs, operators, engine, ...rest } = linked;
  // Steps are kept by pack: a copy is compiled again.
  const copies = new Map([...packs].map(([name, one]) => [name, { ...one }]));
  const copy = { ...rest, packs: copies, operators, engine };
  return [
    ["code", programOf(copy, "code").run],
    ["closures", programOf(copy, "closures").run],
    ["built module", evaluate],
  ];
}

const codes = ({ logs }: ReturnType<Run>) => logs.map(({ code }) => code);

test("a set runs its stages by architecture and condition, as code, as closures and built", async () => {
  const llama = { architecture: "LlamaForCausalLM", hf_config: {} };
  const qwen = { architecture: "Qwen2ForCausalLM", hf_config: {} };
  for (const [, run] of await waysToRun()) {
    expect(codes(run({ model_config: llama, cache_config: { block_size: 2, sliding_window: 4 } }))).toEqual([
      "made/guarded/ran",
      "made/llama/ran",
    ]);
    const guarded = run({ model_config: llama, cache_config: { block_size: 2, sliding_window: 4 } });
    expect(guarded.changes.map(({ path, after, rule }) => [path, after, rule])).toEqual([
      ["cache_config.block_size", 3, "made/inner/act"],
      ["model_config.hf_config.made", { list: [1] }, "made/inner/act"],
    ]);
    expect(codes(run({ model_config: llama, cache_config: { block_size: 2, sliding_window: 0 } }))).toEqual([
      "made/llama/ran",
    ]);
    expect(codes(run({ model_config: qwen, cache_config: { block_size: 1 } }))).toEqual([
      "made/qwen/ran",
      "made/qwen/ran",
    ]);
    expect(codes(run({ model_config: {} }))).toEqual([]);
  }
});

test("each way traces what it reached, and fails alike", async () => {
  for (const [, run] of await waysToRun()) {
    const { trace, changes } = run({ cache_config: { block_size: 8 } }, { pack: "made/first", trace: true });
    const when = { result: true, ...is("cache_config.block_size", 8), actual: 8 };
    expect(trace).toEqual([{ rule: "made/first/write", fired: true, when }]);
    expect(changes).toHaveLength(1);
    const named = run({ cache_config: {} }, { pack: "made/named", trace: true });
    expect(named.trace?.[0]).toEqual({ rule: "made/named/always", fired: true });
    expect([codes(named), named.trace?.[1]?.fired]).toEqual([["made/named/one"], true]);
    const stopped = run({}, { pack: "made/stops" });
    expect([stopped.ok, stopped.error?.rule, codes(stopped)]).toEqual([false, "made/stops/stop", []]);
    expect(run({ cache_config: { block_size: "x" } }).error?.path).toBe("cache_config.block_size");
  }
});

test("a pack runs each of its rules once, however many, or none", async () => {
  const all = seventeen.map((_, n) => `made/many/c${n}`);
  for (const [, run] of await waysToRun()) {
    const negated = run({ cache_config: { block_size: 2 } }, { pack: "made/negated" });
    expect(codes(negated)).toEqual(["made/negated/end"]);
    expect(codes(run({}, { pack: "made/many" }))).toEqual(all);
    expect(run({}, { pack: "made/none" })).toMatchObject({ ok: true, document: {}, logs: [] });
  }
});

test("named conditions that double do not double the code, and hold as if they were written out", async () => {
  const doubled = must(linked.packs.get("made/doubled"), "the pack");
  for (const buffer of [false, true])
    expect(emitPack(doubled, linked.operators, null, buffer).source.length).toBeLessThan(5000);
  for (const [, run] of await waysToRun())
    for (const trace of [false, true])
      for (const [size, expected] of [
        [1, ["made/doubled/ran", "made/doubled/end"]],
        [2, ["made/doubled/end"]],
      ] as const) {
        const result = run({ cache_config: { block_size: size } }, { pack: "made/doubled", trace });
        expect(codes(result)).toEqual(expected);
        expect(result.trace?.map(({ rule, fired }) => [rule, fired])).toEqual(
          trace
            ? [
                ["made/doubled/act", size === 1],
                ["made/doubled/end", true],
              ]
            : undefined,
        );
      }
});

test("in an environment that forbids code generation, packs run as closures", () => {
  expect(defaultMode()).toBe("code");
  const forbidden = class {
    constructor() {
      throw new EvalError("forbidden");
    }
  };
  vi.stubGlobal("Function", forbidden);
  try {
    expect(defaultMode()).toBe("closures");
    const document: JsonObject = {
      cache_config: { block_size: 2, sliding_window: 1 },
      model_config: { hf_config: {} },
    };
    expect(codes(programOf(linked).run(document))).toEqual(["made/guarded/ran"]);
  } finally {
    vi.unstubAllGlobals();
  }
});

test("a built module names its set and release, and has its packs and its engine's checks", async () => {
  const { code, module, runtime } = await builtModule();
  expect(code.split("\n").slice(0, 2)).toEqual([
    "// The rule set made for vllm@0.33.0, built by `fettle build`; do not edit.",
    runtime,
  ]);
  expect(code.endsWith("});\n")).toBe(true);
  expect([module.set, module.target, module.packs["made/none"]]).toEqual([
    "made",
    "vllm@0.33.0",
    files["made/none.pack.json" as keyof typeof files],
  ]);
  expect(Object.keys(module.packs)).toEqual([...linked.packs.keys()]);
  expect(
    module.checkDocument({ cache_config: { block_size: "x" }, other: 1 }).map((one: { path: string }) => one.path),
  ).toEqual(["/cache_config/block_size", "/other"]);
  expect(module.FettleError).toBe(moduleRuntime.FettleError);
  expect(() => module.evaluate({}, { pack: "made/unknown" })).toThrow(module.FettleError);
});

test("an operator of one's own cannot be built, and the pack or the set that uses it is named", async () => {
  const operators = { acmeLike: () => true };
  const when = { fact: at("block_size"), operator: "acmeLike", value: 1 };
  const build = async (stage: object, rule: object) => {
    const own = {
      "own.set.json": { set: "own", target: "vllm@0.33.0", stages: [{ pack: "own/p", ...stage }] },
      ...pack("own/p", [{ id: "r", then: [log("x")], ...rule }]),
    };
    const { program } = await loadProgram({ set: "own", files: own as never, operators });
    return () => emitModule(must(program, "the set").linked, "");
  };
  expect(await build({}, {})).not.toThrow();
  for (const [stage, rule, where] of [
    [{}, { when }, "`own/p` uses `acmeLike`"],
    [{ when }, {}, "the set uses `acmeLike`"],
  ] as const) {
    try {
      (await build(stage, rule))();
      expect.fail("built");
    } catch (error) {
      const [only] = (error as InstanceType<typeof moduleRuntime.FettleError>).diagnostics;
      expect([only?.code, only?.message, only?.hint]).toEqual([
        "unknown-operator",
        expect.stringContaining(where),
        expect.stringMatching(/./),
      ]);
    }
  }
});
