import fc from "fast-check";
import { expect, test } from "vitest";
import type { JsonObject } from "./json.js";
import { readJson } from "./read-json.js";
import { readShared, sameObjectAs } from "./aliases.js";
import { documentFromJson, documentToJson } from "../vllm/documents.js";
import { vllm } from "../vllm/adapter/vllm.js";

const keys = fc
  .oneof(fc.constantFrom("text_config", "0", "a.b", "a\\", "", ".", "$same", "a"), fc.string({ maxLength: 3 }))
  .filter((key) => key !== "__proto__");
const { value: values } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, 1, "x"),
    fc.array(tie("value"), { maxLength: 2 }),
    fc.dictionary(keys, tie("value"), { maxKeys: 3 }),
  ),
}));
const objects = fc.dictionary(keys, values, { maxKeys: 3 });

/** Every object that the engine would accept as an alias of hf_text_config. */
function sharable(value: unknown, levels = 3): object[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  return [value, ...(levels === 0 ? [] : Object.values(value).flatMap((child) => sharable(child, levels - 1)))];
}

const shared = fc.tuple(objects, fc.nat()).map(([config, choice]) => {
  const all = sharable(config);
  const part = all[choice % all.length]!;
  return {
    part,
    document: { model_config: { model: "m", hf_text_config: part, hf_config: config }, cache_config: {} } as JsonObject,
  };
});

test("a document with sharing comes back from JSON with the same sharing and content", () => {
  fc.assert(
    fc.property(shared, ({ document, part }) => {
      const text = JSON.stringify(documentToJson(document));
      const again = documentFromJson(JSON.parse(text)) as any;
      expect(again).toEqual(document);
      expect(JSON.stringify(documentToJson(again))).toBe(text);
      expect(Object.keys(again.model_config)).toEqual(Object.keys(document.model_config!));
      const mark = { marked: true };
      Object.assign(part, mark);
      Object.assign(again.model_config.hf_text_config, mark);
      expect(again).toEqual(document);
    }),
  );
});

test("equal objects, those in arrays, and those further down are not shared, and come back as two", () => {
  const part = { x: 1 };
  for (const hf_config of [{ text_config: { x: 1 } }, { list: [part] }, { a: { b: { c: { d: part } } } }]) {
    const document = { model_config: { hf_config, hf_text_config: part } } as unknown as JsonObject;
    expect(documentToJson(document)).toBe(document);
    expect(documentFromJson(document)).toBe(document);
  }
  expect(documentFromJson({})).toEqual({});
  expect(documentToJson({ model_config: { hf_text_config: part } })).toEqual({
    model_config: { hf_text_config: part },
  });
});

const bad: readonly [same: string, message: string, place: string][] = [
  ['"hf_config", "x": 1', "`x` cannot be combined with `$same`", "5:47"],
  ["7", "`$same` is not a string", "5:34"],
  ['"model_config.hf_config"', "`model_config.hf_config` does not begin with `hf_config`", "5:34"],
  ['"hf_text_config"', "`hf_text_config` does not begin with `hf_config`", "5:34"],
  ['""', "`` does not begin with `hf_config`", "5:34"],
  ['"hf_config.a.b.c.d"', "`hf_config.a.b.c.d` is 4 keys below `hf_config`", "5:34"],
  ['"hf_config.text"', "`hf_config.text` is not in this document", "5:34"],
  ['"hf_config.toString"', "`hf_config.toString` is not in this document", "5:34"],
  ['"hf_config."', "`hf_config.` is not in this document", "5:34"],
  ['"hf_config.list"', "`hf_config.list` is an array, not an object", "5:34"],
  ['"hf_config.list.0"', "`hf_config.list` is an array, not an object", "5:34"],
  ['"hf_config.none"', "`hf_config.none` is null, not an object", "5:34"],
  ['"hf_config.n.x"', "`hf_config.n` is a number, not an object", "5:34"],
];

test.each(bad)("{ $same: %s } is no reference: %s", (same, message, place) => {
  const text = `{
  "model_config": {
    "hf_config": { "a": { "b": { "c": { "d": {} } } }, "list": [{}], "none": null, "n": 1 },
    "model": "m",
    "hf_text_config": { "$same": ${same} }
  }
}`;
  const read = readJson(text, "d.json");
  const found = read.ok ? readShared(read.source, vllm.alias) : null;
  expect(found).toMatchObject({ ok: false, diagnostic: { code: "bad-same", file: "d.json", message } });
  if (found?.ok !== false) throw new Error("it was taken");
  const { line, column, hint } = found.diagnostic;
  expect(`${line}:${column}`).toBe(place);
  expect(hint).not.toBe(null);
  expect(() => documentFromJson(JSON.parse(text))).toThrow(message);
});

test("anywhere else `$same` is a key like any other", () => {
  const document = {
    model_config: {
      hf_config: { $same: "hf_config", text_config: { $same: "hf_config" } },
      hf_text_config: { inner: { $same: "hf_config" } },
    },
  };
  expect(documentFromJson(document)).toBe(document);
  const part = document.model_config.hf_config.text_config;
  const shared = { model_config: { ...document.model_config, hf_text_config: part } };
  const again = documentFromJson(JSON.parse(JSON.stringify(documentToJson(shared)))) as any;
  expect(again.model_config.hf_text_config).toBe(again.model_config.hf_config.text_config);
});

test("what would be read as a reference and is none is not written", () => {
  expect(() => documentToJson({ model_config: { hf_config: {}, hf_text_config: { $same: "hf_config" } } })).toThrow(
    "a key `$same`, which",
  );
});

test("a reference in words", () => {
  expect(sameObjectAs("model_config.hf_text_config", { $same: "hf_config.a" }, vllm.alias)).toBe(
    "model_config.hf_config.a",
  );
  expect(sameObjectAs("model_config.hf_config", { $same: "hf_config.a" }, vllm.alias)).toBe(null);
  expect(sameObjectAs("model_config.hf_text_config", { x: 1 }, vllm.alias)).toBe(null);
});
