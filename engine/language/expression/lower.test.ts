import { expect, test } from "vitest";
import { must } from "../../common/must.js";
import { countNodes } from "./count-nodes.js";
import type { FindFact } from "./lowering.js";
import type { ExpressionNode, Filter, Step } from "./node.js";
import { parseExpression } from "./parse-expression.js";

const nodeOf = (text: string, findFact?: FindFact): ExpressionNode => {
  const parsed = parseExpression(text, findFact);
  return must(parsed.ok ? parsed.node : null, text);
};
const refusalOf = (text: string, findFact?: FindFact) => {
  const parsed = parseExpression(text, findFact);
  return parsed.ok ? null : parsed;
};

const step = (node: ExpressionNode, ...filters: Filter[]): Step => ({ node, filters });
const name = (text: string, keep = false): ExpressionNode => ({ kind: "name", name: text, keep });
const path = (start: "context" | "variable" | "array", steps: readonly Step[], keep = false): ExpressionNode => ({
  ...{ kind: "path", start, steps, keep },
});
const plain = (...names: string[]): ExpressionNode =>
  path(
    "context",
    names.map((text) => step(name(text))),
  );
const literal = (value: number | string): ExpressionNode => ({ kind: "literal", value });
const block = (of: ExpressionNode): ExpressionNode => ({ kind: "block", of });

const fact = plain("m", "n");
const findFact: FindFact = (text) => (text === "f" || text === "valueOf" ? fact : undefined);
const ofFact = path("variable", [step({ kind: "root" }), step(block(fact))]);

test.each<[string, ExpressionNode]>([
  ["$.a", path("variable", [step({ kind: "context" }), step(name("a"))])],
  ["a.b[]", path("context", [step(name("a")), step(name("b", true))], true)],
  [
    "[a].b",
    path("array", [
      step({ kind: "array", items: [{ kind: "spread", node: plain("a") }], constructed: true }),
      step(name("b")),
    ]),
  ],
  [
    '"a"[0].b',
    path("context", [
      step({ kind: "select", of: name("a"), filters: [{ kind: "index", index: 0 }], keep: false }),
      step(name("b")),
    ]),
  ],
  ["a ?: b", { kind: "default", when: "false", of: plain("a"), otherwise: plain("b") }],
  ["a ?? b", { kind: "default", when: "absent", of: plain("a"), otherwise: plain("b") }],
  ["$f", block(fact)],
  ["$f.x", path("variable", [step(block(fact)), step(name("x"))])],
  ["a[$f]", path("context", [step(name("a"), { kind: "where", test: ofFact })])],
  ["a.$f", path("context", [step(name("a")), step(ofFact)])],
  ["$lookup(a, $valueOf)", { kind: "call", name: "lookup", args: [plain("a"), block(fact)] }],
  ['$string("constructor")', { kind: "call", name: "string", args: [literal("constructor")] }],
  ["{$valueOf: 1}", { kind: "object", pairs: [{ key: block(fact), value: literal(1) }] }],
  [
    '["..", "[", [1]]',
    {
      kind: "array",
      items: [
        { kind: "spread", node: literal("..") },
        { kind: "spread", node: literal("[") },
        {
          kind: "nested",
          node: { kind: "array", items: [{ kind: "spread", node: literal(1) }], constructed: false },
        },
      ],
      constructed: false,
    },
  ],
  ["[1..1000]", { kind: "array", items: [{ kind: "range", from: 1, to: 1000 }], constructed: false }],
])("%s", (text, expected) => {
  expect(nodeOf(text, findFact)).toEqual(expected);
});

