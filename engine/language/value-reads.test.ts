import { expect, test } from "vitest";
import { must } from "../common/must.js";
import { parseExpression } from "./expression/parse-expression.js";
import { valueReads } from "./value-reads.js";

test("a value reads its path, what its expression reads, or nothing", () => {
  const at = "/facts/f";
  const text = "s.a + t.b";
  const parsed = parseExpression(text);
  const expression = must(parsed.ok ? parsed.node : null, text);
  const found = [
    ["s", "a"],
    ["t", "b"],
  ];
  expect(valueReads({ kind: "constant", at, value: 1 })).toEqual([]);
  expect(valueReads({ kind: "path", at, text: "s.a", path: ["s", "a"] })).toEqual([["s", "a"]]);
  for (const kind of ["fact", "computed"] as const) {
    expect(valueReads({ kind, at, text, expression })).toEqual(found);
    expect(valueReads({ kind, at, text, expression, reads: [["known"]] })).toEqual([["known"]]);
  }
});
