import { vllm } from "../../engine/vllm/adapter/vllm.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compareBehavior } from "../../engine/diff/compare-behavior.js";
import { compareResults } from "../../engine/solver/compare-results.js";
import { compareRules } from "../../engine/diff/compare-rules.js";
import { decideWith } from "../../engine/diff/decide.js";
import { provePack } from "../../engine/proofs/prove-pack.js";
import { openProver, type Prover } from "../../engine/solver/prover.js";
import { isLong } from "../long.js";
import { documentFromJson } from "../../engine/vllm/documents.js";
import { loadProgram, type Program } from "../../engine/workspace/load-program.js";

/** H is the checkpoint's configuration, T its text config. */
const H = "model_config.hf_config";
const T = "model_config.hf_text_config";
const memory = "cache_config.gpu_memory_utilization";

let prover: Prover;
beforeAll(async () => void (prover = await openProver({ millisecondsPerQuestion: 30_000 })));
afterAll(() => prover.close());

const set = (path: string, value: unknown) => ({ set: path, value });
const copy = (path: string, jsonata: string) => ({ set: path, jsonata });
const unset = (path: string) => ({ unset: path });
const log = (code: string, message = code) => ({ log: "info", code, message });
const fail = (id: string) => ({ fail: id, kind: "value", message: id });
const is = (fact: string, operator: string, value: unknown) => ({ fact, operator, value });
type Rule = readonly [when: object | null, ...then: object[]];
const rule = (when: object | null, ...then: object[]): Rule => [when, ...then];

async function load(rules: readonly Rule[]): Promise<Program> {
  const written = rules.map(([when, ...then], index) => ({
    id: `rule-${index}`,
    ...(when === null ? {} : { when }),
    then,
  }));
  const files = {
    "made.set.json": { set: "made", target: "vllm@0.19.0", stages: [{ pack: "made/up" }] },
    "made/up.pack.json": { pack: "made/up", hook: "vllm_config", rules: written },
  };
  const { program, diagnostics } = await loadProgram({ set: "made", files });
  if (program === null) throw new Error(JSON.stringify(diagnostics));
  return program;
}

async function verdictOf(base: readonly Rule[], head: readonly Rule[]) {
  const [before, after] = [await load(base), await load(head)];
  const linked = { before: before.linked, after: after.linked };
  const { packs } = await compareRules(before, after, {
    decide: decideWith(prover, linked, 60),
    fleet: null,
    show: () => {},
  });
  for (const { effects } of packs) {
    for (const { witness } of effects) {
      const document = documentFromJson(witness);
      expect(compareResults(before.run(document), after.run(document), vllm.alias)).not.toEqual([]);
    }
  }
  const alone = await compareBehavior(prover, before.linked, after.linked, "made/up");
  return [packs[0]?.verdict ?? "same", alone.kind];
}

const always = rule(null, log("told"));
const copied = rule(null, copy(`${H}.a`, `${H}.b`));
/** Only an object has a key. */
const isThere = is(`${H}.c`, "isPresent", true);
const seenWhole = (first: readonly Rule[]) => [
  rule(null, set(`${T}.probe`, 1)),
  rule(is(`${H}.deep.probe`, "equal", 1), fail("shared")),
  rule(null, unset(`${T}.probe`)),
  ...first,
];
const tellDeep = rule(null, log("deep", `{${H}.deep}`));
const writeText = rule(null, set(`${T}.a`, 1));

const isListed = is(`${T}.list`, "isPresent", true);
const hasBoth = rule({ all: [isListed, is(`${H}.d`, "isPresent", false)] }, fail("apart"));
const tellCopy = rule(
  isListed,
  unset(`${H}.c`),
  copy(`${H}.c`, `${H}.d`),
  log("copied", `{${H}.c.one}`),
  unset(`${H}.c`),
);

