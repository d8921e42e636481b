import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pointer } from "./path.js";
import { maximumDepth } from "./strict-json.js";
import { readJson } from "./read-json.js";
import { scanJson } from "./scan-json.js";

const fault = (text: string) => {
  const read = readJson(text, "a.json");
  expect(readJson(text, "a.json", scanJson(new TextEncoder().encode(text)).keys)).toEqual(
    read.ok ? { ok: true, source: expect.anything() } : read,
  );
  return read.ok ? null : read.diagnostics.map(({ code, line, column }) => [code, line, column])[0];
};

describe("what is refused", () => {
  test.each([
    ["", "json-syntax", 1, 1],
    ["{", "json-syntax", 1, 2],
    ['{\n  "a": 1,\n}', "json-syntax", 3, 1],
    ["{'a': 1}", "json-syntax", 1, 2],
    ['{ "a": 1, "a": 2 }', "duplicate-key", 1, 11],
    ['{ "a": 1, "\\u0061": 2 }', "duplicate-key", 1, 11],
    ['[{ "b": { "__proto__": 1 } }]', "forbidden-key", 1, 11],
    ['{ "constructor": 1 }', "forbidden-key", 1, 3],
    ['{ "a": { "prototype": 1 } }', "forbidden-key", 1, 10],
    ['{ "\\u005f_proto__": 1 }', "forbidden-key", 1, 3],
    ['{ "a": ":", "a" : 2 }', "duplicate-key", 1, 13],
    ['{ "a":1,"a"\n:"b :" }', "duplicate-key", 1, 9],
    ['{ "é:\\\\": "\\":", "b": [{ "c": 1, "c": 1 }] }', "duplicate-key", 1, 34],
  ])("%j", (text, code, line, column) => {
    expect(fault(text)).toEqual([code, line, column]);
  });

  test("nesting that would overflow a consumer's stack", () => {
    expect(fault("[".repeat(maximumDepth + 2) + "]".repeat(maximumDepth + 2))?.[0]).toBe("too-deep");
    expect(fault("[".repeat(100_000))?.[0]).toBe("too-deep");
    expect(fault("[".repeat(maximumDepth) + "]".repeat(maximumDepth))).toBeNull();
  });
});

test("what a merge could not decide is told as such, at its first mark", () => {
  const [found] = (
    readJson('{\n  "a": 1,\n<<<<<<< HEAD\n  "b": 1\n=======\n  "b": 2\n>>>>>>> other\n}', "a.json") as {
      diagnostics: readonly object[];
    }
  ).diagnostics;
  expect(found).toMatchObject({ code: "json-syntax", message: "unresolved merge conflict", line: 3, column: 1 });
});

test("a byte order mark, colons and escapes in strings are no matter", () => {
  expect(readJson('\ufeff{ "a:b": "c:\\"d\\\\", "e": ":" }')).toMatchObject({
    ok: true,
    source: { value: { "a:b": 'c:"d\\', e: ":" } },
  });
});

test("any JSON value is read as JSON.parse does", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value, null, 2);
      if (/"(?:__proto__|constructor|prototype)":/.test(text)) return;
      const read = readJson(text);
      expect(read.ok && read.source.value).toEqual(JSON.parse(text));
      expect(readJson(text, null, scanJson(new TextEncoder().encode(text)).keys).ok).toBe(true);
    }),
  );
});

describe("places", () => {
  const text = '{\r\n  "a/b": [1, { "c~": "x\\u0041\\n{name}" }],\n\t"d": null\n}';
  const { source } = readJson(text) as Extract<ReturnType<typeof readJson>, { ok: true }>;
  const at = (keys: (string | number)[], what?: "key" | "value" | { offset: number }) => {
    const place = source.locate(pointer(keys), what)!;
    return `${place.line}:${place.column}`;
  };

  test("of values, keys, and what is inside a string", () => {
    expect([at([]), at(["a/b"]), at(["a/b"], "key"), at(["a/b", 1, "c~"]), at(["d"]), at(["d"], "key")]).toEqual([
      "1:1",
      "2:10",
      "2:3",
      "2:22",
      "3:7",
      "3:2",
    ]);
    const inside = (offset: number) => Number(at(["a/b", 1, "c~"], { offset }).split(":")[1]);
    expect([inside(0), inside(1), inside(2), inside(3), inside(99)]).toEqual([23, 24, 30, 32, 38]);
  });

  test("of what is not there are those of what encloses it", () => {
    expect(at(["a/b", 1, "missing", "deeper"])).toBe("2:14");
    expect(at(["d"], { offset: 3 })).toBe("3:7");
  });
});
