import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../../common/json.js";
import type { Action, Pack, Rule } from "../../generated/pack.js";
import { loadProgram } from "../../workspace/load-program.js";

const hf = "model_config.hf_config";
const log = (message: string): Action => ({ log: "info", code: "c", message });

describe.each(["code", "closures"] as const)("actions run as %s", (mode) => {
  async function run(config: Json, actions: readonly (Action | Rule["when"])[], included: readonly Action[] = []) {
    const rules = actions.map((action, index): Rule => {
      const isCondition = action !== undefined && "fact" in action && "operator" in action;
      return isCondition
        ? { id: `r${index}`, when: action, then: [log("held")] }
        : { id: `r${index}`, then: [action as Action] };
    });
    const pack = { pack: "acme/p", hook: "vllm_config", rules } as Pack;
    const other = {
      ...pack,
      pack: "acme/other",
      rules: included.map((then, index) => ({ id: `o${index}`, then: [then] })),
    };
    const files = {
      "acme.set.json": { set: "acme", target: "vllm@0.33.0", stages: [{ pack: "acme/p" }] },
      "acme/p.pack.json": pack,
      ...(included.length === 0 ? {} : { "acme/other.pack.json": other }),
    };
    const { program, diagnostics } = await loadProgram({ set: "acme", files, mode });
    if (program === null) throw new Error(JSON.stringify(diagnostics));
    const document = { model_config: { hf_config: config } } as unknown as JsonObject;
    const before = JSON.stringify(document);
    const result = program.run(document, { trace: true });
    expect(JSON.stringify(document)).toBe(before);
    const model = (result.document as JsonObject | null)?.["model_config"] as JsonObject | undefined;
    return { ...result, config: model?.["hf_config"] as Json };
  }
  const keys = async (config: Json, ...actions: Action[]) =>
    Object.keys((await run(config, actions)).config as JsonObject);
  const set = (name: string, value: Json = 0): Action => ({ set: `${hf}.${name}`, value }) as Action;
  const unset = (name: string): Action => ({ unset: `${hf}.${name}` });

  test("the ledger, logs and the trace keep values as they were", async () => {
    const held = { fact: `${hf}.a`, operator: "isSet", value: false } as const;
    const { changes, logs, trace, config } = await run({ a: { b: 0 }, z: [1] }, [
      set("a.b", 1),
      log(`{${hf}.a}`),
      set("a.b", 2),
      held,
      set("a.b", 3),
      unset("a"),
      set("a", { b: 4 }),
      set("a.b", 5),
    ]);
    expect(changes).toEqual([
      { path: `${hf}.a.b`, before: 0, after: 1, rule: "acme/p/r0" },
      { path: `${hf}.a.b`, before: 1, after: 2, rule: "acme/p/r2" },
      { path: `${hf}.a.b`, before: 2, after: 3, rule: "acme/p/r4" },
      { path: `${hf}.a`, before: { b: 3 }, rule: "acme/p/r5" },
      { path: `${hf}.a`, after: { b: 4 }, rule: "acme/p/r6" },
      { path: `${hf}.a.b`, before: 4, after: 5, rule: "acme/p/r7" },
    ]);
    expect(logs.map(({ params }) => params)).toEqual([{ [`${hf}.a`]: { b: 1 } }]);
    expect(trace?.[3]?.when).toMatchObject({ result: false, actual: { b: 2 } });
    expect(config).toEqual({ a: { b: 5 }, z: [1] });
  });

  test("an equal value is no change, in any order of keys", async () => {
    const { changes } = await run({ a: { x: 1, y: [2] } }, [set("a", { y: [2], x: 1 }), set("a.x", 1), unset("none")]);
    expect(changes).toEqual([]);
  });

  test("keys come in the order of the input, then sorted", async () => {
    expect(await keys({ z: 1, b: 2 }, set("m"), set("c"), set("x"))).toEqual(["z", "b", "c", "m", "x"]);
    expect(await keys({ z: 1, b: 2 }, set("c"), set("m"), set("d"))).toEqual(["z", "b", "c", "d", "m"]);
    expect(await keys({ z: 1, b: 2, y: 3 }, unset("z"), set("c"), set("z"))).toEqual(["z", "b", "y", "c"]);
    expect(await keys({ z: 1, b: 2, y: 3 }, set("c"), unset("b"), set("a"), set("b"))).toEqual([
      "z",
      "b",
      "y",
      "a",
      "c",
    ]);
    expect(await keys({ z: 1 }, set("c"), unset("c"), set("a"), set("c"))).toEqual(["z", "a", "c"]);
    expect(await keys({ z: 1 }, set("m"), set("7"), set("c"), set("3"))).toEqual(["3", "7", "z", "c", "m"]);
    const { config } = await run({ o: { z: 1 }, p: {} }, [
      set("o.m"),
      set("p.c"),
      set("o.c"),
      set("p.a"),
      set("q", { b: 0, a: 1 }),
    ]);
    expect(JSON.stringify(config)).toBe('{"o":{"z":1,"c":0,"m":0},"p":{"a":0,"c":0},"q":{"a":1,"b":0}}');
    const again = await run({ o: {} }, [set("o.b"), set("o", { z: 1 }), set("o.c")]);
    expect(JSON.stringify(again.config)).toBe('{"o":{"c":0,"z":1}}');
    const nested = await run({ l: [{ z: 1, y: 2 }, 3] }, [set("l", [{ a: 0, y: 1, z: 2 }, { b: 0, a: 1 }, null])]);
    expect(JSON.stringify(nested.config)).toBe('{"l":[{"z":2,"y":1,"a":0},{"a":1,"b":0},null]}');
    const replaced = await run({ o: { z: 1, y: { k: 1 } } }, [set("o", { a: 0, y: { a: 1, k: 2 }, z: 3 })]);
    expect(JSON.stringify(replaced.config)).toBe('{"o":{"z":3,"y":{"k":2,"a":1},"a":0}}');
  });

  test.each([
    ["none.x", "missing", "fettle/missing-parent", "does not exist"],
    ["nil.x", "missing", "fettle/missing-parent", "is null"],
    ["list.4", "missing", "fettle/missing-parent", "has no item 4"],
    ["text.x", "missing", "fettle/missing-parent", "is not an object"],
  ])("nothing can be written to %s", async (name, kind, code, words) => {
    const { ok, error, changes } = await run({ nil: null, list: [1], text: "t" }, [set("ok"), set(name), set("never")]);
    expect([ok, changes.length]).toEqual([false, 1]);
    const place = `model_config.hf_config.${name.split(".")[0]}`;
    expect(error).toEqual({ code, kind, message: expect.any(String), rule: "acme/p/r1", path: `${hf}.${name}` });
    expect(error?.message).toContain(`\`${place}\` ${words}`);
  });

  test("items of an array are written, and not removed", async () => {
    expect((await run({ list: [1, { a: 1 }] }, [set("list.0", 2), set("list.1.a", 3)])).config).toEqual({
      list: [2, { a: 3 }],
    });
    expect((await run({ list: [1] }, [unset("list.0")])).error).toMatchObject({
      ...{ code: "fettle/array-item", kind: "type", rule: "acme/p/r0", path: `${hf}.list.0` },
    });
    expect((await run({ nil: null }, [unset("nil.x"), unset("none.x"), unset("nil")])).config).toEqual({});
  });

  test("a failure has its code, kind and message, and ends the evaluation", async () => {
    const fail: Action = { fail: "too-big", kind: "value", message: `{${hf}.a} of {${hf}.b} is {{too}} much{${hf}.c}` };
    const { ok, error, changes, logs } = await run({ a: 7, b: "x" }, [set("a", 8), fail, log("never")]);
    const message = "8 of x is {too} muchabsent";
    expect([ok, error]).toEqual([false, { code: "acme/p/too-big", kind: "value", message, rule: "acme/p/r1" }]);
    expect([changes.length, logs]).toEqual([1, []]);
  });

  test("a log shows values, and has them as they are", async () => {
    const a = { x: ["y"] };
    const { logs } = await run({ a, b: "x" }, [log(`{${hf}.b}, {${hf}.a} and {${hf}.none}`), log("plain")]);
    const entry = { level: "info", code: "acme/p/c" };
    expect(logs).toEqual([
      {
        ...{ ...entry, rule: "acme/p/r0", message: "x, {…} and absent" },
        params: { [`${hf}.b`]: "x", [`${hf}.a`]: a, [`${hf}.none`]: null },
      },
      { ...entry, rule: "acme/p/r1", message: "plain", params: {} },
    ]);
  });

  test("an absent value is not written", async () => {
    const absent: Action = { set: `${hf}.a`, jsonata: `${hf}.none` };
    const { error, changes } = await run({ a: 1 }, [absent, set("b")]);
    expect([changes, error]).toEqual([
      [],
      {
        ...{ code: "fettle/absent-value", kind: "missing", rule: "acme/p/r0", path: `${hf}.a` },
        message: expect.stringContaining(`\`${hf}.a\``),
      },
    ]);
  });

  test("an included pack runs in place, and its failure ends the evaluation", async () => {
    const include: Action = { include: "acme/other" };
    const wrong: Action = { set: `${hf}.a`, jsonata: `${hf}.a + "x"` } as Action;
    const ran = await run({ a: 1 }, [include, log(`{${hf}.a}`), include], [set("a", 2)]);
    expect([ran.config, ran.logs[0]?.params, ran.changes.map(({ rule }) => rule)]).toEqual([
      { a: 2 },
      { [`${hf}.a`]: 2 },
      ["acme/other/o0"],
    ]);
    expect((await run({ a: 1 }, [include, set("b")], [wrong])).error?.rule).toBe("acme/other/o0");
    const fails: Action = { fail: "no", kind: "missing", message: "m" };
    const ended = await run({ a: 1 }, [set("b"), include, set("c")], [fails, set("d")]);
    expect([ended.error?.code, ended.changes.length]).toEqual(["acme/other/no", 1]);
    const after = await run({ a: 1 }, [include, wrong], [log("x")]);
    expect([after.logs.length, after.error?.rule]).toEqual([1, "acme/p/r1"]);
  });
});