test.each([
  ["$sum[0](a)", 0, "only named functions can be called"],
  ["$sum()", 0, "`$sum` takes 1 argument, not 0"],
  ["$append(a)", 0, "`$append` takes 2 arguments, not 1"],
  ["$substring()", 0, "`$substring` takes 1 to 3 arguments, not 0"],
  ['$lookup("constructor")', 8, "`constructor` cannot be read or written: every JavaScript object inherits it"],
  ["[1[0]..3]", 5, "a range needs whole numbers on both sides of `..`"],
  ["[n..3]", 2, "a range needs whole numbers on both sides of `..`"],
  ["([1, 2].a).b", 0, "a path cannot start with a path from an array literal in parentheses"],
  ["[1, 2][0].a", 0, "a path cannot start with a filtered array literal"],
  ['"a"{"b": 1}.c', 3, "grouping with `{ }` after a path is not supported"],
  ["a[0]#$i", 0, "`@`, `#` and `%` are not supported"],
  ["(a)#$i", 0, "`@`, `#` and `%` are not supported"],
  ["(a)[0]#$i", 0, "`@`, `#` and `%` are not supported"],
  ["()", 0, "parentheses must contain exactly one expression"],
  ["a ~> $sum()[0]", 2, "the right side of `~>` must be a function call"],
  ["a ~> $sum()[]", 2, "the right side of `~>` must be a function call"],
])("%s is refused", (text, offset, message) => {
  expect(refusalOf(text)).toMatchObject({ code: "expression-refused", offset, message });
});

test("hints name the next step", () => {
  const hint = (text: string) => refusalOf(text)?.hint;
  expect(hint("$zzzzzzzzzz(a)")).toBe("see docs/reference/expressions.md for the functions");
  expect(hint("$sum()")).toBe("write `$sum(numbers)`");
  expect(hint("$join()")).toBe("write `$join(texts, [separator])`; parameters in brackets are optional");
  expect(hint("$power()")).toBe(
    "write `$power([base], exponent)`; parameters in brackets are optional; the context then replaces the first",
  );
});

test("nesting beyond the stack is refused, with a hint", () => {
  const deepest = (depth = 0): number => {
    try {
      return deepest(depth + 1);
    } catch {
      return depth;
    }
  };
  const below = <Result>(depth: number, run: () => Result): Result => (depth === 0 ? run() : below(depth - 1, run));
  // With half of the stack, since optimized code of a parser that ran often needs less of it.
  const parsed = below(Math.floor(deepest() / 2), () => parseExpression("(".repeat(4900)));
  expect(parsed).toMatchObject({ ok: false, hint: "split it into several facts" });
});

test("bounds are exact", () => {
  const inside = (text: string, depth: number) => "(".repeat(depth - 1) + text + ")".repeat(depth - 1);
  const filtered = (depth: number): string => (depth === 1 ? "a" : `a[${filtered(depth - 1)}]`);
  const [names, filters] = [
    (count: number) => `a${".a".repeat(count - 1)}`,
    (count: number) => `a${"[0]".repeat(count)}`,
  ];
  const spaced = (length: number) => `1${" ".repeat(length - 1)}`;
  const defaults = (count: number) => `a${" ?? a".repeat(count)}`;
  for (const [make, most] of [
    [(count: number) => inside("1", count), 100],
    [filtered, 100],
    [names, 100],
    [filters, 100],
    [spaced, 10_000],
    [defaults, 10],
  ] as const) {
    expect([most, refusalOf(make(most))]).toEqual([most, null]);
    expect([most, refusalOf(make(most + 1))]).toMatchObject([most, { code: "expression-refused" }]);
  }
  expect(refusalOf(`${spaced(10_000)} `)?.offset).toBe(10_000);
  expect(refusalOf(filters(101))?.offset).toBe(302);
  expect(refusalOf(names(101))?.offset).toBe(200);
});

test("an expression with its facts written out has at most 2000 parts", () => {
  const list = (count: number) => `[${Array.from({ length: count }, () => "1").join()}]`;
  const counts = [list(4), "a", "a[b = null] ? -1"].map((text) => countNodes(nodeOf(text)));
  expect(counts).toEqual([9, 2, 9]);
  const [largest, tooLarge] = [`a + ${list(998)}`, `1 + 1 + ${list(998)}`];
  expect([largest, tooLarge].map((text) => countNodes(nodeOf(text)))).toEqual([2000, 2001]);
  expect(refusalOf(largest, findFact)).toBeNull();
  expect(refusalOf(tooLarge, findFact)).toMatchObject({
    code: "expression-refused",
    offset: 0,
    message: "with its facts expanded, the expression has more than 2000 parts",
    hint: "store a value that is used often in a field first",
  });
});
