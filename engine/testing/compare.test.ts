import { expect, test } from "vitest";
import type { Result } from "../generated/result.js";
import { compareOutcome } from "./compare.js";

const before = { cache_config: { block_size: 16, cache_dtype: "auto" } };
const done = (parts: Partial<Result>): Result =>
  ({ ok: true, document: before, changes: [], logs: [], error: null, ...parts }) as Result;
const log = (code: string, params = {}) => ({ level: "info" as const, code, rule: "a/b/r", message: "", params });

test("an outcome as expected has no differences", () => {
  const result = done({
    document: { cache_config: { block_size: 32 } },
    changes: [
      { path: "cache_config.block_size", before: 16, after: 8, rule: "a/b/r" },
      { path: "cache_config.cache_dtype", before: "auto", rule: "a/b/r" },
      { path: "cache_config.block_size", before: 8, after: 32, rule: "a/b/s" },
    ],
    logs: [log("a/b/x", { n: 1 })],
  });
  const expected = {
    changes: { "cache_config.block_size": 32 },
    removed: ["cache_config.cache_dtype"],
    logs: [{ level: "info" as const, code: "a/b/x", params: { n: 1 } }],
  };
  expect(compareOutcome(expected, before, result)).toEqual([]);
});

test("what is not expected to happen is a difference, and what does not happen", () => {
  const result = done({
    document: { cache_config: { block_size: 32, cache_dtype: "auto" } },
    changes: [{ path: "cache_config.block_size", before: 16, after: 32, rule: "a/b/r" }],
  });
  expect(compareOutcome({}, before, result)).toEqual([{ path: "changes.cache_config.block_size", actual: 32 }]);
  expect(compareOutcome({ changes: { "cache_config.block_size": 64 } }, before, result)).toEqual([
    { path: "changes.cache_config.block_size", expected: 64, actual: 32 },
  ]);
  expect(compareOutcome({ removed: ["cache_config.block_size"] }, before, done({}))).toEqual([
    { path: "removed.cache_config.block_size", expected: true },
  ]);
});

test("a value that was moved and moved back is no change", () => {
  const changes = [
    { path: "cache_config.block_size", before: 16, after: 32, rule: "a/b/r" },
    { path: "cache_config.block_size", before: 32, after: 16, rule: "a/b/s" },
  ];
  expect(compareOutcome({}, before, done({ changes }))).toEqual([]);
});

test("a write below a written object is part of that object's value", () => {
  const result = done({
    document: { a: { b: { c: 2 } } },
    changes: [
      { path: "a.b.c", before: 0, after: 1, rule: "a/b/r" },
      { path: "a.b", after: { c: 1 }, rule: "a/b/r" },
      { path: "a.b.c", before: 1, after: 2, rule: "a/b/r" },
    ],
  });
  expect(compareOutcome({ changes: { "a.b": { c: 2 } } }, { a: {} }, result)).toEqual([]);
});

test("null and absent are different, as a value and as a parameter", () => {
  const result = done({
    document: { cache_config: { block_size: null, cache_dtype: "auto" } },
    changes: [{ path: "cache_config.block_size", before: 16, after: null, rule: "a/b/r" }],
  });
  expect(compareOutcome({ changes: { "cache_config.block_size": null } }, before, result)).toEqual([]);
  expect(compareOutcome({}, before, result)).toEqual([{ path: "changes.cache_config.block_size", actual: null }]);
  expect(
    compareOutcome({ logs: [{ level: "info", code: "a/b/x" }] }, before, done({ logs: [log("a/b/x", { n: null })] })),
  ).toEqual([{ path: "logs.0.params.n", actual: null }]);
});

test("a log that is missing, too many or in another place is one difference", () => {
  const expected = (codes: string[]) => ({ logs: codes.map((code) => ({ level: "info" as const, code })) });
  const actual = (codes: string[]) => done({ logs: codes.map((code) => log(code)) });
  expect(compareOutcome(expected(["a", "b", "c"]), before, actual(["b", "c"]))).toEqual([
    { path: "logs.0", expected: { level: "info", code: "a" } },
  ]);
  expect(compareOutcome(expected(["b", "c"]), before, actual(["a", "b", "c"]))).toEqual([
    { path: "logs.0", actual: { level: "info", code: "a" } },
  ]);
  expect(compareOutcome(expected(["a", "b"]), before, actual(["a"]))).toEqual([
    { path: "logs.1", expected: { level: "info", code: "b" } },
  ]);
  expect(compareOutcome(expected(["a"]), before, actual(["a", "b"]))).toEqual([
    { path: "logs.1", actual: { level: "info", code: "b" } },
  ]);
  expect(compareOutcome(expected(["a"]), before, actual(["b"]))).toEqual([
    { path: "logs.0.code", expected: "a", actual: "b" },
  ]);
  expect(compareOutcome(expected(["a", "b"]), before, actual(["b", "a"])).length).toBe(2);
});

test("an error is compared by code and kind, and by path where the case states one", () => {
  const error = { code: "fettle/absent-value", kind: "missing" as const, message: "m", rule: "a/b/r", path: "x.y" };
  const failed = done({
    ok: false,
    document: null,
    error,
    changes: [{ path: "cache_config.block_size", before: 16, after: 1, rule: "a/b/r" }],
  });
  expect(compareOutcome({ error: { code: "fettle/absent-value", kind: "missing" } }, before, failed)).toEqual([]);
  expect(
    compareOutcome({ error: { code: "fettle/absent-value", kind: "missing", path: "x.z" } }, before, failed),
  ).toEqual([{ path: "error.path", expected: "x.z", actual: "x.y" }]);
  expect(compareOutcome({}, before, failed)).toEqual([{ path: "error", actual: error }]);
  expect(compareOutcome({ error: { code: "a/b/no", kind: "value" } }, before, done({}))).toEqual([
    { path: "error", expected: { code: "a/b/no", kind: "value" } },
  ]);
});
