import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseExpression } from "./parse-expression.js";
import { functions } from "./runtime/functions.js";
import { explainSyntaxError } from "./syntax-messages.js";

function refusal(text: string) {
  const parsed = parseExpression(text);
  if (parsed.ok) throw new Error(`${text} was accepted`);
  return parsed;
}

describe("what is left out", () => {
  it.each([
    ["a.$map(b, function($x){ $x })", 2, /`\$map` is not supported/],
    ["function($x){ $x }(1)", 8, /only named functions/],
    ["($a := 1)", 4, /`:=` is not supported/],
    ["1 + $price", 4, /unknown variable `\$price`/],
    ["$contains(a, /b/)", 13, /regular expressions/],
    ["$eval('1')", 0, /`\$eval` is not supported/],
    ["$now()", 0, /date or time/],
    ["$random()", 0, /random/],
    ["a ~> |b|{}|", 2, /`~>`/],
    ["a.%.b", 0, /parent operator|`%`/],
    ["$pad(%).[1..x]", 0, /parent operator/],
    ["a@$x.b", 0, /`@`/],
    ["a#$i", 0, /`#`/],
    ["a^(b)", 1, /ordering/],
    ["a{b: c}", 1, /grouping/],
    ["a.*", 2, /wildcard/],
    ["a.**.b", 2, /wildcard/],
    ["[1..n]", 2, /whole numbers/],
    ["[1..1001]", 2, /at most 1000/],
    ["(a; b)", 0, /exactly one expression/],
    ["$string(?, true)", 7, /partial application/],
    ["[1,2][0].a", 0, /filtered array literal/],
    ["$string", 0, /not a value/],
    ["$length(a, b)", 0, /takes 0 to 1 argument, not 2/],
    ["a{b: c}{d: e}", 8, /grouping/],
    ["function($x)<n<n>>{1}", 15, /function definitions/],
    ["/^*/", 4, /regular expressions/],
    ["$contains(a, /b/i)", 13, /regular expressions/],
    ["(%)", 1, /parent operator/],
    ["%", 0, /parent operator/],
    ["1 + b()", 4, /only named functions/],
    ["1 + (null)#$i", 4, /`#`/],
    ["null#$i", 0, /`#`/],
    ["(a; b; c)#$i", 0, /`#`/],
    ["'x'(1)", 0, /only named functions/],
    ["undefined[%()]", 0, /only named functions/],
    ["a.`constructor`", 2, /`constructor` cannot be read/],
    ["'x'.\"constructor\"", 4, /`constructor` cannot be read/],
    ["{'constructor': 1}", 1, /`constructor` cannot be read/],
  ])("%s", (text, offset, message) => {
    const parsed = refusal(text);
    expect(parsed.message).toMatch(message);
    expect(parsed).toMatchObject({ code: "expression-refused", offset });
  });

  it("keys that reach a prototype", () => {
    for (const text of [
      "a.constructor",
      "`__proto__`.b",
      'a."toString"',
      'a["x"].prototype',
      '{"__proto__": 1}',
      '$lookup(a, "constructor")',
      "a._jsonata_lambda",
    ]) {
      expect(refusal(text), text).toMatchObject({ code: "expression-refused" });
    }
    expect(refusal("model.constructor.name").offset).toBe(6);
  });

  it("functions that do not exist, with the nearest that does", () => {
    expect(refusal("$uppercas(a)")).toMatchObject({ offset: 0, hint: "did you mean `$uppercase`?" });
  });
});

