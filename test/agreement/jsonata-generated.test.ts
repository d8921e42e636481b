import fc from "fast-check";
import { expect, it } from "vitest";
import type { Json } from "../../engine/common/json.js";
import type { ExpressionNode } from "../../engine/language/expression/node.js";
import { isLong } from "../long.js";
import { parseExpression } from "../../engine/language/expression/parse-expression.js";
import {
  canonical,
  ofAnyOrder,
  runClosures,
  runEmitted,
  runJsonata,
  runSortedJsonata,
  type Outcome,
} from "./jsonata-outcome.js";

const runs = Number(process.env["FETTLE_GENERATED_RUNS"] ?? (isLong ? 6000 : 1500));
const seed = Number(process.env["FETTLE_GENERATED_SEED"] ?? 20240607);

const oneOf = fc.constantFrom;
const numbers = oneOf(
  0,
  1,
  2,
  3,
  -1,
  -2,
  0.5,
  1.5,
  2.5,
  -0.5,
  0.1,
  0.1 + 0.2,
  1e21,
  1e-7,
  123456789012345680,
  1e308,
  5e-324,
  10,
  256,
);
const strings = oneOf(
  "",
  "a",
  "b",
  "ab",
  "a b ",
  " 5",
  "5",
  "-1.5",
  "0x1F",
  "1e3",
  "é",
  "😀b",
  "a,b,,c",
  "true",
  "null",
  "n",
  "s",
);

type Weighted<T> = readonly (readonly [weight: number, arbitrary: fc.Arbitrary<T>])[];
const choose = <T>(...options: Weighted<T>): fc.Arbitrary<T> =>
  fc.oneof(...options.map(([weight, arbitrary]) => ({ weight, arbitrary })));

// Keys mostly hold what their letter says (number, string, object, list, mixed), so that most paths lead somewhere.

const value = fc.memo(
  (depth): fc.Arbitrary<Json> =>
    depth <= 1
      ? choose<Json>([4, numbers], [4, strings], [2, oneOf(null, true, false)], [1, oneOf<Json>([], {})])
      : choose<Json>(
          [2, numbers],
          [2, strings],
          [1, oneOf(null, true, false)],
          [2, fc.array(value(), { maxLength: 3 })],
          [3, object()],
        ),
);

const object = fc.memo((depth): fc.Arbitrary<Json> => {
  const odd = depth <= 1 ? choose<Json>([1, numbers], [1, strings], [1, oneOf(null, false)]) : value();
  const mostly = (usual: fc.Arbitrary<Json>): fc.Arbitrary<Json> => choose<Json>([7, usual], [1, odd]);
  const nested = depth <= 1 ? odd : object();
  const keys = {
    n: mostly(choose<Json>([6, numbers], [1, fc.array(numbers, { maxLength: 3 })])),
    s: mostly(choose<Json>([6, strings], [1, fc.array(strings, { maxLength: 3 })])),
    o: mostly(nested),
    l: mostly(fc.array(mostly(nested), { maxLength: 3 })),
    m: odd,
    7: odd,
    length: odd,
  };
  return choose<Json>(
    [
      12,
      fc.record({ n: keys.n, s: keys.s, o: keys.o, l: keys.l, m: keys.m }, { requiredKeys: [], noNullPrototype: true }),
    ],
    [1, fc.record(keys, { requiredKeys: [], noNullPrototype: true })],
  );
});

const document = choose<Json>([8, object(4)], [1, value(3)], [1, fc.array(object(3), { maxLength: 3 })]);

/** Functions with the kinds of their parameters; how many may be left out, because the context stands in or at the end. */
const signatures: readonly (readonly [name: string, kinds: string, leftOut: number])[] = [
  ["string", "xb", 2],
  ["length", "s", 1],
  ["substring", "snn", 2],
  ["substringBefore", "ss", 1],
  ["substringAfter", "ss", 1],
  ["lowercase", "s", 1],
  ["uppercase", "s", 1],
  ["trim", "s", 1],
  ["pad", "sns", 2],
  ["contains", "ss", 1],
  ["split", "ssn", 2],
  ["join", "ls", 1],
  ["replace", "sssn", 2],
  ["number", "s", 1],
  ["abs", "n", 1],
  ["floor", "n", 1],
  ["ceil", "n", 1],
  ["round", "nn", 2],
  ["sqrt", "n", 1],
  ["power", "nn", 1],
  ["formatBase", "nn", 2],
  ["sum", "l", 0],
  ["max", "l", 0],
  ["min", "l", 0],
  ["average", "l", 0],
  ["boolean", "x", 1],
  ["not", "x", 1],
  ["exists", "x", 0],
  ["type", "x", 0],
  ["count", "l", 0],
  ["append", "xx", 0],
  ["reverse", "l", 0],
  ["distinct", "l", 0],
  ["sort", "l", 0],
  ["keys", "o", 1],
  ["lookup", "os", 1],
  ["merge", "l", 0],
  ["spread", "o", 1],
];

