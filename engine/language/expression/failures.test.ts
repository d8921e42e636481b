import { expect, test } from "vitest";
import type { Json } from "../../common/json.js";
import { must } from "../../common/must.js";
import { compileExpression } from "./closures.js";
import { emitExpression } from "./emit.js";
import { parseExpression } from "./parse-expression.js";
import { runtime } from "./runtime.js";

const texts = { s: "x".repeat(38), s39: "x".repeat(39), s60: "x".repeat(60) };
const document: Json = { ...texts, a: {}, l: [1], n: null, t: true, p: { length: 1 }, inf: Infinity };

test.each([
  ["'x' + 1", "T2001", "type", 'the left side of `+` must be a number, not `"x"`'],
  ["1 * l", "T2002", "type", "the right side of `*` must be a number, not an array"],
  ["a / 1", "T2001", "type", "the left side of `/` must be a number, not an object"],
  ["missing % n", "T2002", "type", "the right side of `%` must be a number, not `null`"],
  ["-t", "D1002", "type", "only a number can be negated, not `true`"],
  ["1 < n", "T2010", "type", "`<` compares numbers or strings, not `null`"],
  ["a <= missing", "T2010", "type", "`<=` compares numbers or strings, not an object"],
  ["1 > 'b'", "T2009", "type", '`>` needs two numbers or two strings, not `1` and `"b"`'],
  ["s + 1", "T2001", "type", 'the left side of `+` must be a number, not `"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"`'],
  ["s39 + 1", "T2001", "type", 'the left side of `+` must be a number, not `"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…`'],
  ["s60 + 1", "T2001", "type", 'the left side of `+` must be a number, not `"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…`'],
  ["1 >= 'b'", "T2009", "type", '`>=` needs two numbers or two strings, not `1` and `"b"`'],
  ["1 - 'x'", "T2002", "type", 'the right side of `-` must be a number, not `"x"`'],
  ["$pad(missing, t)", "T0410", "type", "`$pad` cannot take absent, a boolean"],
  ["$string(inf)", "D1001", "limit", "a number is out of range"],
  ["$string([inf])", "D1001", "limit", "a number is out of range"],
  ["$length(1)", "T0410", "type", "argument 1 of `$length` must be a string, not `1`"],
  ["$length(l)", "T0410", "type", "argument 1 of `$length` must be a string, not an array"],
  ["$length(n)", "T0410", "type", "argument 1 of `$length` must be a string, not null"],
  ["$length(t)", "T0410", "type", "argument 1 of `$length` must be a string, not a boolean"],
  ["$length(a)", "T0410", "type", "argument 1 of `$length` must be a string, not an object"],
  ["$substring('a', 'b', 1)", "T0410", "type", 'argument 2 of `$substring` must be a number, not `"b"`'],
  ["$substring(1)", "T0411", "type", "`$substring` needs a string, and the context is an object"],
  ["$substring('a', n)", "T0410", "type", '`$substring` cannot take `"a"`, null'],
  ["l.$length()", "T0411", "type", "`$length` needs a string, and the context is `1`"],
  ["$substring(t)", "T0410", "type", "`$substring` cannot take a boolean"],
  ["a.$length()", "T0411", "type", "`$length` needs a string, and the context is an object"],
  ["n.$length()", "T0411", "type", "`$length` needs a string, and the context is null"],
  ["t.$uppercase()", "T0411", "type", "`$uppercase` needs a string, and the context is a boolean"],
  ["$join(1)", "T0412", "type", "argument 1 of `$join` must be an array whose items are each a string"],
  ["$join([1])", "T0412", "type", "argument 1 of `$join` must be an array whose items are each a string"],
  ["$sum(['a'])", "T0412", "type", "argument 1 of `$sum` must be an array whose items are each a number"],
  ["$merge([1])", "T0412", "type", "argument 1 of `$merge` must be an array whose items are each an object"],
  ["$number(n)", "T0410", "type", "argument 1 of `$number` must be a number or a string or a boolean, not null"],
  ["$number('q')", "D3030", "type", '`"q"` cannot be converted to a number'],
  ["$sqrt(-4)", "D3060", "type", "`-4` has no square root"],
  ["$power(0, -1)", "D3061", "limit", "`0` to the power of `-1` is out of range"],
  ["$power(2, missing)", "D3061", "limit", "`2` to the power of an absent value is out of range"],
  ["$formatBase(1, 99)", "D3100", "type", "the base must be between 2 and 36, not `99`"],
  ["{1: 2}", "T1003", "type", "a key must be a string, not `1`"],
  ["{'a': 1, 'a': 2}", "D1009", "type", "the key `a` is written twice"],
  ["$lookup(a, missing)", "absent-argument", "type", "argument 2 of `$lookup` is absent"],
  ["$sort([1, 'a'])", "D3070", "type", "`$sort` needs an array of only numbers or only strings"],
  ["$replace('a', '', 'b')", "D3010", "type", "the pattern of `$replace` must not be empty"],
  ["$split('a', 'b', -1)", "D3020", "type", "the limit of `$split` must not be negative"],
  ["$replace('a','a','b',-1)", "D3011", "type", "the limit of `$replace` must not be negative"],
  ["1/0", "D1001", "limit", "a number is out of range"],
  ["l = p", "array-object-equality", "type", "an array cannot be compared with an object that has a `length`"],
  ["$abs('1')", "T0410", "type", 'argument 1 of `$abs` must be a number, not `"1"`'],
  ["$split(1, 2, 3)", "T0410", "type", "argument 1 of `$split` must be a string, not `1`"],
  ["$number(l)", "T0410", "type", "argument 1 of `$number` must be a number or a string or a boolean, not an array"],
  ["$split('a', missing)", "absent-argument", "type", "argument 2 of `$split` is absent"],
  ["$substringBefore('a', missing)", "absent-argument", "type", "argument 2 of `$substringBefore` is absent"],
  ["$substringAfter('a', missing)", "absent-argument", "type", "argument 2 of `$substringAfter` is absent"],
  ["$replace('a', missing, 'b')", "absent-argument", "type", "argument 2 of `$replace` is absent"],
  ["$replace('a','a',missing)", "absent-argument", "type", "argument 3 of `$replace` is absent"],
  ["$string(1, 2)", "T0410", "type", "argument 2 of `$string` must be a boolean, not `2`"],
  ["$contains(a, 1)", "T0410", "type", "argument 1 of `$contains` must be a string, not an object"],
  ["$pad(missing, 'b')", "T0411", "type", "`$pad` needs a string, and the context is an object"],
  ["a.$pad(t)", "T0411", "type", "`$pad` needs a string, and the context is an object"],
])("%s fails and says what was found, and what it takes", (text, code, kind, message) => {
  const parsed = parseExpression(text);
  const node = must(parsed.ok ? parsed.node : null, text);
  const emitted = new Function("document", "rt", `return ${emitExpression(node, { root: "document", rt: "rt" })}`);
  const error = expect.objectContaining({ name: "ExpressionError", code, kind, message });
  expect(() => compileExpression(node)(document)).toThrow(error);
  expect(() => emitted(document, runtime)).toThrow(error);
});
