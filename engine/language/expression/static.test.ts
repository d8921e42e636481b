import { describe, expect, it } from "vitest";
import { parseExpression } from "./parse-expression.js";
import { constantOf, plainPath, readsOf } from "./static.js";

function node(text: string) {
  const parsed = parseExpression(text);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.node;
}

const reads = (text: string): string[] =>
  readsOf(node(text))
    .map((path) => path.join("."))
    .sort();

describe("readsOf", () => {
  it.each([
    ["1 + 2", []],
    ["a.b", ["a.b"]],
    ["a.b[c = $$.d].e", ["a.b.c", "a.b.e", "d"]],
    ["a.(b & c)", ["a.b", "a.c"]],
    ["a.(1)", ["a"]],
    ["a[$$.(1) = b]", ["a", "a.b"]],
    ["a ? b : c", ["a", "b", "c"]],
    ["a.b ?? c", ["a.b", "c"]],
    ['{"x": a.b}.x', ["a.b"]],
    ["[a, b].c", ["a", "a.c", "b", "b.c"]],
    ['$lookup(a, "b")', ["a.b"]],
    ["$lookup(a, k)", ["a", "k"]],
    ["$lookup(a, 1)", ["a"]],
    ['a.$lookup("b")', ["a.b"]],
    ["$append(a, b).c", ["a", "a.c", "b", "b.c"]],
    ["a.$string()", ["a"]],
    ["$string(a)", ["a"]],
    ['$split(a, ".")', ["a"]],
    ["$substring(a, 1)", ["", "a"]],
    ["$substring(a, 1, 2)", ["a"]],
    ["$", [""]],
    ["$$.a[0]", ["a"]],
    ["(a.b)[c].d", ["a.b.c", "a.b.d"]],
    ["$count(a.b) > 1 and $exists(c)", ["a.b", "c"]],
  ])("%s", (text, expected) => {
    expect(reads(text)).toEqual(expected);
  });
});

it("readsOf ends where ways multiply", () => {
  const branches = (count: number) => `x.[${Array.from({ length: count }, (_, index) => `a${index}`).join()}].y`;
  expect(reads(branches(200))).not.toContain("");
  expect(reads(branches(201))).toContain("");
  const forks = (text: string): string => `${text}${`.(a ? b : c)`.repeat(60)}`;
  expect(reads(forks("x"))).toContain("");
  expect(reads(`$${".[$,$]".repeat(60)}`)).toEqual([""]);
});

it("plainPath is the path where the expression is nothing else", () => {
  expect(plainPath(node("a.b.c"))).toEqual(["a", "b", "c"]);
  expect(plainPath(node("$$.a.`b c`"))).toEqual(["a", "b c"]);
  expect(plainPath(node("(a.b)"))).toEqual(["a", "b"]);
  expect(plainPath(node("$.a.b"))).toEqual(["a", "b"]);
  for (const text of ["$[0].a", "$$[0].a", "a[0]", "a.b[]", "$", "a.(b)", "a + 1", '"a"', "[a].b"])
    expect(plainPath(node(text)), text).toBeNull();
});

it("plainPath is none where the root is filtered", () => {
  const steps = [
    { node: { kind: "root" }, filters: [{ kind: "index", index: 0 }] },
    { node: { kind: "name", name: "a", keep: false }, filters: [] },
  ] as const;
  expect(plainPath({ kind: "path", start: "variable", steps, keep: false })).toBeNull();
});

it("constantOf is the value of a literal", () => {
  expect(constantOf(node('"a"'))).toEqual({ value: "a" });
  expect(constantOf(node("(-1)"))).toEqual({ value: -1 });
  expect(constantOf(node("null"))).toEqual({ value: null });
  expect(constantOf(node("a"))).toBeNull();
  expect(constantOf(node("1 + 1"))).toBeNull();
});