const names = oneOf("n", "s", "o", "l", "m");
const small = oneOf("0", "1", "-1", "2", "1.5");
const filterless = fc.constant("");
const text = (...parts: (string | fc.Arbitrary<string>)[]): fc.Arbitrary<string> =>
  fc
    .tuple(...parts.map((part) => (typeof part === "string" ? fc.constant(part) : part)))
    .map((pieces) => pieces.join(""));

const filters = fc.memo(
  (depth): fc.Arbitrary<string> =>
    depth <= 1
      ? choose([8, filterless], [1, text("[", small, "]")], [1, oneOf("[]", "[[0,1]]", "[[0..1]]", "[true]")])
      : choose(
          [8, filterless],
          [1, text("[", small, "]")],
          [1, oneOf("[]", "[][]", "[0][]", "[0][0]")],
          [4, text("[", test(), "]")],
          [1, text("[", any(), "]")],
          [1, text("[", test(), "][", any(), "]")],
        ),
);

const path = fc.memo((depth): fc.Arbitrary<string> => {
  const word = choose([8, names], [1, names.map((name) => `"${name}"`)], [1, names.map((name) => `\`${name}\``)]);
  const first = choose([8, text(word, filters())], [1, text(oneOf("$", "$$"), filters())]);
  if (depth <= 1) return fc.array(word, { minLength: 1, maxLength: 3 }).map((steps) => steps.join("."));
  const step = choose(
    [10, text(word, filters())],
    [2, text("(", any(), ")", filters())],
    [1, text(written(), filters())],
    [1, text(call(), filters())],
    [1, text(oneOf("$", "$$"), filters())],
  );
  return fc
    .tuple(choose([5, first], [1, step]), fc.array(step, { maxLength: 3 }))
    .map(([head, rest]) => [head, ...rest].join("."));
});

const call = fc.memo((depth): fc.Arbitrary<string> => called(depth, 0));
const chained = fc.memo((depth): fc.Arbitrary<string> => called(depth, 1));

function called(depth: number, given: number): fc.Arbitrary<string> {
  return fc.tuple(oneOf(...signatures), oneOf(0, 0, 0, 1, 2)).chain(([[name, kinds, leftOut], fewer]) => {
    const all = [...kinds].slice(given);
    const left = Math.min(fewer, leftOut, all.length);
    const taken =
      name === "substring" || name === "pad" || name === "split" || name === "replace"
        ? all.slice(left)
        : all.slice(0, all.length - left);
    return fc.tuple(...taken.map((kind) => ofKind(kind, depth - 1))).map((args) => `$${name}(${args.join(", ")})`);
  });
}

function ofKind(kind: string, depth: number): fc.Arbitrary<string> {
  const usual = { s: string, n: number, x: any, b: test, o: path, l: list }[kind] ?? any;
  return depth <= 0 ? choose([1, names], [1, numbers.map(String)]) : choose([12, usual(depth)], [1, any(depth)]);
}

const number = fc.memo(
  (depth): fc.Arbitrary<string> =>
    depth <= 1
      ? choose([2, numbers.map(String)], [3, oneOf("n", "o.n", "$$.n", "l.n")])
      : choose(
          [2, numbers.map(String)],
          [3, text(path(), oneOf("", ".n", ".n", ".n"))],
          [1, text("-", number())],
          [2, text(number(), oneOf(" + ", "-", " * ", " / ", " % "), number())],
          [1, text(oneOf("$count(", "$length(", "$sum(", "$max("), path(), ")")],
        ),
);

const string = fc.memo(
  (depth): fc.Arbitrary<string> =>
    depth <= 1
      ? choose([2, strings.map((word) => JSON.stringify(word))], [3, oneOf("s", "o.s", "$$.s", "l.s")])
      : choose(
          [2, strings.map((word) => JSON.stringify(word))],
          [3, text(path(), oneOf("", ".s", ".s", ".s"))],
          [1, text(any(), " & ", any())],
          [1, text("$string(", any(), ")")],
          [1, text("$keys(", path(), ")[0]")],
        ),
);

const list = fc.memo(
  (depth): fc.Arbitrary<string> =>
    depth <= 1
      ? oneOf("l", "l.n", "l.s", "[]", "[1,2,1]", '["b","a"]', "[n, n]", "m", "o.l")
      : choose(
          [5, path()],
          [2, written()],
          [1, text("[", number(), ",", number(), "]")],
          [1, text("[", string(), ",", string(), "]")],
          [1, text("$append(", path(), ",", path(), ")")],
        ),
);

