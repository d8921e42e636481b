import fc from "fast-check";
import jsonata from "jsonata";
import { expect, test } from "vitest";
import { lower } from "./lower.js";
import { readDottedPath } from "./dotted-path.js";
import { parseExpression } from "./parse-expression.js";

const name = fc.oneof(
  fc.stringMatching(/^[A-Za-z_]\w{0,8}$/),
  fc.constantFrom("and", "or", "in", "true", "null", "function", "constructor", "_jsonata_lambda", "and_", "null0"),
);

test("a dotted path is read as jsonata's parser reads it", () => {
  let direct = 0;
  fc.assert(
    fc.property(fc.array(name, { minLength: 1, maxLength: 5 }), (names) => {
      const text = names.join(".");
      const node = readDottedPath(text);
      if (node === null) return;
      direct++;
      expect(node).toEqual(lower(jsonata(text).ast() as never, text));
      expect(parseExpression(text)).toEqual({ ok: true, node });
    }),
    { numRuns: 500, seed: 3 },
  );
  expect(direct).toBeGreaterThan(100);
});

test.each(["", "a.", "a..b", "a b", "a-b", "1a", "a.and", "a.constructor", "$.a", "a[0]"])(
  "%s is left to the parser",
  (text) => {
    expect(readDottedPath(text)).toBeNull();
  },
);

test("a path that is too long for the language is left to the parser, which refuses it", () => {
  const names = (count: number) => Array.from({ length: count }, () => "a").join(".");
  expect([readDottedPath(names(100))?.kind, readDottedPath(names(101))]).toEqual(["path", null]);
});
