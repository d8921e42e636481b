import { expect, test, vi } from "vitest";
import type { JsonObject } from "../common/json.js";
import type { Change } from "../generated/result.js";
import { startEvaluation, type Step } from "../language/actions/evaluation.js";
import { compileSet, type Stage } from "./compile-set.js";

const stage = (pack: string, ...architectures: string[]): Stage<never> => ({
  ...{ kind: "pack", pack, when: null },
  architectures: architectures.length === 0 ? null : new Set(architectures),
});

/** Runs stages whose packs do nothing but those in `steps`; returns the packs in the order in which they ran. */
function running(stages: readonly Stage<never>[], steps: Readonly<Record<string, Step>>, dispatch = ["m", "a"]) {
  const ran: string[] = [];
  const find = vi.fn(
    (pack: string): Step =>
      (evaluation) => {
        ran.push(pack);
        return steps[pack]?.(evaluation) ?? true;
      },
  );
  const compiled = compileSet(stages, { step: find, traced: find, guarded: () => expect.fail("guarded") }, dispatch);
  const run = (document: JsonObject) => {
    ran.length = 0;
    return { ok: compiled.step(startEvaluation(document, null, false)), ran: [...ran] };
  };
  return { run, find };
}

const become =
  (m: JsonObject): Step =>
  (evaluation) => {
    evaluation.changes.push({} as Change);
    evaluation.document = { m };
    return true;
  };

test("after a stage changes the architecture, only later stages run, those of the new one", () => {
  const stages = [stage("common"), stage("old", "A"), stage("change"), stage("new", "B"), stage("old again", "A")];
  const early = [stage("new, too early", "B"), ...stages];
  const { run } = running(early, { change: become({ a: "B" }) });
  expect(run({ m: { a: "A" } }).ran).toEqual(["common", "old", "change", "new"]);
  expect(run({ m: { a: "C" } }).ran).toEqual(["common", "change", "new"]);
});

test("a stage that writes elsewhere changes nothing about what runs", () => {
  const { run } = running([stage("write"), stage("a", "A"), stage("b", "B")], { write: become({ a: "A", n: 1 }) });
  expect(run({ m: { a: "A" } }).ran).toEqual(["write", "a"]);
});

test("a stage that fails is the last", () => {
  const { run } = running([stage("fail"), stage("next")], { fail: () => false });
  expect(run({})).toEqual({ ok: false, ran: ["fail"] });
});

test("the packs of an architecture are looked up once", () => {
  const { run, find } = running([stage("a", "A"), stage("b", "B")], {});
  for (const _ of [1, 2]) expect(run({ m: { a: "A" } }).ran).toEqual(["a"]);
  expect(find.mock.calls).toEqual([["a"]]);
});

test("the architecture may be at any depth, and be absent", () => {
  const stages = [stage("a", "A"), stage("every")];
  for (const [dispatch, document] of [
    [["a"], { a: "A" }],
    [["m", "a"], { m: { a: "A" } }],
    [["m", "n", "a"], { m: { n: { a: "A" } } }],
  ] as const) {
    const { run } = running(stages, {}, [...dispatch]);
    expect(run(document).ran).toEqual(["a", "every"]);
    for (const other of [{}, { m: null }, { m: {} }, { m: { a: ["A"], n: { a: "B" } } }])
      expect(run(other).ran).toEqual(["every"]);
  }
});