/** Pairs that were once proved the same, or that are near to such. */
const differing: readonly (readonly [title: string, base: readonly Rule[], head: readonly Rule[]])[] = [
  [
    "two failures of the engine, swapped",
    [rule(null, copy(`${H}.l.x`, `${H}.v.s`)), rule(null, set(`${H}.w.p`, 1))],
    [rule(null, set(`${H}.w.p`, 1)), rule(null, copy(`${H}.l.x`, `${H}.v.s`))],
  ],
  [
    "two writes of one rule, swapped, that fail at different paths",
    [rule(null, set(`${H}.a.x`, 1), set(`${H}.b.x`, 1))],
    [rule(null, set(`${H}.b.x`, 1), set(`${H}.a.x`, 1))],
  ],
  [
    "functions that fail with different codes on what is no number",
    [rule(null, copy(`${H}.r`, `$ceil(${H}.a)`))],
    [rule(null, copy(`${H}.r`, `-$floor(-${H}.a)`))],
  ],
  [
    "a field that is seen through the other name of the text config",
    [
      rule(null, unset(`${T}.flag`)),
      rule(null, set(`${H}.flag`, 7)),
      rule(is(`${T}.flag`, "equal", 7), set(T, { z: 1 })),
    ],
    [rule(null, unset(`${T}.flag`)), rule(null, set(`${H}.flag`, 7))],
  ],
  [
    "a text config under a key that looks like an array's",
    [rule(null, set(`${T}.probe`, 1)), rule(is(`${H}.list.0.probe`, "equal", 1), fail("shared"))],
    [rule(null, set(`${T}.probe`, 1))],
  ],
  [
    "a text config that is looked at in a copy of what it is a part of",
    [hasBoth, rule(isListed, set(`${T}.list`, 1)), tellCopy],
    [hasBoth, tellCopy, rule(isListed, set(`${T}.list`, 1))],
  ],
  [
    "a text config under such a key, told as a whole",
    [rule(null, log("told", `{${H}.list.0}`)), writeText],
    [writeText, rule(null, log("told", `{${H}.list.0}`))],
  ],
  [
    "a copy that is not the object it was copied from",
    [rule(null, copy(T, H)), rule(null, set(`${H}.f`, 1)), rule(is(`${T}.f`, "equal", 1), log("told"))],
    [rule(null, copy(T, H)), rule(null, set(`${H}.f`, 1)), always],
  ],
  [
    "a step that has a value wherever its context is there",
    [rule(isThere, set(`${H}.a`, 3), copy(`${H}.r`, `$count(${H}.a.(x ?? 1)[])`), unset(`${H}.a`))],
    [rule(isThere, unset(`${H}.a`), copy(`${H}.r`, `$count(${H}.a.(x ?? 1)[])`))],
  ],
  [
    "equality of structures after a copy",
    [copied, rule(is(`${H}.a`, "equal", { fact: `${H}.b` }), log("told"))],
    [copied, always],
  ],
  [
    "inequality of structures after a copy",
    [copied, rule(is(`${H}.a`, "notEqual", { fact: `${H}.b` }), log("told"))],
    [copied, always],
  ],
  [
    "whether the text config is still the configuration",
    [rule(null, set(T, { k: 1 })), rule(null, copy(T, H))],
    [rule(null, copy(T, H))],
  ],
  [
    "the text config replaced while its configuration is written whole",
    [rule(null, set(H, { a: 1 }))],
    [rule(null, unset(`${H}.a`)), rule(null, set(H, { a: 1 }))],
  ],
  [
    "a shared part below what a message shows whole",
    seenWhole([tellDeep, writeText]),
    seenWhole([writeText, tellDeep]),
  ],
  [
    "a structure that is only put back where it is not shared",
    [rule(null, set(`${T}.a`, 1)), rule(null, set(`${H}.p`, { x: { a: 1 } })), rule(null, set(`${T}.b`, 1))],
    [rule(null, set(`${H}.p`, { x: { a: 1 } })), rule(null, set(`${T}.a`, 1)), rule(null, set(`${T}.b`, 1))],
  ],
  [
    "the text config and a part compared as objects",
    [rule(is(T, "equal", { fact: `${H}.text_config` }), log("told"))],
    [],
  ],
  [
    "an item of a list that is seen through the other name of the configuration",
    [rule(null, set(`${H}.list`, 0)), rule(null, log("item", `{${T}.list.0}`))],
    [rule(null, log("item", `{${T}.list.0}`)), rule(null, set(`${H}.list`, 0))],
  ],
  [
    "a value outside the schema that a rule before has written",
    [
      rule(null, copy("cache_config.block_size", `${H}.s`)),
      rule(
        { all: [is("cache_config.block_size", "greaterThan", 1), is("cache_config.block_size", "lessThan", 2)] },
        log("told"),
      ),
    ],
    [rule(null, copy("cache_config.block_size", `${H}.s`))],
  ],
];

