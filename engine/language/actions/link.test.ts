import { describe, expect, test } from "vitest";
import { parsePath } from "../../common/path.js";
import type { Action } from "../../generated/pack.js";
import { parseExpression } from "../expression/parse-expression.js";
import { operatorTable } from "../conditions/operators.js";
import type { LinkContext } from "../link-context.js";
import type { ValueNode } from "../node.js";
import { writtenText } from "./effect.js";
import { kindOf, syntaxOf } from "./index.js";

const at = "/rules/0/then/1";
const sum = "cache_config.block_size + 1";
const parsed = parseExpression(sum);
if (!parsed.ok) throw new Error(parsed.message);
const fact: ValueNode & { kind: "fact" } = { kind: "fact", at: "/facts/f", text: "f", expression: parsed.node };

function link(raw: Action) {
  const reports: unknown[] = [];
  const used = { facts: new Set<string>(), conditions: new Set<string>() };
  const context: LinkContext = {
    ...{ pack: "acme/p", packs: new Set(["acme/p", "acme/other"]), sections: new Set(["cache_config"]) },
    ...{ facts: new Map([["f", fact]]), brokenFacts: new Set(["b"]), conditions: new Map(), broken: new Set(), used },
    ...{ operators: operatorTable(null), parse: parseExpression, parsePath },
    report: (code, place, message, hint, offset) => {
      expect([message, typeof hint === "string" ? hint : hint.text]).toEqual([
        expect.stringMatching(/\S/),
        expect.stringMatching(/\S/),
      ]);
      reports.push([code, place, ...(offset === undefined ? [] : [offset])]);
    },
  };
  return { node: syntaxOf(raw).link(raw, at, context), reports, used: [...used.facts] };
}

const path = ["cache_config", "block_size"];
const text = path.join(".");
const read = (offset: string): ValueNode => ({ kind: "path", at: `${at}/${offset}`, text, path });
const message = (...values: readonly ValueNode[]) => ({ template: expect.anything(), values });

const good: readonly (readonly [
  name: string,
  raw: Action,
  node: object,
  uses: { writes?: readonly string[]; reads?: readonly ValueNode[]; includes?: string },
])[] = [
  [
    "a constant",
    { set: text, value: 1 },
    { kind: "set", path, value: { kind: "constant", at: `${at}/value`, value: 1 } },
    { writes: path, reads: [{ kind: "constant", at: `${at}/value`, value: 1 }] },
  ],
  [
    "an expression",
    { set: text, jsonata: sum },
    { kind: "set", path, value: { kind: "computed", at: `${at}/jsonata`, text: sum, expression: parsed.node } },
    { writes: path, reads: [{ kind: "computed", at: `${at}/jsonata`, text: sum, expression: parsed.node }] },
  ],
  [
    "a fact",
    { set: text, fact: "f" },
    { kind: "set", path, value: { ...fact, at: `${at}/fact` } },
    { writes: path, reads: [{ ...fact, at: `${at}/fact` }] },
  ],
  ["an unset", { unset: text }, { kind: "unset", path }, { writes: path }],
  [
    "a log",
    { log: "info", code: "c", message: `is {${text}}` },
    { kind: "log", level: "info", code: "acme/p/c", message: message(read("message")) },
    { reads: [read("message")] },
  ],
  [
    "a failure",
    { fail: "c", kind: "value", message: `is {${text}}` },
    { kind: "fail", errorKind: "value", code: "acme/p/c", message: message(read("message")) },
    { reads: [read("message")] },
  ],
  ["an include", { include: "acme/other" }, { kind: "include", pack: "acme/other" }, { includes: "acme/other" }],
];

describe("an action is linked with what it writes, reads and includes", () => {
  test.each(good)("%s", (_, raw, expected, { writes = null, reads = [], includes = null }) => {
    const { node, reports, used } = link(raw);
    expect([node, reports]).toEqual([{ at, ...expected }, []]);
    expect(used).toEqual("fact" in raw ? ["f"] : []);
    if (node === null || !("kind" in node)) throw new Error("not linked");
    const kind = kindOf(node);
    expect([kind.writes(node), kind.reads(node), kind.includes(node)]).toEqual([writes, reads, includes]);
  });
});

