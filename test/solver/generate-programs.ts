import fc from "fast-check";
import {
  choose,
  edgy,
  expression,
  h,
  json,
  numeric,
  of,
  open,
  path,
  place,
  scalar,
  t,
  whole,
} from "./program-expressions.js";
import type { Action, Condition, Pack } from "../../engine/generated/pack.js";

/** Packs and the stages that run them; the packs load, but for what the checks refuse now and then. */
export interface MadeProgram {
  readonly packs: readonly Pack[];
  readonly stages: readonly object[];
}

const factNames = ["one", "two", "three"] as const;
const operand = choose([3, place], [2, of<string>(...factNames)]);
const bounds = of(0, 1, 2, 256, 0.5, 1e21, 2 ** 53);
const comparison: fc.Arbitrary<Condition> = choose(
  [
    4,
    compare(
      operand,
      ["equal", "notEqual", "not:equal", "someFact:equal", "someFact:notEqual", "everyFact:notEqual", "swap:equal"],
      scalar,
    ),
  ],
  [
    2,
    compare(
      operand,
      ["in", "notIn", "not:in", "someValue:equal", "everyValue:notEqual", "everyFact:in"],
      fc.array(scalar, { maxLength: 3 }),
    ),
  ],
  [2, compare(operand, ["contains", "doesNotContain", "not:contains"], scalar)],
  [
    3,
    compare(
      operand,
      [
        "lessThan",
        "lessThanInclusive",
        "greaterThan",
        "greaterThanInclusive",
        "someFact:lessThan",
        "swap:greaterThan",
        "not:lessThan",
      ],
      bounds,
    ),
  ],
  [2, compare(operand, ["isSet", "isPresent", "not:isSet", "everyFact:isSet"], fc.boolean())],
  [
    3,
    compare(
      operand,
      [
        "equal",
        "notEqual",
        "in",
        "notIn",
        "contains",
        "greaterThan",
        "lessThanInclusive",
        "swap:contains",
        "swap:lessThan",
      ],
      fc.record({ fact: operand }),
    ),
  ],
);

function compare(
  fact: fc.Arbitrary<string>,
  operators: readonly string[],
  right: fc.Arbitrary<unknown>,
): fc.Arbitrary<Condition> {
  return fc.record({ fact, operator: of(...operators), value: right }) as fc.Arbitrary<Condition>;
}

const condition = fc.memo((depth): fc.Arbitrary<Condition> => {
  const named = of<Condition>({ condition: "first" }, { condition: "second" });
  if (depth <= 1) return choose([6, comparison], [1, named]);
  return choose<Condition>(
    [5, comparison],
    [1, named],
    [2, fc.array(condition(), { maxLength: 3 }).map((all) => ({ all }))],
    [2, fc.array(condition(), { maxLength: 3 }).map((any) => ({ any }))],
    [1, condition().map((not) => ({ not }))],
  );
});

const target = choose([8, of(...open)], [1, of(...whole)]);
const message = choose(
  [3, operand.map((name) => `it is {${name}}`)],
  [1, fc.tuple(operand, operand).map(([one, other]) => `{${one}} and {${other}}`)],
);
const action: fc.Arbitrary<Action> = choose<Action>(
  [6, fc.record({ set: target, value: json }) as fc.Arbitrary<Action>],
  [6, fc.record({ set: target, jsonata: expression(2) }) as fc.Arbitrary<Action>],
  [2, fc.record({ set: target, fact: of("one", "two", "three") }) as fc.Arbitrary<Action>],
  [2, fc.record({ set: of(...numeric.slice(0, 2)), value: of(1, 8, 256, null) }) as fc.Arbitrary<Action>],
  [2, fc.record({ set: of("model_config.architecture"), value: of("A", "B", "C", null) }) as fc.Arbitrary<Action>],
  [3, fc.record({ unset: target }) as fc.Arbitrary<Action>],
  [
    5,
    fc.record({
      log: of("debug", "info", "warning", "error"),
      code: of("told", "noted"),
      message,
    }) as fc.Arbitrary<Action>,
  ],
  [
    1,
    fc.record({
      fail: of("stopped", "ended"),
      kind: of("assertion", "value", "missing"),
      message,
    }) as fc.Arbitrary<Action>,
  ],
);

