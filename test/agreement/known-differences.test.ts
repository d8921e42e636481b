import { Engine } from "json-rules-engine";
import { describe, expect, test } from "vitest";
import { load, type Condition } from "../../engine/index.js";

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

describe("differences from json-rules-engine, each with its reason in rules/LANGUAGE.md", () => {
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
        { fact: length, operator: "in", value: { fact: length } },
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
    await expect(loadWhen({ all: [when] })).rejects.toThrow(`\`${key}\` is not a known key here`);
  });

  test("an absent fact reads absent; the stock engine throws unless told otherwise", async () => {
    const when = { all: [{ fact: length, operator: "notEqual", value: 1 }] };
    expect((await loadWhen(when)).evaluate({ cache_config: {} }).changes).toHaveLength(1);
    const engine = new Engine([{ conditions: when, event: { type: "x" } }]);
    await expect(engine.run({})).rejects.toThrow(/Undefined fact/);
  });

  test("an ordering operator with a constant that is no number is refused", async () => {
    await expect(loadWhen({ fact: length, operator: "lessThan", value: "9000" })).rejects.toThrow(/compares with a number/);
  });

  test("`equal` with an object or array is refused", async () => {
    const hf = "model_config.hf_config.layers";
    await expect(loadWhen({ fact: hf, operator: "equal", value: [1] })).rejects.toThrow(/never finds two arrays equal/);
    await expect(loadWhen({ fact: hf, operator: "notEqual", value: {} })).rejects.toThrow(/never finds two objects equal/);
  });

  test("a misspelt key is refused; the stock engine ignores it", async () => {
    const when = { all: [{ fact: length, operator: "equal", value: 8192, valu: 1 }] };
    await expect(loadWhen(when)).rejects.toThrow(/did you mean `value`/);
    const engine = new Engine([{ conditions: when as never, event: { type: "x" } }]);
    expect((await engine.run({ [length]: 8192 })).events).toHaveLength(1);
  });
});