describe("what cannot be read", () => {
  it.each([
    ["a +", 3, "unexpected end of the expression"],
    ["", 0, "unexpected end of the expression"],
    ["a + )", 4, "`)` needs a left operand"],
    ["'abc", 4, "unterminated string"],
    ["a b", 2, "`b` is not allowed here"],
    ["(a", 2, "unexpected end of the expression"],
    ["1 2", 2, "`2` is not allowed here"],
    ["1 null", 2, "`null` is not allowed here"],
    ["1 'x'", 5, "`x` is not allowed here"],
    ["&", 0, "`&` needs a left operand"],
    ["~", 0, "`~` is not an operator"],
    ["1e999", 0, "the number `1e999` is too large"],
    ["a ?: 1e999", 5, "the number `1e999` is too large"],
    ["'\\q' & a", 2, "`\\q` is not an escape sequence"],
    ["'\\u12' & a", 2, "`\\u` must be followed by four hexadecimal digits"],
    ["a./* b", 2, "unterminated comment"],
    ["undefined/* b", 9, "unterminated comment"],
    ["a.true.b", 6, "a number, `true`, `false` or `null` cannot be a path step"],
  ])("%s", (text, offset, message) => {
    expect(refusal(text)).toMatchObject({ code: "expression-syntax", offset, message });
  });
});

it("an error that the parser gets only later is said without a guess", () => {
  expect(explainSyntaxError({ code: "S9999", position: 1, token: "(" }, "((")).toEqual({
    ...{ ok: false, code: "expression-syntax", offset: 0, message: "cannot parse the expression" },
    hint: "see docs/reference/expressions.md for what an expression can contain",
  });
});

describe("size", () => {
  it("bounds length, nesting, steps and defaults", () => {
    expect(refusal("1+".repeat(6000) + "1").message).toMatch(/longer than/);
    expect(refusal("(".repeat(4900) + "a" + ")".repeat(4900)).message).toMatch(/nested/);
    expect(refusal("(".repeat(150) + "a" + ")".repeat(150)).message).toMatch(/is nested deeper/);
    expect(refusal("1" + "+1".repeat(200)).message).toMatch(/is nested deeper/);
    expect(refusal("a" + ".a".repeat(200)).message).toMatch(/at most 100 steps/);
    expect(refusal("(".repeat(30) + "a" + " ?? b)".repeat(30)).message).toMatch(/more than 10/);
    expect(parseExpression("(".repeat(10) + "a" + " ?? b)".repeat(10)).ok).toBe(true);
  });

  it("never throws, whatever the text", () => {
    const piece = fc.constantFrom(
      ..."$ . [ ] ( ) { } ? : ?? ?: ~> := | ^ @ # % * ** / a b 1 \" ' ` \\ and in , ; < > = ! \u2028 function $x $sum /* */ .. - 0x".split(
        " ",
      ),
    );
    const text = fc.oneof(
      fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join("")),
      fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(" ")),
      fc.string(),
    );
    fc.assert(
      fc.property(text, (source) => {
        const parsed = parseExpression(source);
        if (parsed.ok) return;
        expect(parsed.offset).toBeGreaterThanOrEqual(0);
        expect(parsed.offset).toBeLessThanOrEqual(source.length);
        expect(parsed.message).not.toMatch(/undefined|\[object/);
      }),
      { numRuns: 5000, seed: 7 },
    );
  });
});

it("gives frozen plain data", () => {
  const parsed = parseExpression('a.b[c > 1].{"d": $sum(e)}');
  if (!parsed.ok) throw new Error(parsed.message);
  expect(JSON.parse(JSON.stringify(parsed.node))).toEqual(parsed.node);
  expect(
    Object.isFrozen(parsed.node) && parsed.node.kind === "path" && Object.isFrozen(parsed.node.steps[1]?.filters),
  ).toBe(true);
});

it("a wrong number of arguments is answered with the call's form", () => {
  for (const [name, { parameters }] of Object.entries(functions)) {
    const found = parseExpression(`$${name}(${Array.from({ length: parameters.length + 1 }, () => "1").join(", ")})`);
    const hint = found.ok ? "" : found.hint;
    const [, list] = new RegExp(`^write \`\\$${name}\\((.*)\\)\``).exec(hint)!;
    expect(list!.split(", ").map((parameter) => parameter.startsWith("["))).toEqual(
      parameters.map(({ leftOut }) => leftOut !== "never"),
    );
    expect(hint.includes("context")).toBe(parameters[0]!.leftOut === "context");
  }
});