/**
 * Rules that look at what other rules seldom come to: objects that are one, copies, items, and what is written twice.
 */
const parts = [t, h, `${h}.text_config`, `${h}.deep`, `${h}.one.two`];
const related = choose<readonly string[]>(
  [2, of([`${h}.deep`, `${h}.deep`], [`${h}.list`, `${h}.list`], [`${t}.deep`, `${t}.deep`])],
  [3, of([t, h], [t, `${h}.text_config`], [`${h}.deep`, `${t}.deep`], [`${t}.list`, `${h}.list`])],
  [1, of([`${h}.a`, `${h}.list`], [`${h}.list.0`, `${h}.list`], [`${h}.deep.x`, `${h}.deep`], [`${h}.deep`, t])],
  [1, of([`${t}.a`, `${h}.deep.a`], [t, `${h}.one.two`], [`${h}.text_config.a`, `${t}.a`])],
  [2, of(["three", "three"], ["one", "one"], ["three", `${h}.deep`], [`${h}.list`, "three"])],
);
const identity = of(
  "equal",
  "notEqual",
  "in",
  "notIn",
  "contains",
  "doesNotContain",
  "someFact:equal",
  "swap:contains",
);
const told = (when: unknown) => ({ when, then: [{ log: "info", code: "told", message: "told" }] });
const object = of<unknown>({}, { x: 1 }, { a: 1 }, { x: { y: 1 } }, { part: {} });
const aimed: fc.Arbitrary<readonly object[]> = choose<readonly object[]>(
  [
    3,
    fc.tuple(related, identity).map(([[fact, other], operator]) => [told({ fact, operator, value: { fact: other } })]),
  ],
  [
    2,
    fc
      .tuple(of("a", "b", "deep", "list"), of(`${h}.deep`, `${h}.list`, `${t}.list`, `${h}.text_config`), identity)
      .map(([key, from, operator]) => [
        { then: [{ set: `${h}.${key}`, jsonata: from }] },
        told({ fact: `${h}.${key}`, operator, value: { fact: from } }),
      ]),
  ],
  [
    2,
    fc
      .tuple(of(...parts), object, of("x", "a", "part"), of(...parts))
      .map(([written, value, key, other]) => [
        { then: [{ set: written, value }] },
        { then: [{ set: `${other}.${key}`, value: 2 }] },
        told({ fact: `${t}.${key}`, operator: "equal", value: 2 }),
      ]),
  ],
  [
    2,
    of("equal", "notEqual", "contains").map((operator) => [
      { then: [{ set: `${h}.deep`, value: [{ x: 1 }, { x: [2] }] }] },
      told({ fact: "three", operator, value: { fact: "three" } }),
    ]),
  ],
  [1, of("one", "two").map((name) => [{ then: [{ fail: "stopped", kind: "value", message: `it is {${name}}` }] }])],
  [
    1,
    fc
      .tuple(operand, of("someValue:equal", "everyValue:notEqual", "someValue:lessThan", "everyValue:in"), operand)
      .map(([fact, operator, other]) => [told({ fact, operator, value: { fact: other } })]),
  ],
  [1, of("one", "two").map((name) => [told({ fact: name, operator: "equal", value: true })])],
  [2, of("one", "two").map((name) => [{ then: [{ log: "info", code: "noted", message: `it is {${name}}` }] }])],
  [
    1,
    fc
      .tuple(of(`${h}.list.0`, `${t}.list.0`, `${h}.list.1`, `${h}.deep.0`), scalar)
      .map(([item, value]) => [{ then: [value === null ? { unset: item } : { set: item, value }] }]),
  ],
);