const test = fc.memo(
  (depth): fc.Arbitrary<string> =>
    depth <= 1
      ? oneOf("true", "n > 1", "n", 's = "a"', "$exists(n)", 's in ["a","b"]', "$ > 1", "$ = 1", "$not(n)", "n = $$.n")
      : choose(
          [4, text(number(), oneOf(" = ", " != ", " < ", "<=", " > ", ">="), number())],
          [3, text(string(), oneOf(" = ", " < ", " >= "), string())],
          [2, text(any(), oneOf(" = ", " != ", " in "), any())],
          [2, text(test(), oneOf(" and ", " or "), test())],
          [1, text("$exists(", path(), ")")],
          [1, text("$not(", any(), ")")],
          [1, text("$count(", path(), ") > ", small)],
          [1, path()],
        ),
);

const written = fc.memo((depth): fc.Arbitrary<string> => {
  if (depth <= 1) return oneOf("[]", "[1]", "[0..2]", "[3..1]", "{}", '{"n": n}', '{"s": $}', "[n]", "[[n], s]");
  const key = choose([5, names.map((name) => `"${name}"`)], [2, string()], [1, any()]);
  return choose(
    [3, fc.array(any(), { maxLength: 3 }).map((items) => `[${items.join(", ")}]`)],
    [
      1,
      fc
        .tuple(fc.integer({ min: -2, max: 3 }), fc.integer({ min: -2, max: 4 }), any())
        .map(([from, to, rest]) => `[${from}..${to}, ${rest}]`),
    ],
    [3, fc.array(text(key, ": ", any()), { maxLength: 2 }).map((pairs) => `{${pairs.join(", ")}}`)],
  );
});

const any = fc.memo(
  (depth): fc.Arbitrary<string> =>
    depth <= 1
      ? choose(
          [4, path(1)],
          [1, numbers.map(String)],
          [1, strings.map((word) => JSON.stringify(word))],
          [1, oneOf("null", "true", "false", "$", "$$")],
        )
      : choose(
          [6, path()],
          [1, number()],
          [1, string()],
          [2, test()],
          [2, written()],
          [4, call()],
          [2, text(any(), oneOf(" ?? ", " ?: "), any())],
          [2, text(test(), " ? ", any(), " : ", any())],
          [1, text(test(), " ? ", any())],
          [2, text("(", any(), ")", filters())],
          [1, text(any(), " ~> ", chained())],
          [1, text(call(), filters())],
        ),
);

const expression = choose([3, any(4)], [1, any(3)], [1, any(5)], [1, path(4)], [1, test(4)], [1, call(4)]);

/** Errors of ours where jsonata may answer: sizes and numbers out of range, and the deliberate differences. */
const own: ReadonlySet<string> = new Set([
  "limit",
  "D1001",
  "absent-argument",
  "absent-item",
  "empty-context",
  "array-object-equality",
  "forbidden-key",
]);

