import { afterAll, beforeAll, expect, test } from "vitest";
import type { JsonObject } from "../common/json.js";
import { loadProgram, type Program } from "../workspace/load-program.js";
import { openProver, type Prover } from "../solver/prover.js";
import { compareRules } from "./compare-rules.js";
import { decideWith } from "./decide.js";

let prover: Prover;
beforeAll(async () => void (prover = await openProver({ millisecondsPerQuestion: 60_000 })));
afterAll(() => prover.close());

const backend = (value: string) => ({ set: "attention_config.backend", value });
const seqs = (operator: string, value: number) => ({ fact: "scheduler_config.max_num_seqs", operator, value });

/** A set that runs its packs in the given order. */
async function load(packs: Record<string, object>): Promise<Program> {
  const files = Object.entries(packs).map(([name, pack]) => [
    `${name}.pack.json`,
    { pack: name, hook: "vllm_config", ...pack },
  ]);
  const set = {
    set: "acme",
    target: "vllm@0.19.0",
    stages: Object.keys(packs)
      .filter((name) => !name.startsWith("other/"))
      .map((pack) => ({ pack })),
  };
  const { program, diagnostics } = await loadProgram({
    set: "acme",
    files: { "acme.set.json": set, ...Object.fromEntries(files) },
  });
  if (program === null) throw new Error(JSON.stringify(diagnostics));
  return program;
}

async function compare(
  old: Record<string, object>,
  now: Record<string, object>,
  documents: readonly JsonObject[] | null = null,
  seconds = 30,
) {
  const [before, after] = [await load(old), await load(now)];
  const linked = { before: before.linked, after: after.linked };
  const decide = decideWith(prover, linked, seconds);
  async function* fleet() {
    for (const [index, document] of (documents ?? []).entries()) yield { name: `document ${index}`, document };
  }
  return compareRules(before, after, { decide, fleet: documents === null ? null : fleet(), show: () => {} });
}
const outcomes = ({ packs }: Awaited<ReturnType<typeof compare>>) =>
  packs.map(({ pack, verdict, effects }) => [
    pack,
    verdict,
    effects.map(({ outcome }) => outcome.map(({ kind, name }) => `${kind} ${name}`)),
  ]);

test("a change that a later pack hides is proved harmless in the set", async () => {
  const first = (value: string) => ({
    rules: [
      { id: "choose", when: { fact: "attention_config", operator: "isSet", value: true }, then: [backend(value)] },
    ],
  });
  const last = {
    rules: [
      {
        id: "always",
        when: { fact: "attention_config", operator: "isSet", value: true },
        then: [backend("TRITON_ATTN")],
      },
    ],
  };
  expect(
    outcomes(
      await compare(
        { "acme/a": first("FLASHINFER"), "acme/b": last },
        { "acme/a": first("FLASH_ATTN"), "acme/b": last },
      ),
    ),
  ).toEqual([["acme/a", "same-apart-from-ledger", []]]);
});

test("what another pack makes of a changed field is told as well", async () => {
  const limit = (value: number) => ({
    rules: [{ id: "limit", when: seqs("greaterThan", 64), then: [{ set: "scheduler_config.max_num_seqs", value }] }],
  });
  const warn = {
    rules: [{ id: "warn", when: seqs("equal", 32), then: [{ log: "warning", code: "few", message: "few" }] }],
  };
  const compared = await compare({ "acme/a": limit(64), "acme/b": warn }, { "acme/a": limit(32), "acme/b": warn });
  expect(outcomes(compared)).toEqual([
    ["acme/a", "differs", [["field scheduler_config.max_num_seqs", "log acme/b/few"]]],
  ]);
});

test("a pack that no stage runs is compared by itself", async () => {
  const stray = (value: number) => ({
    rules: [{ id: "stray", when: seqs("greaterThan", 8), then: [{ set: "scheduler_config.max_num_seqs", value }] }],
  });
  const set = {
    "acme/a": {
      rules: [{ id: "nothing", when: seqs("equal", 1), then: [{ log: "info", code: "one", message: "one" }] }],
    },
  };
  const [pack] = (await compare({ ...set, "other/x": stray(8) }, { ...set, "other/x": stray(4) })).packs;
  expect(pack).toMatchObject({ pack: "other/x", verdict: "differs" });
});

test("stages that change places", async () => {
  const write = (value: number) => ({
    rules: [
      {
        id: "write",
        when: { fact: "scheduler_config", operator: "isSet", value: true },
        then: [{ set: "scheduler_config.max_num_seqs", value }],
      },
    ],
  });
  const compared = await compare(
    { "acme/a": write(1), "acme/b": write(2) },
    { "acme/b": write(2), "acme/a": write(1) },
  );
  expect(outcomes(compared)).toEqual([["acme", "differs", [["field scheduler_config.max_num_seqs"]]]]);
  expect(compared.packs[0]!.effects[0]).toMatchObject({
    document: [{ path: "scheduler_config", value: {} }],
    outcome: [{ before: 2, after: 1 }],
  });
});

