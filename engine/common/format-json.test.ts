import fc from "fast-check";
import { expect, test } from "vitest";
import { formatRules, formatUnnamed } from "../packs/format-rules.js";
import { formatJson } from "./format-json.js";
import { readJson } from "./read-json.js";

test("what fits on a line stands on one line, and the outermost value stands open", () => {
  expect(formatJson('{"a":{"b":[1,"x"],"c":{}},"d":[]}')).toBe('{\n  "a": { "b": [1, "x"], "c": {} },\n  "d": []\n}\n');
  expect([formatJson("[]"), formatJson("{ }"), formatJson("null"), formatJson("[1]")]).toEqual([
    "[]\n",
    "{}\n",
    "null\n",
    "[\n  1\n]\n",
  ]);
  const object = (length: number) => `{ "a": "${"x".repeat(length - 11)}" }`;
  const lines = (text: string) =>
    formatJson(text)
      .split("\n")
      .map(({ length }) => length);
  expect(lines(`[${object(117)}]`)).toEqual([1, 119, 1, 0]);
  expect(lines(`[${object(118)}]`)).toEqual([1, 3, 118, 3, 1, 0]);
});

test.each(["1e3", "1E+3", "-0", "0.10", "12345678901234567890", "1e400", '"\\u00e9\\/"', '"é"', '"\\ud800"'])(
  "%s keeps its spelling",
  (token) => {
    expect(formatJson(`{"a":${token}}`)).toBe(`{\n  "a": ${token}\n}\n`);
  },
);

test("a mark before the text and carriage returns go, and keys that are numbers keep their order", () => {
  expect(formatJson('\ufeff{\r\n"10":1,\r\n"9":2}\r\n')).toBe('{\n  "10": 1,\n  "9": 2\n}\n');
});

test("keys stand as the schema has them, unknown ones after them, those that the author names as they are", () => {
  const rule =
    '{"then":[{"value":{"z":1,"a":2},"set":"a.b"},{"message":"m","code":"c","log":"info"}],"x":1,"when":{"value":1,"operator":"equal","fact":"f"},"id":"r"}';
  const pack = `{"rules":[${rule}],"zzz":0,"facts":{"z":"1","a":"2"},"hook":"vllm_config","pack":"a/b"}`;
  const expected = `{
  "pack": "a/b",
  "hook": "vllm_config",
  "facts": { "z": "1", "a": "2" },
  "rules": [
    {
      "id": "r",
      "when": { "fact": "f", "operator": "equal", "value": 1 },
      "then": [
        { "set": "a.b", "value": { "z": 1, "a": 2 } },
        { "log": "info", "code": "c", "message": "m" }
      ],
      "x": 1
    }
  ],
  "zzz": 0
}
`;
  expect(formatRules(pack, "a/b.pack.json")).toBe(expected);
  expect(formatUnnamed(pack, JSON.parse(pack))).toBe(expected);
});

test.each([
  ['{"cases":[],"pack":"a/b"}', ["pack", "cases"]],
  ['{"stages":[],"set":"a"}', ["set", "stages"]],
  [
    '{"target":"vllm@0.19.0","set":"a","$schema":"x/project.schema.json","rules":[]}',
    ["$schema", "set", "rules", "target"],
  ],
  ['{"b":1,"a":2}', ["b", "a"]],
])("without a name, %s is what its keys or its schema say", (text, keys) => {
  expect(Object.keys(JSON.parse(formatUnnamed(text, JSON.parse(text))))).toEqual(keys);
});

const space = fc.constantFrom("", " ", "\n", "\t", "\r\n  ");
const spelt = fc.string({ maxLength: 12, unit: "binary" }).map((text) => JSON.stringify(text));
const escaped = fc
  .string({ maxLength: 4, unit: "binary" })
  .map(
    (text) =>
      `"${[...Array(text.length).keys()].map((at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, "0")}`).join("")}"`,
  );
const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.constantFrom("1e3", "-0", "-0.0", "1E+2", "0.10", "1e400", "12345678901234567890"),
);
const key = fc
  .oneof(
    fc.constantFrom(
      "pack",
      "rules",
      "id",
      "name",
      "when",
      "all",
      "fact",
      "operator",
      "value",
      "then",
      "set",
      "log",
      "code",
      "cases",
      "expect",
      "stages",
      "10",
      "9",
    ),
    fc.string({ maxLength: 40 }),
  )
  .map((text) => JSON.stringify(text));
const { text } = fc.letrec<{ text: string }>((tie) => ({
  text: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    fc.oneof(spelt, escaped, number, fc.constantFrom("true", "false", "null")),
    fc
      .tuple(space, fc.array(tie("text"), { maxLength: 5 }))
      .map(([gap, items]) => `[${gap}${items.join(`${gap},${gap}`)}${gap}]`),
    fc
      .tuple(space, fc.uniqueArray(fc.tuple(key, tie("text")), { maxLength: 6, selector: ([name]) => name }))
      .map(
        ([gap, members]) =>
          `{${gap}${members.map(([name, value]) => `${name}${gap}:${gap}${value}`).join(`,${gap}`)}${gap}}`,
      ),
  ),
}));
const tokens = (json: string) => json.match(/"(?:[^"\\]|\\.)*"|[-+.\w]+/g)?.toSorted();

test("formatting changes no value and no spelling, and formatted text is unchanged", () => {
  const format = fc.constantFrom<(json: string) => string>(
    (json) => formatJson(json),
    (json) => formatRules(json, "a/b.pack.json"),
    (json) => formatRules(json, "a/b.cases.json"),
    (json) => formatUnnamed(json, JSON.parse(json)),
  );
  fc.assert(
    fc.property(text, format, (json, layOut) => {
      fc.pre(readJson(json).ok);
      const formatted = layOut(json);
      expect(JSON.parse(formatted)).toEqual(JSON.parse(json));
      expect(tokens(formatted)).toEqual(tokens(json));
      expect(layOut(formatted)).toBe(formatted);
      for (const line of formatted.split("\n"))
        if (line.length > 120)
          expect(line).toMatch(/^ *(?:"(?:[^"\\]|\\.)*": )?(?:"(?:[^"\\]|\\.)*"|[-+.\w]+|[[{][\]}]?),?$/);
    }),
    { numRuns: Number(process.env.FETTLE_RUNS ?? 1000) },
  );
});
