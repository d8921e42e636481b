import { expect, test } from "vitest";
import { escapeControls } from "../common/printable.js";
import { parseTemplate, showValue } from "./template.js";

test("a message splits into text and placeholders, each at its place", () => {
  expect(parseTemplate("mode { mode } of {a.b}{{x}}")).toEqual({
    ok: true,
    parts: [
      { text: "mode " },
      { name: "mode", offset: 7 },
      { text: " of " },
      { name: "a.b", offset: 18 },
      { text: "{" },
      { text: "x" },
      { text: "}" },
    ],
  });
  expect(parseTemplate("")).toEqual({ ok: true, parts: [] });
  const [first, second] = [
    { name: "", offset: 0 },
    { name: "", offset: 3 },
  ];
  expect(parseTemplate("{} { }")).toEqual({ ok: true, parts: [first, { text: " " }, second] });
});

test.each([
  ["a {b", 2],
  ["a } b", 2],
  ["{a}}", 3],
  ["{{{", 2],
  ["{a{b}", 0],
  ["}a}", 0],
])("%j has a brace without a partner at %i", (message, offset) => {
  expect(parseTemplate(message)).toEqual({ ok: false, offset });
});

test.each([
  [undefined, "absent"],
  [null, "null"],
  [1.5, "1.5"],
  ["a", "a"],
  [[1, 2], "[2 items]"],
  [{ a: 1 }, "{…}"],
  ["a\nb\u001b[31m\u2028\u202e", "a\\u000ab\\u001b[31m\\u2028\\u202e"],
])("%j is shown as %j", (value, text) => {
  expect(showValue(value)).toBe(text);
});

test("a value of 200 characters is shown whole, and of a longer one as many", () => {
  expect(showValue("x".repeat(200))).toBe("x".repeat(200));
  expect(showValue(`${"x".repeat(199)}yz`)).toBe(`${"x".repeat(199)}y…`);
});

test("a long value is cut, and no control character gets through", () => {
  expect(showValue("x".repeat(10_000)).length).toBeLessThan(210);
  const all = Array.from({ length: 0x2100 }, (_, code) => String.fromCharCode(code)).join("");
  expect(escapeControls(all)).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
});
