import { expect, test } from "vitest";
import type { Alias } from "../common/engine-adapter.js";
import type { JsonObject } from "../common/json.js";
import { OperatorError, operatorTable } from "../language/conditions/operators.js";
import type { Step } from "../language/actions/evaluation.js";
import { ExpressionError } from "../language/expression/expression-error.js";
import { LimitError } from "../language/expression/runtime/budget.js";
import type { ConditionNode } from "../language/node.js";
import { makeRun } from "./make-run.js";
import { traceCondition } from "./read-trace.js";

const alias: Alias = { section: "m", field: "text", of: "hf", deepest: 2, usualKey: "a" };
const schema: JsonObject = { type: "object", properties: { m: { type: "object" } } };
const runOf = (step: Step) => {
  const packs = { step: () => step, traced: () => step, guarded: () => step };
  const run = makeRun([{ kind: "pack", pack: "p", architectures: null, when: null }], packs, {
    ...{ alias, dispatch: ["m", "a"], schema: () => schema },
  });
  return (document: unknown, options?: Parameters<typeof run>[1]) => run(document as JsonObject, options);
};
const unseen = runOf(() => expect.fail("the rules ran"));
const hostile = Object.defineProperty({}, "m", {
  enumerable: true,
  get() {
    throw new Error("oh");
  },
});

test.each<[string, unknown, string]>([
  ["a wrong type", { m: 1 }, "m"],
  ["a reference to no object", { m: { hf: {}, text: { $same: "hf.a" } } }, "m.text.$same"],
  ["a getter that throws", hostile, "m"],
])("%s is an error of the document, and no rule runs", (_, document, path) => {
  const error = { code: "fettle/document-type", kind: "type", rule: null, path, message: expect.any(String) };
  const refused = { ok: false, document: null, changes: [], logs: [], error };
  expect(unseen(document)).toStrictEqual(refused);
  expect(unseen(document, { trace: true })).toStrictEqual({ ...refused, trace: [] });
});

test("what cannot be read is also refused where the document is said to fit", () => {
  const same = { m: { hf: {}, text: { $same: "hf.a" } } };
  for (const [document, path] of [
    [hostile, "m"],
    [same, "m.text.$same"],
  ] as const) {
    expect(unseen(document, { validate: false })).toMatchObject({ ok: false, error: { path } });
    expect(unseen(document, { validate: false })).not.toHaveProperty("trace");
    expect(unseen(document, { validate: false, trace: true })).toMatchObject({ ok: false, error: { path }, trace: [] });
  }
});

test.each<[string, Error, string, string]>([
  ["an expression", new ExpressionError("T2001", "no", "type"), "fettle/jsonata-T2001", "type"],
  ["an operator", new OperatorError("no"), "fettle/operator", "type"],
  ["a budget", new LimitError("no"), "fettle/limit", "limit"],
])("what %s throws is the error of the current rule", (_, thrown, code, kind) => {
  const run = runOf((evaluation) => {
    evaluation.rule = "a/b/c";
    throw thrown;
  });
  const error = { code, kind, message: "no", rule: "a/b/c" };
  expect(run({})).toStrictEqual({ ok: false, document: null, changes: [], logs: [], error });
});

test("a bug is thrown as it is", () => {
  const bug = new TypeError("bug");
  const run = runOf(() => {
    throw bug;
  });
  expect(() => run({})).toThrow(bug);
});

test("one condition is traced with its values", () => {
  const fact = { kind: "path", at: "/when/fact", text: "m.n", path: ["m", "n"] } as const;
  const node: ConditionNode = {
    ...{ kind: "comparison", at: "/when", operator: "equal", fact },
    value: { kind: "constant", at: "/when/value", value: 1 },
  };

  expect(traceCondition(node, operatorTable(null), { m: { n: 2 } })).toEqual({
    ...{ fact: "m.n", operator: "equal", value: 1, actual: 2, result: false },
  });
});
