import { expect, test } from "vitest";
import { parsePath } from "../common/path.js";
import { must } from "../common/must.js";
import { operatorTable } from "./conditions/operators.js";
import { parseExpression } from "./expression/parse-expression.js";
import type { LinkContext } from "./link-context.js";
import {
  factsIn,
  linkComputed,
  linkExpression,
  linkFact,
  linkOperand,
  linkReference,
  linkTarget,
} from "./link-value.js";
import type { ValueNode } from "./node.js";

const at = "/rules/0";
const fact = (text: string): ValueNode & { kind: "fact" } => {
  const parsed = parseExpression(text);
  return { kind: "fact", at: "/facts", text, expression: must(parsed.ok ? parsed.node : null, text) };
};

function linking() {
  const reports: [string, string, string, number | undefined][] = [];
  const context: LinkContext = {
    ...{ pack: "a/b", packs: new Set(), conditions: new Map(), broken: new Set(), operators: operatorTable(null) },
    facts: new Map([
      ["width", fact("m.width")],
      ["total", fact("m.a + m.b")],
    ]),
    brokenFacts: new Set(["sum", "bad"]),
    sections: new Set(["m", "cache"]),
    ...{ parse: parseExpression, parsePath },
    used: { facts: new Set(), conditions: new Set() },
    report: (code, where, _, hint, offset) =>
      void reports.push([code, where, typeof hint === "string" ? hint : hint.text, offset]),
  };
  return { context, reports, used: () => [...context.used.facts] };
}

test("a misspelt fact is one mistake, with the nearest name", () => {
  for (const link of [linkFact, linkReference]) {
    const { context, reports, used } = linking();
    expect(link("widht", at, context)).toBeNull();
    expect([reports, used()]).toEqual([[["unknown-fact", at, "did you mean `width`?", undefined]], ["width"]]);
    expect(link("zzzzzzzz", at, context)).toBeNull();
    expect(reports[1]).toEqual([
      "unknown-fact",
      at,
      expect.stringMatching(/^name one of the pack's `facts`/),
      undefined,
    ]);
    expect([link("bad", at, context), reports.length]).toEqual([null, 2]);
  }
});

test("a name is a fact or a path", () => {
  const { context, reports, used } = linking();
  expect(linkReference("width", at, context)).toMatchObject({ kind: "fact", at, text: "m.width" });
  expect(linkFact("total", at, context)).toMatchObject({ kind: "fact", at, text: "m.a + m.b" });
  expect(used()).toEqual(["width", "total"]);
  expect(linkReference("m.width", at, context)).toEqual({ kind: "path", at, text: "m.width", path: ["m", "width"] });
  expect(linkReference("cache", at, context)).toMatchObject({ kind: "path", path: ["cache"] });
  expect(reports).toEqual([]);
  expect([linkReference("m..x", at, context, 4), reports[0]?.[3]]).toEqual([null, 4]);
});

test("an operand is a constant or one name", () => {
  const { context, reports } = linking();
  expect(linkOperand({ fact: "m.x" }, at, context)).toMatchObject({ kind: "path", at: `${at}/fact` });
  for (const value of [1, null, "fact", ["fact"], { other: 1 }])
    expect(linkOperand(value, at, context)).toEqual({ kind: "constant", at, value });
  expect(reports).toEqual([]);
  for (const wrong of [{ fact: 5 }, { fact: "m.x", or: 1 }, { fact: null }])
    expect(linkOperand(wrong, at, context)).toBeNull();
  expect(reports.map(([code]) => code)).toEqual(["schema", "schema", "schema"]);
});

test("a fact cannot be written; where it is only a path, that can", () => {
  const { context, reports, used } = linking();
  expect(linkTarget("m.x", at, context)).toEqual(["m", "x"]);
  for (const name of ["width", "total", "m..x"]) expect(linkTarget(name, at, context)).toBeNull();
  expect(reports.map(([code, , hint]) => [code, hint]).slice(0, 2)).toEqual([
    ["bad-path", "write `m.width`"],
    ["bad-path", "write a path of the document"],
  ]);
  expect([reports.length, used()]).toEqual([3, ["width", "total"]]);
});

test("an expression uses facts by name, and a function is not a fact of its name", () => {
  const { context, reports, used } = linking();
  expect(factsIn("$a + $b_1 * $sum($c) - $sum  ($d.e)")).toEqual(["a", "b_1", "c", "d"]);
  expect(linkExpression("$width * 2", at, context)).toMatchObject({ kind: "arithmetic" });
  expect(used()).toEqual(["width"]);
  for (const text of ["$sum(m.list)", "$sum  (m.list)"])
    expect(linkExpression(text, at, context)).toMatchObject({ kind: "call", name: "sum" });
  expect([linkExpression("$bad + 1", at, context), reports]).toEqual([null, []]);
  expect([linkComputed("$none + 1", at, context), linkComputed("1 +", at, context)]).toEqual([null, null]);
  expect(reports.map(([code]) => code)).toEqual(["expression-refused", "expression-syntax"]);
  expect(linkComputed("$width", at, context)).toMatchObject({ kind: "computed", at, text: "$width" });
});
