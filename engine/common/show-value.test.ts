import { expect, test } from "vitest";
import { showValue } from "./show-value.js";

test.each([
  [undefined, "absent"],
  [null, "null"],
  [1.5, "1.5"],
  ["a\n\u001b[2J\u202e", '"a\\n\\u001b[2J\\u202e"'],
  [[1, ["x"], {}], '[1, ["x"], {}]'],
  [{ a: { b: null } }, '{"a": {"b": null}}'],
])("%j reads %s", (value, text) => expect(showValue(value)).toBe(text));

test("a large value is cut off without being rendered whole", () => {
  const large = Array.from({ length: 1_000_000 }, (_, index) => ({ index, text: "x".repeat(50) }));
  const started = performance.now();
  const text = showValue(large, 40);
  expect(text).toHaveLength(40);
  expect(text).toMatch(/^\[\{"index": 0, .*…$/);
  expect(performance.now() - started).toBeLessThan(500);
  expect(showValue("x".repeat(10_000_000), 10)).toBe('"xxxxxxxx…');
});
