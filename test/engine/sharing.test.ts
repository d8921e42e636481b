import { describe, expect, test } from "vitest";
import { loadPack } from "./load-pack.js";

describe("sharing between hf_config and hf_text_config", () => {
  const write = (path: string) => [{ id: "r", then: [{ set: `model_config.${path}`, value: 1 }] }];
  const inner = () => ({ x: 0, deep: { y: 0 } });
  const shapes: Record<string, () => { hf_config: object; hf_text_config: object }> = {
    "the very same": () => ((text) => ({ hf_config: text, hf_text_config: text }))(inner()),
    "text_config": () => ((text) => ({ hf_config: { text_config: text, x: 0 }, hf_text_config: text }))(inner()),
    "two levels down": () => ((text) => ({ hf_config: { thinker_config: { text_config: text } }, hf_text_config: text }))(inner()),
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
    const document = { model_config: shapes[shape]!() };
    const before = structuredClone(document);
    const { document: after } = fettle.evaluate(document);
    const read = (text: string) => text.split(".").reduce<any>((value, key) => value[key], after!.model_config);
    expect([read(path), read(other)]).toEqual([1, 1]);
    expect(document).toEqual(before);
  });

  test("equal objects that are not the same stay apart", async () => {
    const fettle = await loadPack(write("hf_text_config.x"));
    const { document } = fettle.evaluate({ model_config: { hf_config: { text_config: inner() }, hf_text_config: inner() } }) as any;
    expect([document.model_config.hf_text_config.x, document.model_config.hf_config.text_config.x]).toEqual([1, 0]);
  });
});

test.each(["code", "closures"] as const)("a key named __proto__ stays a key of the copy: %s", async (mode) => {
  const { evaluate } = await loadPack([{ id: "r", then: [{ set: "model_config.hf_config.new", value: 1 }] }], {}, { mode });
  const text = '{"model_config":{"hf_config":{"__proto__":{"x":1},"a":2}}}';
  expect(JSON.stringify(evaluate(JSON.parse(text) as object).document)).toBe(text.replace('"a":2', '"a":2,"new":1'));
});