const equal: readonly (readonly [title: string, base: readonly Rule[], head: readonly Rule[]])[] = [
  [
    "bounds with no double between them",
    [rule(is(memory, "greaterThan", 0.9), log("told"))],
    [rule(is(memory, "greaterThanInclusive", 0.9000000000000001), log("told"))],
  ],
  [
    "writes of two new keys, swapped",
    [rule(isThere, set(`${H}.a`, 1), set(`${H}.b`, 2)), rule(null, log("keys", `{${H}}`))],
    [rule(isThere, set(`${H}.b`, 2), set(`${H}.a`, 1)), rule(null, log("keys", `{${H}}`))],
  ],
  [
    "another order of the keys of a written object",
    [rule(null, set(`${H}.a`, { x: 1, y: 2 }))],
    [rule(null, set(`${H}.a`, { y: 2, x: 1 }))],
  ],
  [
    "a structure that is compared with another place",
    [rule(is(`${H}.a`, "equal", { fact: `${H}.b` }), log("told"))],
    [
      rule({ all: [is(`${H}.a`, "equal", { fact: `${H}.b` }), is(`${H}.a`, "isPresent", true)] }, log("told")),
      rule({ all: [is(`${H}.a`, "isPresent", false), is(`${H}.b`, "isPresent", false)] }, log("told")),
    ],
  ],
];

describe("what differs is never proved the same", () => {
  test.each(differing)(
    "%s",
    async (_title, base, head) => {
      expect(await verdictOf(base, head)).toEqual(["differs", "different"]);
    },
    120_000,
  );
});

describe("what does not differ is decided", () => {
  test.each(equal)(
    "%s",
    async (_title, base, head) => {
      const [verdict, alone] = await verdictOf(base, head);
      expect([verdict?.startsWith("same"), alone]).toEqual([true, "same"]);
    },
    120_000,
  );
});

test("a write to an item of an array can be compared and proved", async () => {
  const rules = [rule(null, set(`${H}.l.0`, 1)), rule(is(`${H}.l.0`, "equal", 1), log("told"))];
  expect((await verdictOf(rules, rules.slice(0, 1)))[0]).toBe("differs");
  const { linked } = await load(rules);
  expect(
    (await provePack(prover, linked, "made/up", [])).filter(
      ({ what, outcome }) => what === "fires" && outcome !== "yes",
    ),
  ).toEqual([]);
}, 120_000);

test.each([
  ["a sum of what may be an object", `$sum([(${H}.a % 3), (${H}.p ? {} : ${H}.b)])`],
  ["a remainder of a whole configuration", `(${H} % (0.5 ?? [1, 2]))`],
])(
  "%s can be asked about",
  async (_title, jsonata) => {
    const { linked } = await load([rule(null, unset(`${H}.a`)), rule(null, copy(`${H}.r`, jsonata))]);
    const proofs = await provePack(prover, linked, "made/up", []);
    expect(proofs.find(({ text }) => text === "rule-1 can fire")).toMatchObject({ outcome: "yes" });
  },
  120_000,
);

// The solver looks for this number for half a minute.
test.runIf(isLong)(
  "what is added through two names of one object, and a number beside which no double is larger",
  async () => {
    const [text, inside] = ["model_config.hf_text_config.n", `${H}.text_config.n`];
    const base = [rule(null, copy(text, `${text} + 1`)), rule(null, copy(inside, `${inside} + 1`))];
    expect((await verdictOf(base, [rule(null, copy(text, `${text} + 2`))]))[0]).toBe("differs");
  },
  120_000,
);

describe("values that rules write though no document may come with them", () => {
  const size = "cache_config.block_size";
  const asked = [rule(is(size, "greaterThan", 16), log("big"))];
  const alike = [rule(is(size, "greaterThanInclusive", 17), log("big"))];
  test.each([
    ["none", [], "same"],
    ["inside of a written section", [rule(null, set("cache_config", { gpu_memory_utilization: 2 }))], "same"],
    ["computed", [rule(null, copy(size, `${H}.size`))], "differs"],
  ])(
    "%s",
    async (_title, before, verdict) => {
      expect((await verdictOf([...before, ...asked], [...before, ...alike]))[0]).toBe(verdict);
    },
    120_000,
  );
});
