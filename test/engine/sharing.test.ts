import type { VllmConfig } from "../../engine/index.js";
import { describe, expect, test } from "vitest";
import { loadPack } from "./load-pack.js";

describe("sharing between hf_config and hf_text_config", () => {
  const write = (path: string) => [{ id: "r", then: [{ set: `model_config.${path}`, value: 1 }] }];
  const inner = () => ({ x: 0, deep: { y: 0 } });
  const shapes: Record<string, () => { hf_config: object; hf_text_config: object }> = {
    "the very same": () => ((text) => ({ hf_config: text, hf_text_config: text }))(inner()),
    text_config: () => ((text) => ({ hf_config: { text_config: text, x: 0 }, hf_text_config: text }))(inner()),
    "two levels down": () =>
      ((text) => ({ hf_config: { thinker_config: { text_config: text } }, hf_text_config: text }))(inner()),
  };
  const paths: [string, string, string][] = [
    ["the very same", "hf_config.x", "hf_text_config.x"],
    ["the very same", "hf_text_config.deep.y", "hf_config.deep.y"],
    ["text_config", "hf_config.text_config.deep.y", "hf_text_config.deep.y"],
    ["text_config", "hf_text_config.x", "hf_config.text_config.x"],
    ["two levels down", "hf_text_config.x", "hf_config.thinker_config.text_config.x"],
    ["two levels down", "hf_config.thinker_config.text_config.x", "hf_text_config.x"],
  ];

  test.each(paths)("%s: a write to %s is seen at %s", async (shape, path, other) => {
    const fettle = await loadPack(write(path));
    const document = { model_config: shapes[shape]!() } as VllmConfig;
    const before = structuredClone(document);
    const { document: after } = fettle.evaluate(document);
    const read = (text: string) => text.split(".").reduce<any>((value, key) => value[key], after!.model_config);
    expect([read(path), read(other)]).toEqual([1, 1]);
    expect(document).toEqual(before);
  });

  const unshared = [
    ["four levels down", (text: object) => ({ a: { b: { c: { d: text } } } }), "hf_config.a.b.c.d.x"],
    ["in an array", (text: object) => ({ l: [text] }), "hf_config.l.0.x"],
    ["below an array", (text: object) => ({ l: [{ a: text }] }), "hf_config.l.0.a.x"],
  ] as const;
  test.each(unshared)("%s nothing is shared, whichever name is written", async (_, around, place) => {
    for (const [path, other] of [
      [place, "hf_text_config.x"],
      ["hf_text_config.x", place],
    ] as const) {
      const text = inner();
      const { document } = (await loadPack(write(path))).evaluate({
        model_config: { hf_config: around(text), hf_text_config: text },
      });
      const read = (name: string) => name.split(".").reduce<any>((value, key) => value[key], document!.model_config);
      expect([read(path), read(other)]).toEqual([1, 0]);
    }
  });

  test.each(["code", "closures"] as const)("a copy is an object of its own, written or skipped: %s", async (mode) => {
    const same = { fact: "model_config.hf_config.a", operator: "equal", value: { fact: "model_config.hf_config.b" } };
    const rules = [
      { id: "copy", then: [{ set: "model_config.hf_config.a", jsonata: "model_config.hf_config.b" }] },
      { id: "same", when: same, then: [{ fail: "same", kind: "value", message: "one object" }] },
    ];
    const { evaluate } = await loadPack(rules, {}, { mode });
    for (const a of [{}, { x: 1 }, null])
      expect(evaluate({ model_config: { hf_config: { a, b: {} } } }).error).toBeNull();
  });

  test("a text config that is written as a copy of hf_config is not hf_config", async () => {
    const copy = [{ id: "copy", then: [{ set: "model_config.hf_text_config", jsonata: "model_config.hf_config" }] }];
    const { document } = (await loadPack([...copy, ...write("hf_config.x")])).evaluate({
      model_config: { hf_config: inner() },
    }) as any;
    expect([document.model_config.hf_config.x, document.model_config.hf_text_config.x]).toEqual([1, 0]);
  });

  test("equal objects that are not the same stay apart", async () => {
    const fettle = await loadPack(write("hf_text_config.x"));
    const { document } = fettle.evaluate({
      model_config: { hf_config: { text_config: inner() }, hf_text_config: inner() },
    }) as any;
    expect([document.model_config.hf_text_config.x, document.model_config.hf_config.text_config.x]).toEqual([1, 0]);
  });
});

test.each(["code", "closures"] as const)("a key named __proto__ stays a key of the copy: %s", async (mode) => {
  const { evaluate } = await loadPack(
    [{ id: "r", then: [{ set: "model_config.hf_config.new", value: 1 }] }],
    {},
    { mode },
  );
  const text = '{"model_config":{"hf_config":{"__proto__":{"x":1},"a":2}}}';
  expect(JSON.stringify(evaluate(JSON.parse(text) as object).document)).toBe(text.replace('"a":2', '"a":2,"new":1'));
});

describe("items of arrays", () => {
  const list = "model_config.hf_config.l";
  const cases: [string, object, unknown, unknown][] = [
    ["set of an item", { set: `${list}.0`, value: 5 }, [1, 2], [5, 2]],
    ["set below an item", { set: `${list}.0.x`, value: 5 }, [{}, 2], [{ x: 5 }, 2]],
    ["set of a missing item", { set: `${list}.2`, value: 5 }, [1, 2], "fettle/missing-parent"],
    ["set below a missing item", { set: `${list}.2.x`, value: 5 }, [1, 2], "fettle/missing-parent"],
    ["set of a numeric key", { set: `${list}.0`, value: 5 }, { a: 1 }, { 0: 5, a: 1 }],
    ["unset of an item", { unset: `${list}.0` }, [1, 2], "fettle/array-item"],
    ["unset of a missing item", { unset: `${list}.2` }, [1, 2], [1, 2]],
    ["unset below an item", { unset: `${list}.0.x` }, [{ x: 1 }, 2], [{}, 2]],
  ];
  test.each(cases)("%s", async (_, action, l, expected) => {
    for (const mode of ["code", "closures"] as const) {
      const { document, error } = (await loadPack([{ id: "r", then: [action] }], {}, { mode })).evaluate({
        model_config: { hf_config: { l } },
      }) as any;
      expect(error?.code ?? document.model_config.hf_config.l).toEqual(expected);
    }
  });
});

test("an object that is copied into itself over and over ends at a limit", async () => {
  const then = Array.from({ length: 40 }, (_, index) => ({
    set: `model_config.hf_config.k${index}`,
    jsonata: "model_config.hf_config",
  }));
  const { evaluate } = await loadPack([{ id: "r", then }]);
  expect(evaluate({ model_config: { hf_config: {} } }).error).toMatchObject({
    code: "fettle/jsonata-limit",
    kind: "limit",
    rule: "acme/gpu/r",
  });
});
