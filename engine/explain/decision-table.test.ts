import { expect, test } from "vitest";
import type { Condition, Pack } from "../generated/pack.js";
import { decisionTable } from "./decision-table.js";

const then: Pack["rules"][number]["then"] = [{ unset: "a.b" }];
const is = (fact: string, operator: string, value: unknown) => ({ fact, operator, value });
const row = (when: Condition) => {
  const { columns, rows } = decisionTable({ rules: [{ id: "r", when, then }] });
  return {
    tests: Object.fromEntries(columns.map(({ name }, index) => [name, rows[0]!.cells[index]])),
    besides: rows[0]!.besides,
  };
};

test("rules are rows, and share columns in the order in which they first test them", () => {
  const table = decisionTable({
    rules: [
      {
        id: "one",
        why: "Because.",
        when: { all: [is("b", "equal", 1), { condition: "c" }] },
        then: [
          { set: "x.y", value: { a: ["b"] } },
          { set: "x.z", jsonata: "x.y" },
        ],
      },
      {
        id: "two",
        versions: "<0.20.0",
        expires: "2027-03-01",
        when: { all: [is("a", "isSet", true), is("b", "greaterThan", { fact: "a" })] },
        then: [{ log: "info", code: "l", message: "m" }],
      },
      { id: "three", then: [{ fail: "f", kind: "value", message: "n" }, { include: "v/p" }] },
    ],
  });
  expect(table).toEqual({
    columns: [
      { kind: "fact", name: "b" },
      { kind: "condition", name: "c" },
      { kind: "fact", name: "a" },
    ],
    rows: [
      {
        ...{ id: "one", why: "Because.", versions: null, expires: null, cells: [["= 1"], ["yes"], []], besides: [] },
        effects: [
          { kind: "set", path: "x.y", value: { constant: { a: ["b"] } } },
          { kind: "set", path: "x.z", value: { computed: "x.y" } },
        ],
      },
      {
        ...{
          id: "two",
          why: null,
          versions: "<0.20.0",
          expires: "2027-03-01",
          cells: [["> a"], [], ["is set"]],
          besides: [],
        },
        effects: [{ kind: "log", level: "info", code: "l", message: "m" }],
      },
      {
        ...{ id: "three", why: null, versions: null, expires: null, cells: [[], [], []], besides: [] },
        effects: [
          { kind: "fail", fails: "value", code: "f", message: "n" },
          { kind: "include", pack: "v/p" },
        ],
      },
    ],
  });
});

test.each<[string, Condition, Record<string, string[]>, string[]]>([
  [
    "several tests of one fact stand in one cell",
    { all: [is("a", "isSet", true), { all: [is("a", "notEqual", 1)] }] },
    { a: ["is set", "≠ 1"] },
    [],
  ],
  [
    "alternatives of one fact, too",
    { any: [is("a", "lessThan", 1), { not: is("a", "in", [2, 3]) }] },
    { a: ["< 1 or not in [2, 3]"] },
    [],
  ],
  [
    "alternatives of several do not",
    { all: [is("a", "equal", 1), { any: [is("a", "equal", 2), is("b", "equal", "x")] }] },
    { a: ["= 1"] },
    ['a = 2 or b = "x"'],
  ],
  [
    "nor do alternatives that are made of several",
    { any: [is("a", "equal", 1), { all: [is("a", "equal", 2), is("b", "isSet", false)] }] },
    {},
    ["a = 1 or (a = 2 and b is not set)"],
  ],
  [
    "one alternative is none",
    { any: [{ all: [is("a", "equal", 1), is("b", "equal", 2)] }] },
    { a: ["= 1"], b: ["= 2"] },
    [],
  ],
  ["no alternative holds, as in the language", { all: [{ any: [] }, is("a", "equal", 1)] }, { a: ["= 1"] }, []],
  [
    "what has to be absent or unset is said so",
    { all: [{ not: is("a", "isPresent", true) }, { not: is("b", "isSet", false) }] },
    { a: ["is absent"], b: ["is set"] },
    [],
  ],
  [
    "another test is negated in words, for it also holds where the fact is absent",
    { not: is("a", "equal", true) },
    { a: ["not = true"] },
    [],
  ],
  ["a negated condition is a no", { not: { condition: "c" } }, { c: ["no"] }, []],
  [
    "a negated tree stands in words",
    { not: { all: [{ condition: "c" }, is("a", "contains", "x")] } },
    {},
    ['not (c and a contains "x")'],
  ],
  [
    "an operator of one's own keeps its name",
    is("a", "everyFact:multipleOf", 16),
    { a: ["everyFact:multipleOf 16"] },
    [],
  ],
])("%s", (_name, when, tests, besides) => {
  expect(row(when)).toEqual({ tests, besides });
});

test("a fact and a condition of one name are two columns", () => {
  expect(
    decisionTable({ rules: [{ id: "r", when: { all: [is("a", "equal", 1), { condition: "a" }] }, then }] }).columns,
  ).toEqual([
    { kind: "fact", name: "a" },
    { kind: "condition", name: "a" },
  ]);
});

test("a long value is whole", () => {
  const list = Array.from({ length: 50 }, (_, index) => `item ${index}`);
  expect(row(is("a", "in", list)).tests["a"]).toEqual([`in ${JSON.stringify(list).replaceAll(",", ", ")}`]);
});