type Row = readonly [name: string, raw: Action, reports: readonly (readonly unknown[])[]];

describe("an invalid action is reported at its place and not linked", () => {
  test.each<Row>([
    ["a path that is none", { set: "cache_config..x", value: 1 }, [["bad-path", `${at}/set`]]],
    ["a fact that is written", { set: "f", value: 1 }, [["bad-path", `${at}/set`]]],
    ["an expression that is none", { set: text, jsonata: "1 +" }, [["expression-syntax", `${at}/jsonata`, 3]]],
    ["an unknown fact", { set: text, fact: "g" }, [["unknown-fact", `${at}/fact`]]],
    ["a broken fact, which is reported elsewhere", { set: text, fact: "b" }, []],
    ["the path of an unset", { unset: "cache_config..x" }, [["bad-path", `${at}/unset`]]],
    ["an unknown pack", { include: "acme/others" }, [["unknown-pack", `${at}/include`]]],
    [
      "a brace in a log",
      { log: "info", code: "c", message: "is { it" },
      [["bad-placeholder", `${at}/message`, expect.any(Number)]],
    ],
    [
      "an empty placeholder",
      { log: "info", code: "c", message: "is {}" },
      [["bad-placeholder", `${at}/message`, expect.any(Number)]],
    ],
    [
      "one of two placeholders of a failure",
      { fail: "c", kind: "value", message: `{${text}} {h}` },
      [["unknown-fact", `${at}/message`, expect.any(Number)]],
    ],
  ])("%s", (_, raw, expected) => {
    expect(link(raw)).toMatchObject({ node: null, reports: expected });
  });
});

test.each<[Action, object]>([
  [
    { set: text, value: 1 },
    { kind: "set", path: text, value: { constant: 1 } },
  ],
  [
    { set: text, jsonata: sum },
    { kind: "set", path: text, value: { computed: sum } },
  ],
  [
    { set: text, fact: "f" },
    { kind: "set", path: text, value: { computed: "f" } },
  ],
  [{ unset: text }, { kind: "unset", path: text }],
  [
    { log: "info", code: "c", message: "m" },
    { kind: "log", level: "info", code: "c", message: "m" },
  ],
  [
    { fail: "c", kind: "value", message: "m" },
    { kind: "fail", fails: "value", code: "c", message: "m" },
  ],
  [{ include: "acme/other" }, { kind: "include", pack: "acme/other" }],
])("the effect of %j, for readers", (raw, effect) => {
  expect(syntaxOf(raw).effects(raw)).toEqual([effect]);
});

test("a mutation puts another level, kind or value in an action", () => {
  const next = (raw: Action, word: string) =>
    syntaxOf(raw).operands.map((operand) =>
      operand.kind === "choice" ? [operand.member, operand.title, operand.next(word)] : operand,
    );
  const log: Action = { log: "info", code: "c", message: "m" };
  expect(["debug", "info", "warning", "error"].map((level) => next(log, level))).toEqual(
    ["info", "warning", "error", "debug"].map((level) => [["log", "level", level]]),
  );
  const fail: Action = { fail: "c", kind: "value", message: "m" };
  expect(["value", "assertion", "missing"].map((kind) => next(fail, kind)[0])).toEqual(
    ["assertion", "value", "value"].map((kind) => ["kind", "kind", kind]),
  );
  expect(next({ set: text, value: 1 }, "")).toEqual([
    { kind: "constant", member: "value", field: "set" },
    { kind: "expression", member: "jsonata" },
  ]);
});

test("a written value reads as its expression, or as a constant that is cut", () => {
  expect([writtenText({ computed: "a + 1" }), writtenText({ constant: "x".repeat(50) }, 10)]).toEqual([
    "a + 1",
    `"${"x".repeat(8)}…`,
  ]);
});
