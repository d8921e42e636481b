import { expect, test } from "vitest";
import type { Alias } from "../common/engine-adapter.js";
import { must } from "../common/must.js";
import type { JsonObject } from "../common/json.js";
import type { Result } from "../generated/result.js";
import { resultToJson } from "./result-to-json.js";
import { tooLong, unlessTooLong } from "./too-long.js";
import { isResult, undoChanges } from "./undo-changes.js";

const alias: Alias = { section: "m", field: "text", of: "hf", deepest: 2, usualKey: "a" };
const ok = (document: JsonObject, changes: Result["changes"] = []): Result => ({
  ...{ ok: true, document, changes, logs: [], error: null },
});
const change = (path: string, before: unknown, after: unknown) =>
  ({
    path,
    rule: "r",
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  }) as Result["changes"][0];
const aliased = (x: number): JsonObject => ((text) => ({ m: { hf: { a: text }, text } }))({ x });

test("a result without an alias, a trace or such changes is itself", () => {
  const result = ok({ m: { hf: { x: 1 } } }, [change("m.hf.x", 0, 1)]);
  expect(resultToJson({ m: { hf: { x: 0 } } }, result, alias)).toBe(result);
  expect(resultToJson({ m: {} }, result, null)).toBe(result);
});

test("an object with two names is written once, also where it was replaced", () => {
  const same = { $same: "hf.a" };
  expect(resultToJson(aliased(0), ok(aliased(1)), alias).document).toEqual({ m: { hf: { a: { x: 1 } }, text: same } });
  const replaced = resultToJson(
    aliased(0),
    ok({ m: { hf: { a: { x: 2 } }, text: { y: 1 } } }, [
      change("m.hf.a.x", 0, 2),
      change("m.text", { x: 2 }, { y: 1 }),
      change("m.text", { y: 1 }, { z: 1 }),
      change("m.k", 1, undefined),
      change("m.text", null, 1),
    ]),
    alias,
  );
  expect(replaced.changes.map(({ before }) => before)).toEqual([0, same, { y: 1 }, 1, null]);
});

test("an object is shown as it was when it was replaced", () => {
  const { changes } = resultToJson(
    aliased(0),
    ok({ m: {} }, [
      change("m.hf.a", { x: 0 }, 1),
      change("m.text.x", 0, undefined),
      change("m.text.y", undefined, 2),
      change("m.text", { y: 2 }, undefined),
    ]),
    alias,
  );
  expect(changes.map(({ before }) => before)).toStrictEqual([{ x: 0 }, 0, undefined, { y: 2 }]);
});

test("a failed result has no document, and its changes as of a successful one", () => {
  const failed: Result = {
    logs: [],
    error: must(tooLong.error, "error"),
    ok: false,
    document: null,
    changes: [change("m.text", { x: 0 }, 1)],
  };
  expect(resultToJson(aliased(0), failed, alias)).toEqual({
    ...failed,
    changes: [change("m.text", { $same: "hf.a" }, 1)],
  });
  const plain = { ...failed, changes: [] };
  expect(resultToJson(aliased(0), plain, alias)).toBe(plain);
});

test("of a trace, the parts of a named condition are shown once", () => {
  const when = {
    result: true,
    condition: "n",
    is: { result: true, fact: "f", operator: "equal", value: 1, actual: 1 },
  };
  const trace = [{ rule: "r", fired: true, when: { result: true, all: [when, when] } }] as NonNullable<Result["trace"]>;
  const shown = resultToJson({}, { ...ok({}), trace }, null);
  expect(shown.trace?.[0]?.when).toEqual({ result: true, all: [when, { result: true, condition: "n" }] });
});

test("a printed result is told from a document, and gives the document before", () => {
  const document = { m: { hf: { x: 1 } } };
  const result = ok(document, [change("m.hf.x", 0, 1), change("m.hf.y", undefined, 2), change("m.hf.z", 3, undefined)]);
  const isOne = (value: object) => isResult(value as JsonObject);
  expect([isOne(result), isOne({ ...result, ok: 1 }), isOne({ ok: true, changes: [], logs: [] })]).toEqual([
    true,
    false,
    false,
  ]);
  expect([isOne({ ...result, changes: {} }), isOne({ ...result, logs: null })]).toEqual([false, false]);
  expect(undoChanges(result, alias)).toEqual({ m: { hf: { x: 0, z: 3 } } });
  expect(undoChanges({ document: null, changes: [] }, alias)).toBeNull();
  for (const path of ["m.none.x", "m.hf.x.y", "m.nil.x"])
    expect(undoChanges({ document: { m: { hf: { x: 1 }, nil: null } }, changes: [change(path, 1, 2)] }, null)).toEqual({
      ...{ m: { hf: { x: 1 }, nil: null } },
    });
});

test("parts that are equal after a write to one of them were one object", () => {
  const equal = { m: { n: 1, hf: { z: 1, b: {}, a: { x: 1 } }, text: { x: 1 } } };
  const undone = undoChanges(ok(equal, [change("m.hf.a.x", 0, 1)]), alias) as any;
  expect([undone.m.text, undone.m.text === undone.m.hf.a]).toEqual([{ x: 0 }, true]);
  const apart = undoChanges(ok(equal, [change("m.n", 0, 1)]), alias) as any;
  expect([apart.m.text === apart.m.hf.a, apart.m.n]).toEqual([false, 0]);
  const other = { m: { hf: { a: { x: 2 } }, text: { x: 1 } } };
  expect((undoChanges(ok(other, [change("m.text.x", 0, 1)]), alias) as any).m).toEqual({
    hf: { a: { x: 2 } },
    text: { x: 0 },
  });
  for (const m of [{ hf: { a: 1 } }, { hf: { a: 1 }, text: 2 }])
    expect(undoChanges(ok({ m }, [change("m.hf.a", 0, 1)]), alias)).toEqual({ m: { ...m, hf: { a: 0 } } });
  expect(undoChanges(ok({ k: 1 }, [change("m.text.x", 0, 1)]), alias)).toEqual({ k: 1 });
});

test("what is too long for a string gives a limit, and other errors remain", () => {
  expect(unlessTooLong(() => "".padEnd(2 ** 30))).toBeNull();
  expect(unlessTooLong(() => "x")).toBe("x");
  expect(() => unlessTooLong(() => new Array(-1))).toThrow(RangeError);
  expect(tooLong).toEqual({
    ...{ ok: false, document: null, changes: [], logs: [] },
    error: { code: "fettle/limit", kind: "limit", message: expect.any(String), rule: null },
  });
});
