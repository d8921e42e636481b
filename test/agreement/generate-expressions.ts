import fc from "fast-check";
import { choose, numbers, oneOf, strings } from "./generate-documents.js";

/**
 * Functions with the types of their parameters, and the number of optional ones, which default to the context or are at
 * the end.
 */
export const signatures: readonly (readonly [name: string, kinds: string, leftOut: number])[] = [
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

/** Generates expressions of every kind, most of which the language accepts. */
export const expression = choose([3, any(4)], [1, any(3)], [1, any(5)], [1, path(4)], [1, test(4)], [1, call(4)]);