/** What a pack may include: only packs behind it, so that none includes itself. */
const included: Readonly<Record<string, readonly string[]>> = {
  "made/a": ["made/b", "made/c"],
  "made/b": ["made/c"],
  "made/c": [],
};

function packNamed(
  name: string,
  hook: "model_config" | "vllm_config",
  architectures: readonly string[] | null,
  most: number,
): fc.Arbitrary<Pack> {
  const others = included[name]!;
  const include = others.length === 0 ? [] : [[1, of(...others).map((pack) => ({ include: pack }) as Action)] as const];
  const rule = fc.record(
    { when: condition(2), then: fc.array(choose<Action>([8, action], ...include), { minLength: 1, maxLength: 2 }) },
    { requiredKeys: ["then"] },
  );
  return fc
    .record({
      facts: fc.record({
        one: choose([3, expression(2)], [1, edgy]),
        two: choose([2, expression(2)], [1, edgy]),
        three: choose([2, path], [1, of(`${h}.deep.x`)]),
      }),
      first: comparison,
      second: condition(1).filter((made) => !JSON.stringify(made).includes('"second"')),
      own: fc.array(rule, { minLength: 1, maxLength: most }),
      more: choose<readonly object[]>([1, fc.constant([])], [1, aimed]),
    })
    .map(({ facts, first, second, own, more }) => {
      const rules = [...more, ...own];
      const conditions = used({ second }, rules);
      const all = { ...used({ first }, [conditions, rules]), ...conditions };
      return {
        pack: name,
        hook,
        ...(architectures === null ? {} : { match: { architectures } }),
        facts: used(facts, [all, rules]),
        conditions: all,
        rules: rules.map((one, index) => ({ id: `rule-${index}`, ...one })),
      } as unknown as Pack;
    });
}

/** Facts or conditions without those that nothing names: they are refused. */
function used<Named extends object>(named: Named, by: unknown): Partial<Named> {
  const text = JSON.stringify(by);
  return Object.fromEntries(
    Object.entries(named).filter(([name]) => [`"${name}"`, `{${name}}`].some((name) => text.includes(name))),
  ) as Partial<Named>;
}

const stage: fc.Arbitrary<object> = choose<object>(
  [2, of<object>({ dispatch: "model_config" }, { dispatch: "vllm_config" })],
  [1, of<object>({ pack: "made/b" }, { pack: "made/c" })],
  [1, fc.record({ pack: of("made/b", "made/c"), when: compare(of(...open), ["isSet", "isPresent"], fc.boolean()) })],
  [
    1,
    fc.record({
      pack: fc.constant("made/c"),
      when: compare(of(...open), ["greaterThan", "lessThan", "in"], of(1, [1, "a"])),
    }),
  ],
);

/** A text config that is set to what it was one object with, which only the end of the sharing tells. */
const apart: fc.Arbitrary<MadeProgram> = fc
  .tuple(of(h, `${h}.text_config`, `${h}.deep`), of<unknown>({ x: 1 }, null))
  .map(([from, value]) => {
    const rules = [
      { set: t, value },
      { set: t, jsonata: from },
    ].map((one, index) => ({
      id: `rule-${index}`,
      then: [one],
    }));
    return {
      packs: [{ pack: "made/c", hook: "vllm_config", rules } as unknown as Pack],
      stages: [{ pack: "made/c" }],
    };
  });

/** One pack, or three at several stages. */
export const programs: fc.Arbitrary<MadeProgram> = choose(
  [1, apart],
  [30, packNamed("made/c", "vllm_config", null, 4).map((pack) => ({ packs: [pack], stages: [{ pack: "made/c" }] }))],
  [
    10,
    fc
      .record({
        a: packNamed("made/a", "model_config", ["A", "B"], 2),
        b: packNamed("made/b", "vllm_config", ["B", "C"], 2),
        c: packNamed("made/c", "vllm_config", null, 2),
        stages: fc.array(stage, { minLength: 1, maxLength: 3 }),
      })
      .map(({ a, b, c, stages }) => ({ packs: [a, b, c], stages })),
  ],
);
