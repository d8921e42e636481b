import { expect, test } from "vitest";
import { parseExpression } from "./parse-expression.js";
import { planPath } from "./path-plan.js";

function plan(text: string) {
  const parsed = parseExpression(text);
  if (!parsed.ok || parsed.node.kind !== "path") throw new Error(`${text} is no path`);
  const { head, moves } = planPath(parsed.node);
  return { head: head?.node.kind ?? null, moves: moves.map((move) => [move.kind, move.by]) };
}

test("names are read by key, and other steps visited by their place in the path", () => {
  expect(plan("a.b.c")).toEqual({
    head: null,
    moves: [
      ["key", "step"],
      ["key", "step"],
      ["key", "lastStep"],
    ],
  });
  const ways = ["a[0]", "a[0][]", "a[0].b[1].c[2]", "a[0].b[]", "a.b[0]", "$.a", "$.a[0].b[0]", "$.a[]", "[a].b.c"];
  expect(
    ways.map((text) => [
      text,
      plan(text).head,
      plan(text)
        .moves.map(([, by]) => by)
        .join(" "),
    ]),
  ).toEqual([
    ["a[0]", null, "only"],
    ["a[0][]", null, "onlyKept"],
    ["a[0].b[1].c[2]", null, "first next last"],
    ["a[0].b[]", null, "first lastKept"],
    ["a.b[0]", null, "step last"],
    ["$.a", "context", "lastStep"],
    ["$.a[0].b[0]", "context", "next last"],
    ["$.a[]", "context", "lastKept"],
    ["[a].b.c", "array", "step lastStep"],
  ]);
  expect(plan("a[0].b[1]").moves.map(([kind]) => kind)).toEqual(["visit", "visit"]);
  expect(plan("a[0]").moves.map(([kind]) => kind)).toEqual(["visit"]);
});
