import fc from "fast-check";
import { expect, test } from "vitest";
import { isLong } from "../long.js";
import type { Json, JsonObject } from "../../engine/common/json.js";
import { readPath } from "../../engine/common/path.js";
import type { Action, Rule } from "../../engine/index.js";
import { loadProgram } from "../../engine/workspace/load-program.js";
import { model, perform, sharedPlace } from "./plain-mutation.js";
import { canonical } from "../agreement/jsonata-outcome.js";
import { madeSet } from "../agreement/generate-packs.js";

const runs = { numRuns: Number(process.env.FETTLE_RUNS ?? (isLong ? 1500 : 40)) };

const hf = `${model}.hf_config`;
const text = `${model}.hf_text_config`;
const tails = [
  "",
  ".a",
  ".b",
  ".a.a",
  ".a.z",
  ".z.a",
  ".a.b.a",
  ".a.b.z",
  ".a.b.a.z",
  ".l",
  ".l.0",
  ".l.1",
  ".l.0.a",
  ".7",
  ".a.7",
] as const;
const paths = [hf, text].flatMap((base) => tails.map((tail) => `${base}${tail}`));
const path = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(...paths) },
  { weight: 1, arbitrary: fc.constant(model) },
);

const scalar = fc.constantFrom<Json>(0, 1, "x", null, false);
const keys = fc.shuffledSubarray(["z", "a", "b", "l", "7", "Z", "é"], { maxLength: 4 });
const tree = fc.memo(
  (depth): fc.Arbitrary<Json> =>
    depth <= 1
      ? fc.oneof(
          scalar,
          fc.constantFrom("{}", "[]").map((json) => JSON.parse(json) as Json),
        )
      : fc.oneof(
          { weight: 1, arbitrary: scalar },
          { weight: 1, arbitrary: fc.array(tree(depth - 1), { maxLength: 2 }) },
          { weight: 4, arbitrary: objects(depth) },
        ),
);
const objects = (depth: number): fc.Arbitrary<JsonObject> =>
  keys.chain((names) => fc.tuple(...names.map(() => tree(depth - 1))).map((values) => objectOf(names, values)));

function objectOf(names: readonly string[], values: readonly Json[]): JsonObject {
  return Object.fromEntries(names.map((name, index) => [name, values[index]!]));
}

/** The places of hf_config that the text config may be one object with. */
const places = ["", "a", "a.b", "a.b.a", "z"];

/** Objects where most paths lead somewhere, with keys in any order. */
const configs = fc
  .record({
    any: objects(4),
    inner: objects(3),
    list: fc.array(tree(2), { maxLength: 2 }),
    order: fc.shuffledSubarray(["a", "z", "l"], { minLength: 2 }),
  })
  .map(({ any, inner, list, order }): JsonObject => {
    const usual: Record<string, Json> = { a: { z: {}, b: { b: 1, a: inner } }, z: { a: 1 }, l: [{ a: 0 }, ...list] };
    return { ...Object.fromEntries(order.map((name) => [name, usual[name]!])), ...(order[0] === "l" ? {} : any) };
  });

/** The text config is absent, a tree of its own, or one of the places of hf_config where an object stands. */
const documents: fc.Arbitrary<JsonObject> = fc
  .record({
    hf_config: configs,
    own: objects(3),
    sharing: fc.constantFrom("absent", "own", ...places),
    isFirst: fc.boolean(),
  })
  .map(({ hf_config, own, sharing, isFirst }) => {
    const shared = readPath(hf_config, sharing === "" ? [] : sharing.split("."));
    const isShared =
      places.includes(sharing) && typeof shared === "object" && shared !== null && !Array.isArray(shared);
    const config = sharing === "absent" ? {} : { hf_text_config: isShared ? shared : own };
    return { [model]: isFirst ? { hf_config, ...config } : { ...config, hf_config } };
  });

const expressions = [
  ...paths.filter((name) => !/\.\d/.test(name)),
  `${hf}.a = 1 ? ${hf}.z : ${hf}.b`,
  `{"z": ${hf}.a, "b": [${text}, ${hf}.a], "a": 1}`,
  `$merge([${hf}.z, {"z": 1, "a": ${hf}.b}])`,
  `$append(${hf}.l, ${hf}.a)`,
  `$string(${hf})`,
  `$keys(${hf}.a)`,
  `$spread(${text})`,
];

const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      set: fc.constantFrom(...paths.filter((name) => name !== hf && name !== text)),
      value: tree(4),
    }),
  },
  { weight: 1, arbitrary: fc.record({ set: fc.constantFrom(hf, text), value: objects(4) }) },
  { weight: 5, arbitrary: fc.record({ set: path, jsonata: fc.constantFrom(...expressions) }) },
  { weight: 2, arbitrary: fc.record({ unset: path }) },
  { weight: 2, arbitrary: path.map((name) => ({ log: "info" as const, code: "seen", message: `{${name}}` })) },
);
const when = fc.record({
  fact: path,
  operator: fc.constantFrom("equal", "notEqual"),
  value: fc.record({ fact: path }),
});
const rules: fc.Arbitrary<Rule[]> = fc
  .array(
    fc.record(
      { id: fc.constant("rule"), when, then: fc.array(action, { minLength: 1, maxLength: 2 }) },
      { requiredKeys: ["id", "then"] },
    ),
    { minLength: 1, maxLength: 5 },
  )
  .map((all) => all.map((rule, index) => ({ ...rule, id: `rule-${index}` }) as Rule));

