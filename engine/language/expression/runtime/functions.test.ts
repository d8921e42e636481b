import { expect, test } from "vitest";
import { must } from "../../../common/must.js";
import type { Json } from "../../../common/json.js";
import { compileExpression } from "../closures.js";
import { parseExpression } from "../parse-expression.js";
import { readSignature } from "./functions.js";
import { bind } from "./signature.js";

test("a table row says which arguments may be left out, and which are lists", () => {
  const { parameters, pattern } = readSignature("s- n [s]? x x?");
  const any = "asnblo";
  expect(parameters).toEqual([
    { kinds: "s", leftOut: "context", list: null },
    { kinds: "n", leftOut: "never", list: null },
    { kinds: any, leftOut: "allowed", list: { of: "s" } },
    { kinds: any, leftOut: "never", list: null },
    { kinds: any, leftOut: "allowed", list: null },
  ]);
  expect(["snabl", "nb", "sns", "mmm", "n"].map((kinds) => pattern.test(kinds))).toEqual([
    true,
    true,
    true,
    true,
    false,
  ]);
  expect(["s", "ss", "snabll", "xsnab"].some((kinds) => pattern.test(kinds))).toBe(false);
  expect(readSignature("[] nsb").parameters).toEqual([
    { kinds: any, leftOut: "never", list: { of: null } },
    { kinds: "nsb", leftOut: "never", list: null },
  ]);
});

test("arguments find their parameters by their kinds", () => {
  const signature = readSignature("s- n s?");
  expect(bind("f", signature, ["a", 1, "b"], "ctx")).toEqual(["a", 1, "b"]);
  expect(bind("f", signature, [1, "b"], "ctx")).toEqual(["ctx", 1, "b"]);
  expect(bind("f", signature, ["a", 1], "ctx")).toEqual(["a", 1, undefined]);
  expect(bind("f", signature, [1], "ctx")).toEqual(["ctx", 1, undefined]);
  expect(bind("f", readSignature("[n] x?"), [5], "ctx")).toEqual([[5], undefined]);
  expect(() => bind("f", signature, [1], 7)).toThrow(expect.objectContaining({ code: "T0411" }));
  expect(() => bind("f", signature, ["a"], "ctx")).toThrow(expect.objectContaining({ code: "T0410" }));
});

test.each([
  "$ceil(-0.5)",
  "$number('-0')",
  "$power(-1e-200, 3)",
  "$max([z])",
  "$min([z])",
  "$round(-0.2)",
  "-0",
  "0 * -1",
  "$sum([z])",
])("no result is -0, which JSON does not tell from 0: %s", (text) => {
  const parsed = parseExpression(text);
  const run = compileExpression(must(parsed.ok ? parsed.node : null, text));
  expect(run({ z: -0 } as Json)).toBe(0);
});
