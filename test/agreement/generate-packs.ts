import fc from "fast-check";
import type { Action, Condition, Pack, Rule } from "../../engine/generated/pack.js";

/** Keys of the open part of the document, where a pack may read and write anything. */
const keys = ["a", "b", "c", "list", "deep.x", "deep.y"] as const;
const paths = keys.map((key) => `model_config.hf_config.${key}`);

const scalar = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(0, 1, 2, 256, 257, -1, 0.5, "auto", "none", "1", "", true, false, null) },
  {
    weight: 1,
    arbitrary: fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.string({ maxLength: 4 })),
  },
);
const value = fc.oneof({ weight: 5, arbitrary: scalar }, { weight: 1, arbitrary: fc.array(scalar, { maxLength: 3 }) });

const facts = {
  named: "model_config.hf_config.a",
  sum: "model_config.hf_config.b + 1",
  either: "model_config.hf_config.c != null ? model_config.hf_config.c : 'none'",
  has: "$exists(model_config.hf_config.deep.x)",
  same: "model_config.hf_config.a = model_config.hf_config.b",
  count: "$count(model_config.hf_config.list)",
  down: "$floor(model_config.hf_config.b)",
  eighths: "$ceil(model_config.hf_config.a / 8) * 8",
  least: "$min([model_config.hf_config.a, model_config.hf_config.b])",
  most: "$max([model_config.hf_config.a, 2])",
};

const fact = fc.constantFrom(...paths, ...Object.keys(facts));
const reference = fc.record({ fact });

/** Operators with values that the loader accepts; the values in a document are arbitrary. */
const comparison: fc.Arbitrary<Condition> = fc.oneof(
  pair(["equal", "notEqual", "not:equal", "not:notEqual", "someFact:equal", "everyFact:notEqual"], scalar),
  pair(["in", "notIn", "not:in"], fc.array(scalar, { maxLength: 4 })),
  pair(["contains", "doesNotContain", "not:contains"], scalar),
  pair(["lessThan", "lessThanInclusive", "greaterThan", "greaterThanInclusive"], fc.constantFrom(0, 1, 2, 256, 0.5)),
  pair(
    ["everyFact:greaterThan", "someFact:lessThan", "swap:greaterThan", "swap:lessThanInclusive"],
    fc.constantFrom(0, 1, 2, 256),
  ),
  pair(["someValue:equal", "everyValue:notEqual", "everyFact:someValue:equal"], fc.array(scalar, { maxLength: 3 })),
  pair(["isSet", "isPresent"], fc.boolean()),
  pair(["equal", "notEqual", "in", "greaterThan", "lessThanInclusive", "contains", "swap:contains"], reference),
);

function pair(operators: readonly string[], right: fc.Arbitrary<unknown>): fc.Arbitrary<Condition> {
  return fc.record({ fact, operator: fc.constantFrom(...operators), value: right });
}

const conditionNames = ["first", "second"] as const;

function conditionTree(names: readonly string[]): fc.Arbitrary<Condition> {
  const named = names.map((condition) => fc.constant<Condition>({ condition }));
  return fc.letrec<{ tree: Condition }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 3, depthSize: "small", withCrossShrink: true },
      { weight: 4, arbitrary: comparison },
      ...named.map((arbitrary) => ({ weight: 1, arbitrary })),
      { weight: 1, arbitrary: fc.record({ all: fc.array(tie("tree"), { maxLength: 4 }) }) },
      { weight: 1, arbitrary: fc.record({ any: fc.array(tie("tree"), { maxLength: 4 }) }) },
      { weight: 1, arbitrary: fc.record({ not: tie("tree") }) },
    ),
  })).tree;
}

const level = fc.constantFrom("debug" as const, "info" as const, "warning" as const, "error" as const);
const kind = fc.constantFrom("assertion" as const, "value" as const);
const path = fc.constantFrom(...paths);
const computed = fc.constantFrom(
  ...paths,
  "1 + 1",
  "{'k': [1, 2]}",
  "model_config.hf_config.b * 2",
  "{'x': model_config.hf_config.a, 'y': model_config.hf_config.b}",
  "$merge([{'x': model_config.hf_config.a, 'z': 1}, model_config.hf_config.deep])",
);

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ set: path, value }) },
  { weight: 4, arbitrary: fc.record({ set: path, jsonata: computed }) },
  { weight: 2, arbitrary: fc.record({ set: path, fact: fc.constantFrom(...Object.keys(facts)) }) },
  { weight: 2, arbitrary: fc.record({ unset: path }) },
  {
    weight: 4,
    arbitrary: fc.record({
      log: level,
      code: fc.constantFrom("told", "noted"),
      message: fact.map((name) => `the value is {${name}}`),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ fail: fc.constant("stopped"), kind, message: fc.constant("stopped at {named}") }),
  },
);

function rules(names: readonly string[]): fc.Arbitrary<Rule[]> {
  const rule = fc.record(
    { id: fc.constant("rule"), when: conditionTree(names), then: fc.array(action, { minLength: 1, maxLength: 3 }) },
    { requiredKeys: ["id", "then"] },
  );
  return fc
    .array(rule, { minLength: 1, maxLength: 5 })
    .map((all) => all.map((one, index) => ({ ...one, id: `rule-${index}` }) as Rule));
}

/** Generates valid packs: conditions of every shape over facts of every type, actions of every kind but include. */
export const packs: fc.Arbitrary<Pack> = fc
  .record({ first: conditionTree([]), second: conditionTree(["first"]), rules: rules(conditionNames) })
  .map(({ first, second, rules: all }) => ({
    pack: "made/up",
    hook: "vllm_config" as const,
    facts,
    conditions: { first, second },
    rules: all,
  }));

/** Generates documents in which every key may be absent, null, or of any type. */
export const documents: fc.Arbitrary<{ model_config: { hf_config: Record<string, unknown> } }> = fc
  .record(
    {
      a: value,
      b: value,
      c: value,
      list: fc.array(scalar, { maxLength: 3 }),
      deep: fc.oneof(fc.record({ x: value, y: value }, { requiredKeys: [] }), scalar),
    },
    { requiredKeys: [] },
  )
  .map((hf_config) => ({ model_config: { hf_config } }));

/** A set with only the generated pack. */
export const madeSet = { set: "made", target: "vllm@0.19.0", stages: [{ pack: "made/up" }] };
