import jsonata from "jsonata";
import { Engine } from "json-rules-engine";
import { describe, expect, test } from "vitest";
import { load, type Condition } from "../../engine/index.js";
import { compileExpression } from "../../engine/language/expression/closures.js";
import { parseExpression } from "../../engine/language/expression/parse-expression.js";

const files = (when: object, more: object[] = []) => ({
  "made.set.json": { set: "made", target: "vllm@0.19.0", stages: [{ pack: "made/up" }] },
  "made/up.pack.json": {
    pack: "made/up",
    hook: "vllm_config",
    rules: [{ id: "first", when, then: [{ set: "cache_config.block_size", value: 32 }] }, ...more],
  },
});
const loadWhen = (when: object, more?: object[]) => load({ set: "made", files: files(when, more) });
const length = "model_config.max_model_len";
const document = { model_config: { max_model_len: 8192 }, cache_config: { block_size: 16 } };

describe("differences from json-rules-engine, each with its reason in docs/reference/language.md", () => {
  test("rules see the writes of those before them; the stock engine judges all on the same facts", async () => {
    const second = {
      id: "second",
      when: { fact: "cache_config.block_size", operator: "equal", value: 32 },
      then: [{ log: "info", code: "seen", message: "seen" }],
    };
    const fettle = await loadWhen({ fact: length, operator: "equal", value: 8192 }, [second]);
    expect(fettle.evaluate(document).logs).toHaveLength(1);
    const { events } = await (await fettle.toJsonRulesEngine("made/up")).run({ document });
    expect(events.map(({ type }) => type)).toEqual(["first"]);
  });

  test("a part after the one that decides is not evaluated; the stock engine evaluates it, and throws", async () => {
    const when = {
      all: [
        { fact: length, operator: "equal", value: 1 },
        { fact: length, operator: "in", value: { fact: "model_config.hf_config.layers" } },
      ],
    };
    const fettle = await loadWhen(when);
    expect(fettle.evaluate(document)).toMatchObject({ ok: true, changes: [] });
    await expect((await fettle.toJsonRulesEngine("made/up")).run({ document })).rejects.toThrow();
  });

  test("a comparison may stand alone; the stock engine refuses it, and the export wraps it", async () => {
    const when: Condition = { fact: length, operator: "equal", value: 8192 };
    const fettle = await loadWhen(when);
    expect(fettle.evaluate(document).changes).toHaveLength(1);
    expect(() => new Engine([{ conditions: when as never, event: { type: "x" } }])).toThrow();
    const { events } = await (await fettle.toJsonRulesEngine("made/up")).run({ document });
    expect(events.map(({ type }) => type)).toEqual(["first"]);
  });

  test.each(["priority", "params", "path", "name"])("`%s` in a condition is refused", async (key) => {
    const when = { fact: length, operator: "equal", value: 8192, [key]: key === "params" ? {} : "$.x" };
    await expect(loadWhen({ all: [when] })).rejects.toThrow(`unknown key \`${key}\``);
  });

  test("an absent fact reads absent; the stock engine throws unless told otherwise", async () => {
    const when = { all: [{ fact: length, operator: "notEqual", value: 1 }] };
    expect((await loadWhen(when)).evaluate({ cache_config: {} }).changes).toHaveLength(1);
    const engine = new Engine([{ conditions: when, event: { type: "x" } }]);
    await expect(engine.run({})).rejects.toThrow(/Undefined fact/);
  });

  test("an ordering operator with a constant that is no number is refused", async () => {
    await expect(loadWhen({ fact: length, operator: "lessThan", value: "9000" })).rejects.toThrow(
      /compares with a number/,
    );
  });

  test("a key `toString` means nothing to an ordering; the stock engine calls it, and throws", async () => {
    const fettle = await loadWhen({ any: [{ fact: "model_config.hf_config.x", operator: "lessThan", value: 1 }] });
    const hostile = { model_config: { hf_config: { x: { toString: 1 } } }, cache_config: {} };
    expect(fettle.evaluate(hostile)).toMatchObject({ ok: true, changes: [] });
    await expect((await fettle.toJsonRulesEngine("made/up")).run({ document: hostile })).rejects.toThrow(TypeError);
  });

  test("`equal` with an object or array is refused", async () => {
    const hf = "model_config.hf_config.layers";
    await expect(loadWhen({ fact: hf, operator: "equal", value: [1] })).rejects.toThrow(/never holds for two arrays/);
    await expect(loadWhen({ fact: hf, operator: "notEqual", value: {} })).rejects.toThrow(
      /never holds for two objects/,
    );
  });

  test("a misspelt key is refused; the stock engine ignores it", async () => {
    const when = { all: [{ fact: length, operator: "equal", value: 8192, valu: 1 }] };
    await expect(loadWhen(when)).rejects.toThrow(/did you mean `value`/);
    const engine = new Engine([{ conditions: when as never, event: { type: "x" } }]);
    expect((await engine.run({ [length]: 8192 })).events).toHaveLength(1);
  });
});

