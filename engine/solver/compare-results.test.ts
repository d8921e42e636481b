import { vllm } from "../vllm/adapter/vllm.js";
import { expect, test } from "vitest";
import type { LogEntry, Result } from "../generated/result.js";
import { compareResults } from "./compare-results.js";

const fine = (document: object, logs: LogEntry[] = []): Result => ({
  ok: true,
  document: document as Result["document"] & {},
  changes: [],
  logs,
  error: null,
});
const log = (code: string, params: object = {}, level: LogEntry["level"] = "info"): LogEntry => ({
  level,
  code,
  rule: "a/b/c",
  message: code,
  params: params as LogEntry["params"],
});
const failed = (code: string, path?: string): Result => ({
  ok: false,
  document: null,
  changes: [],
  logs: [log("x")],
  error: { code, kind: "value", message: "no", rule: null, ...(path === undefined ? {} : { path }) },
});

test("fields by their path; absent and null are different things", () => {
  expect(compareResults(fine({ a: { b: null, c: 1, d: [1] } }), fine({ a: { c: 2, d: [1] } }), vllm.alias)).toEqual([
    { kind: "field", name: "a.b", before: null },
    { kind: "field", name: "a.c", before: 1, after: 2 },
  ]);
});

test("a part with two names is told once", () => {
  const [old, now] = [{ head_dim: 1 }, { head_dim: 2 }];
  const shared = (config: object) => fine({ model_config: { hf_config: config, hf_text_config: config } });
  expect(compareResults(shared(old), shared(now), vllm.alias)).toEqual([
    { kind: "field", name: "model_config.hf_config.head_dim", before: 1, after: 2 },
  ]);
});

test("whether the text config is a part of the configuration, also where both hold the same", () => {
  const config = { head_dim: 1 };
  const [one, two] = [config, { ...config }].map((text) =>
    fine({ model_config: { hf_config: config, hf_text_config: text } }),
  );
  expect(compareResults(one!, two!, vllm.alias)).toEqual([
    { kind: "field", name: "model_config.hf_text_config", before: { $same: "hf_config" }, after: config },
  ]);
});

test("logs by code, level and parameters; wording and rule do not count", () => {
  const [one, other] = [log("a/b/one", { mode: "all" }), log("a/b/two")];
  expect(
    compareResults(fine({}, [one, other]), fine({}, [{ ...one, message: "else", rule: "a/b/z" }, other]), vllm.alias),
  ).toEqual([]);
  expect(
    compareResults(fine({}, [one, other]), fine({}, [{ ...one, params: { mode: "align" } }]), vllm.alias),
  ).toMatchObject([
    { kind: "log", name: "a/b/one" },
    { kind: "log", name: "a/b/two", before: "info: a/b/two" },
  ]);
  expect(compareResults(fine({}, [one, other]), fine({}, [other, one]), vllm.alias)).toEqual([
    { kind: "log", name: "a/b/two", before: "a/b/one, a/b/two", after: "a/b/two, a/b/one" },
  ]);
});

test("a failure on one side is all there is to say", () => {
  expect(compareResults(failed("a/b/no"), fine({ a: 1 }), vllm.alias)).toEqual([
    { kind: "failure", name: "a/b/no", before: "value: no" },
  ]);
  expect(
    compareResults(failed("a/b/no"), failed("a/b/other"), vllm.alias).map(({ name, ...sides }) => [
      name,
      Object.keys(sides),
    ]),
  ).toEqual([
    ["a/b/no", ["kind", "before"]],
    ["a/b/other", ["kind", "after"]],
  ]);
  expect(compareResults(failed("a/b/no"), failed("a/b/no"), vllm.alias)).toEqual([]);
});