const load = async (all: readonly Rule[], mode: "code" | "closures") => {
  const files = { "made.set.json": madeSet, "made/up.pack.json": { pack: "made/up", hook: "vllm_config", rules: all } };
  const { program, diagnostics } = await loadProgram({ set: "made", files, mode });
  if (program === null) throw new Error(JSON.stringify(diagnostics));
  return (document: JsonObject, trace = false) => program.run(document, { trace, validate: false });
};

/** Objects that stand in several places of a document, its text config left out where that is a part of hf_config. */
function repeated(document: Json): readonly object[] {
  const skip = sharedPlace(document) === null ? null : (document as { [model]: JsonObject })[model];
  const [seen, twice] = [new Set<object>(), new Set<object>()];
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    if (seen.has(value)) twice.add(value);
    seen.add(value);
    for (const [key, child] of Object.entries(value)) if (value !== skip || key !== "hf_text_config") visit(child);
  };
  visit(document);
  return [...twice];
}

test("evaluations do what plain mutation of a tree does, in one order of keys, and make no two places one object", async () => {
  const seen = { done: 0, failed: 0, shared: 0, ended: 0 };
  await fc.assert(
    fc.asyncProperty(rules, fc.array(documents, { minLength: 4, maxLength: 4 }), async (all, inputs) => {
      const modes = [await load(all, "code"), await load(all, "closures")];
      for (const input of inputs) {
        const [before, place] = [JSON.stringify(input), sharedPlace(input)];
        const expected = perform(all, input);
        for (const [run, trace] of modes.flatMap(
          (mode) =>
            [
              [mode, false],
              [mode, true],
            ] as const,
        )) {
          const { document, changes, logs, error } = run(input, trace);
          const found = {
            changes: changes.map(({ rule: _, ...change }) => change),
            logs: logs.map(({ params }) => params),
          };
          expect(JSON.stringify(found)).toBe(JSON.stringify({ changes: expected.changes, logs: expected.logs }));
          expect(error?.code).toBe(expected.error);
          expect(JSON.stringify(document ?? undefined)).toBe(JSON.stringify(expected.document));
          expect(JSON.stringify(input)).toBe(before);
          if (document === null) continue;
          expect(repeated(document as Json)).toEqual([]);
          expect(sharedPlace(document as Json)).toBe(expected.shared);
          expect([null, place]).toContain(expected.shared);
        }
        seen[expected.error === undefined ? "done" : "failed"]++;
        if (place !== null && expected.error === undefined) seen[expected.shared === null ? "ended" : "shared"]++;
      }
    }),
    runs,
  );
  for (const count of Object.values(seen)) expect(count, JSON.stringify(seen)).toBeGreaterThan(0);
});

/** The same tree with the keys of every object in another order; what is shared stays so. */
function shuffled(value: Json, known = new Map<object, Json>()): Json {
  if (typeof value !== "object" || value === null) return value;
  const before = known.get(value);
  if (before !== undefined) return before;
  const copy = Array.isArray(value)
    ? value.map((item: Json) => shuffled(item, known))
    : Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([key, item]) => [key, shuffled(item as Json, known)]),
      );
  known.set(value, copy);
  return copy;
}

test("the order of keys in the input or in written values changes nothing but the order of keys", async () => {
  await fc.assert(
    fc.asyncProperty(rules, documents, async (all, input) => {
      const rewritten = all.map((rule) => ({
        ...rule,
        then: rule.then.map((one) => ("value" in one ? { ...one, value: shuffled(one.value as Json) } : one)),
      })) as Rule[];
      const [run, again] = [await load(all, "code"), await load(rewritten, "code")];
      const result = run(input);
      expect(canonical(again(shuffled(input) as JsonObject))).toBe(canonical(result));
      expect(JSON.stringify(again(input))).toBe(JSON.stringify(result));
    }),
    runs,
  );
});

test("the order of independent writes does not show in the document", async () => {
  const written = fc.uniqueArray(fc.tuple(fc.constantFrom("z", "a", "q", "7", "b.z", "b.a", "b.c", "B"), tree(3)), {
    minLength: 2,
    maxLength: 6,
    selector: ([name]) => name,
  });
  const pairs = written.chain((one) => fc.tuple(fc.constant(one), fc.shuffledSubarray(one, { minLength: one.length })));
  await fc.assert(
    fc.asyncProperty(
      pairs,
      fc.constantFrom("code" as const, "closures" as const),
      keys,
      async ([one, other], mode, names) => {
        const input = {
          [model]: {
            hf_config: objectOf(
              [...names.filter((name) => name !== "b"), "b"],
              [...names.map(() => 0), {}].slice(-names.filter((name) => name !== "b").length - 1),
            ),
          },
        };
        const outcomes: unknown[] = [];
        for (const writes of [one, other]) {
          const then = writes.map(([name, value]) => ({ set: `${hf}.${name}`, value }) as Action);
          const run = await load([{ id: "write", why: "", then }] as unknown as Rule[], mode);
          outcomes.push(JSON.stringify(run(input).document));
        }
        expect(outcomes[0]).toBe(outcomes[1]);
      },
    ),
    { ...runs, numRuns: Math.ceil(runs.numRuns / 2) },
  );
});