describe("differences from jsonata, each with its reason in docs/reference/expressions.md", () => {
  const ours = (text: string, document: unknown): unknown => {
    const parsed = parseExpression(text);
    if (!parsed.ok) throw new Error(parsed.message);
    try {
      return compileExpression(parsed.node)(document as never);
    } catch (error) {
      return { error: (error as { code: string }).code };
    }
  };
  const theirs = (text: string, document: unknown) => jsonata(text).evaluate(structuredClone(document));

  /** jsonata's answer as JSON, or "none" where it crashes. */
  const answer = async (text: string, document: unknown) => {
    try {
      const value: unknown = await theirs(text, document);
      return typeof value === "number" ? value : JSON.parse(JSON.stringify(value));
    } catch {
      return "none";
    }
  };

  test.each([
    ["a * 2", { a: 1.7e308 }, "D1001", Infinity],
    ['$number("0x1g")', {}, "D3030", NaN],
    ["$split(a, b)", { a: "x" }, "absent-argument", "none"],
    ["$substringBefore(a, b)", { a: "x" }, "absent-argument", "x"],
    ["$lookup(a, b)", { a: { undefined: 1 } }, "absent-argument", 1],
    ["a.x[true]", { a: [{ x: 1 }, {}, { x: 2 }] }, "absent-item", [1, null, 2]],
    ['a.{"n": $count($)}', { a: [[]] }, "empty-context", { n: 0 }],
    ["a = b", { a: [], b: { length: 0 } }, "array-object-equality", true],
  ])("%s is an error", async (text, document, code, expected) => {
    expect(ours(text, document)).toEqual({ error: code });
    expect(await answer(text, document)).toEqual(expected);
  });

  test("what grows without end is an error", () => {
    expect(ours("$pad(a, 2000000)", { a: "" })).toEqual({ error: "limit" });
    const many = Array.from({ length: 2000 }, (_, index) => index);
    expect(ours("a.($$.a)", { a: many })).toEqual({ error: "limit" });
  });

  test("negative zero is zero", async () => {
    expect(ours("a * -1", { a: 0 })).toBe(0);
    expect(Object.is(await theirs("a * -1", { a: 0 }), -0)).toBe(true);
  });

  test.each([
    ["$keys(a)", ["7", "B", "b", "z"]],
    ["$string(a)", '{"7":0,"B":{"x":1,"y":2},"b":3,"z":4}'],
    ['"" & a', '{"7":0,"B":{"x":1,"y":2},"b":3,"z":4}'],
    ["$spread(a)[1]", { B: { y: 2, x: 1 } }],
    ["$keys([a, {'a': 1}])", ["7", "B", "a", "b", "z"]],
    ['$keys({"y": 1, "x": 2})', ["x", "y"]],
    ['$string($merge([{"y": 1}, {"x": 2}]))', '{"x":2,"y":1}'],
  ])("%s lists keys in sorted order, whatever theirs is", async (text, expected) => {
    const document = { a: { z: 4, b: 3, B: { y: 2, x: 1 }, 7: 0 } };
    const sorted = { a: { 7: 0, B: { x: 1, y: 2 }, b: 3, z: 4 } };
    expect([ours(text, document), ours(text, sorted)]).toEqual([expected, expected]);
    if (!text.includes("{")) expect(await answer(text, sorted)).toEqual(expected);
    expect(await answer(text, document)).not.toEqual(expected);
  });

  test("which key is compared first does not decide between an answer and an error", () => {
    const right = { x: { length: 0 }, y: 2 };
    for (const left of [
      { x: [], y: 1 },
      { y: 1, x: [] },
    ])
      expect(ours("a = b", { a: left, b: right })).toEqual({ error: "array-object-equality" });
  });

  test("keys that jsonata's evaluator uses for itself are data", async () => {
    const document = { a: { outerWrapper: true, sequence: true } };
    expect(ours("a", document)).toEqual(document.a);
    expect(ours("$type(a)", { a: { _jsonata_function: true } })).toBe("object");
    expect(await answer("$type(a)", { a: { _jsonata_function: true } })).toBe("none");
  });
});