function agree(text: string, before: string, ours: Outcome, theirs: Outcome): boolean {
  if (!("error" in ours)) return "json" in theirs && ours.json === theirs.json;
  if (own.has(ours.error)) return true;
  // jsonata takes text that only begins like a number of base 16, 8 or 2 for one, and makes it not-a-number.
  if (ours.error === "D3030" && /0[xob]/i.test(text + before)) return true;
  if (!("error" in theirs)) return false;
  // jsonata works out the parts of an array or object side by side, and the quickest to fail wins.
  return ours.error === theirs.error || theirs.error === "undefined" || /[[{]/.test(text);
}

/** Cases in which jsonata shows in which order the expression itself gave an object its keys. */
let ownOrder = 0;

/**
 * Requires both back ends and jsonata to agree on one expression, and gives the outcome. jsonata sees the document with its
 * keys sorted; where it shows the order of other keys, those of objects that the expression made, it is asked again
 * with its functions sorting them.
 */
async function hold(text: string, node: ExpressionNode, value: Json): Promise<Outcome> {
  const before = JSON.stringify(value);
  const closed = runClosures(node, value);
  const emitted = runEmitted(node, value);
  expect(JSON.stringify(value), "the document is not written to").toBe(before);
  expect(emitted, "the back ends agree").toEqual(closed);
  // Nothing to compare with; besides, a padding of a hundred million characters ends the process.
  if ("error" in closed && closed.error === "limit") return closed;
  const sorted = JSON.parse(canonical(value)!) as Json;
  const ours = ofAnyOrder(closed);
  expect(ofAnyOrder(runClosures(node, sorted)), "the order of keys in the document does not show").toEqual(ours);
  if (agree(text, before, ours, ofAnyOrder(await runJsonata(text, sorted)))) return closed;
  const theirs = ofAnyOrder(await runSortedJsonata(text, value));
  if (!agree(text, before, ours, theirs)) expect(closed, "jsonata's answer").toEqual(theirs);
  ownOrder++;
  return closed;
}

it(`${runs} generated expressions give jsonata's answer in both back ends`, { timeout: 6_000_000 }, async () => {
  const count = { accepted: 0, refused: 0, answers: 0, errors: 0, own: 0 };
  const refusals = new Map<string, number>();
  const property = fc.asyncProperty(expression, document, async (text, value) => {
    const parsed = parseExpression(text);
    if (!parsed.ok) {
      count.refused++;
      const reason = parsed.message.replace(/`[^`]*`/g, "`…`");
      refusals.set(reason, (refusals.get(reason) ?? 0) + 1);
      return;
    }
    count.accepted++;
    const closed = await hold(text, parsed.node, value);
    if (!("error" in closed)) count.answers++;
    else if (own.has(closed.error)) count.own++;
    else count.errors++;
  });
  await fc.assert(property, { numRuns: runs, seed });
  console.log(count, { ownOrder }, Object.fromEntries(refusals));
  expect(ownOrder / count.accepted).toBeLessThan(0.01);
  expect(count.accepted / (count.accepted + count.refused)).toBeGreaterThan(0.8);
  expect(count.answers / count.accepted).toBeGreaterThan(0.4);
  expect(count.own / count.accepted).toBeLessThan(0.05);
});

const anyNumber = choose(
  [3, fc.double({ noNaN: true, noDefaultInfinity: true })],
  [2, fc.integer({ min: -20, max: 20 })],
  [
    2,
    fc
      .tuple(fc.integer({ min: -99999, max: 99999 }), fc.integer({ min: 0, max: 4 }))
      .map(([digits, places]) => digits / 10 ** places),
  ],
);
const anyString = choose(
  [2, fc.string({ unit: "binary", maxLength: 6 })],
  [3, fc.array(oneOf(..."ab ,\t\n5.-$€😀\ud83d\ude00\u2028"), { maxLength: 6 }).map((units) => units.join(""))],
  [1, fc.tuple(oneOf("", "-", "0x", "0b", "0o", "1e"), fc.nat(99)).map(([start, digits]) => `${start}${digits}`)],
  [1, anyNumber.map(String)],
);
const argument = (kind: string): fc.Arbitrary<Json> => {
  const usual = {
    s: anyString,
    n: anyNumber,
    b: fc.boolean(),
    l: choose<Json>(
      [2, fc.array(anyNumber, { maxLength: 5 })],
      [2, fc.array(anyString, { maxLength: 5 })],
      [1, fc.array(value(2), { maxLength: 4 })],
    ),
    o: object(2),
    x: value(3),
  }[kind] as fc.Arbitrary<Json>;
  return choose<Json>([20, usual], [1, value(2)]);
};

/** A call whose arguments are read from the document, so that any string and number can be one. */
const onValues = fc
  .tuple(oneOf(...signatures), fc.integer({ min: 0, max: 2 }))
  .chain(([[name, kinds, leftOut], fewer]) => {
    const taken = [...kinds].slice(0, kinds.length - Math.min(fewer, leftOut, kinds.length));
    const list = taken.map((_, index) => `p${index}`).join(", ");
    return fc.tuple(...taken.map(argument)).map((args) => ({
      text: `$${name}(${list})`,
      value: Object.fromEntries(args.map((arg, index) => [`p${index}`, arg])) as Json,
    }));
  });
const onOperators = fc
  .tuple(
    choose<Json>([1, anyNumber], [1, anyString], [1, value(3)]),
    choose<Json>([1, anyNumber], [1, anyString], [1, value(3)]),
    oneOf("+", "-", "*", "/", "%", "&", "=", "!=", "<", "<=", ">", ">=", "in", "and", "or", "??", "?:"),
  )
  .map(([p0, p1, operator]) => ({ text: `p0 ${operator} p1`, value: { p0, p1 } as Json }));

it(`${runs} generated calls on any value give jsonata's answer in both back ends`, { timeout: 6_000_000 }, async () => {
  const property = fc.asyncProperty(choose([4, onValues], [1, onOperators]), async ({ text, value: given }) => {
    const parsed = parseExpression(text);
    if (parsed.ok) await hold(text, parsed.node, given);
    else expect(parsed.message).toMatch(/takes/);
  });
  await fc.assert(property, { numRuns: runs, seed });
});
