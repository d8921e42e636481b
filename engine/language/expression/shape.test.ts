import { expect, test } from "vitest";
import { must } from "../../common/must.js";
import { parseExpression } from "./parse-expression.js";
import { isBoolean, shapeOf, type Shape } from "./shape.js";

const nodeOf = (text: string) => {
  const parsed = parseExpression(text);
  return must(parsed.ok ? parsed.node : null, text);
};

const shapes: Readonly<Record<Shape, readonly string[]>> = {
  scalar: [
    ...["1", "null", "'a'", "-a", "a + 1", "a = b", "a < b", "a in b", "a and b", "a & b", "(a & b)"],
    ...["$length(a)", "$exists(a)", "a ? 1", "a ? 1 : 2", "1 ?? 2", "$not(a) ?: 1"],
  ],
  read: [
    ...["$", "$$", "a", "a.b", "a[0]", "(a)[0]", "a[]", "$[0]", "(a.b)", "a.(b)", "a.(b & c)"],
    ...["a ? b", "a ? b : 1", "a ? 1 : b", "a ?? 1", "1 ?? a", "a ?: b", "$length(a)[0]"],
  ],
  built: [
    ...["[a]", "{'a': 1}", "[a].b", "a.[b]", "a.{'b': c}", "([a])", "[a][0]", "{'a': b}[0]", "$sort(a)", "a.$sort(b)"],
    ...["a ? [b]", "a ? [b] : 1", "a ? 1 : [b]", "a ? b : [c]", "a ? [b] : c", "a ?? [b]", "[a] ?? 1", "[a] ?? b"],
    ...["$sort(a)[0]", "a ? 1 : {}", "1 ?? $keys(a)"],
  ],
};

test.each(Object.entries(shapes))("%s is the shape of what creates no more", (shape, texts) => {
  expect(texts.map((text) => [text, shapeOf(nodeOf(text))])).toEqual(texts.map((text) => [text, shape]));
});

test("a name alone, which stands only inside a path, is a read", () => {
  expect(shapeOf({ kind: "name", name: "a", keep: false })).toBe("read");
});

test("what is always a boolean is told from what may be absent or another value", () => {
  const always = [
    "a = b",
    "a != b",
    "a in b",
    "a and b",
    "a or b",
    "true",
    "(false)",
    "(a = b)",
    "$exists(a)",
    "$not(a) and b",
  ];
  const notAlways = [
    "a",
    "1",
    "'a'",
    "null",
    "a < b",
    "-a",
    "(a)",
    "$sum(a)",
    "$lookup(a, 'b')",
    "a ? true : false",
    "$",
    "[true]",
  ];
  expect(always.filter((text) => isBoolean(nodeOf(text)) !== true)).toEqual([]);
  expect(notAlways.filter((text) => isBoolean(nodeOf(text)) !== false)).toEqual([]);
});