test("stages that change places show what they do without the solver, and a pack that changed is told apart", async () => {
  const write = (value: number, path = "scheduler_config.max_num_seqs") => ({
    rules: [
      {
        id: "write",
        when: { fact: path.split(".")[0], operator: "isSet", value: true },
        then: [{ set: path, value }],
      },
    ],
  });
  const other = (value: number) => write(value, "cache_config.block_size");
  const compared = await compare(
    { "acme/a": write(1), "acme/b": write(2), "acme/c": other(8) },
    { "acme/b": write(2), "acme/a": write(1), "acme/c": other(9) },
    null,
    0,
  );
  expect(outcomes(compared).map(([pack, , shown]) => [pack, shown])).toEqual([
    ["acme", [["field scheduler_config.max_num_seqs"]]],
    ["acme/c", [["field cache_config.block_size"]]],
  ]);
});

test("what no longer becomes of an architecture that a pack does not match any more shows without the solver", async () => {
  const matching = (...architectures: string[]) => ({
    "acme/a": { match: { architectures }, rules: [{ id: "choose", then: [backend("FLASH_ATTN")] }] },
  });
  const [pack] = outcomes(await compare(matching("A", "B"), matching("A"), null, 0));
  expect(pack).toEqual(["acme/a", "differs", [["field attention_config.backend"], ["failure fettle/missing-parent"]]]);
});

test("what a pack does for the models of another pack that changed as well", async () => {
  const only = (value: number) => ({
    rules: [
      {
        id: "only",
        when: {
          all: [
            seqs("greaterThan", 64),
            { fact: "model_config.architecture", operator: "equal", value: "X" },
            { fact: "cache_config.block_size", operator: "equal", value: 32 },
          ],
        },
        then: [{ set: "scheduler_config.max_num_seqs", value }],
      },
    ],
  });
  const own = (value: string) => ({
    match: { architectures: ["X"] },
    rules: [{ id: "own", when: { fact: "attention_config", operator: "isSet", value: true }, then: [backend(value)] }],
  });
  expect(
    outcomes(
      await compare(
        { "acme/any": only(8), "acme/x": own("FLASHINFER") },
        { "acme/any": only(4), "acme/x": own("FLASH_ATTN") },
      ),
    ),
  ).toEqual([
    ["acme/any", "differs", [["field scheduler_config.max_num_seqs"]]],
    ["acme/x", "differs", [["field attention_config.backend"]]],
  ]);
});

test("a pack that is new with its stage is told once", async () => {
  const limit = {
    rules: [
      { id: "limit", when: seqs("greaterThan", 64), then: [{ set: "scheduler_config.max_num_seqs", value: 64 }] },
    ],
  };
  const old = {
    "acme/a": {
      rules: [
        {
          id: "choose",
          when: { fact: "attention_config", operator: "isSet", value: true },
          then: [backend("FLASHINFER")],
        },
      ],
    },
  };
  expect(outcomes(await compare(old, { "acme/new": limit, ...old }))).toEqual([
    ["acme", "same", []],
    ["acme/new", "differs", [["field scheduler_config.max_num_seqs"]]],
  ]);
});

test("documents of a fleet, by name, with what differs", async () => {
  const limit = (value: number) => ({
    rules: [{ id: "limit", when: seqs("greaterThan", value), then: [{ set: "scheduler_config.max_num_seqs", value }] }],
  });
  const documents = [16, 48, 100].map((max_num_seqs) => ({ scheduler_config: { max_num_seqs } }));
  const { packs, fleet } = await compare({ "acme/a": limit(64) }, { "acme/a": limit(32) }, documents);
  expect(fleet).toMatchObject({
    documents: 3,
    touched: [{ name: "document 1", differences: [{ before: 48, after: 32 }] }, { name: "document 2" }],
  });
  expect(packs[0]!.effects[0]!.fleet).toEqual(["document 1", "document 2"]);
});

test("without time for the solver nothing is called proved", async () => {
  const rule = (when: object) => ({
    rules: [{ id: "limit", when, then: [{ set: "scheduler_config.max_num_seqs", value: 1 }] }],
  });
  const [one, other] = [
    seqs("greaterThan", 8),
    { not: { any: [{ not: seqs("greaterThan", 8) }, seqs("lessThanInclusive", 8)] } },
  ];
  const before = { "acme/a": rule(one) };
  expect((await compare(before, { "acme/a": rule(other) }, null, -1)).packs).toMatchObject([
    {
      verdict: "not-proved",
      unproved: [{ aspect: { kind: "field", name: "scheduler_config.max_num_seqs" } }, { aspect: { kind: "failure" } }],
    },
  ]);
  expect((await compare(before, { "acme/a": rule(other) })).packs).toMatchObject([{ verdict: "same", unproved: [] }]);
});
