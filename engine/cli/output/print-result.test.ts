import { vllm } from "../../vllm/adapter/vllm.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { JsonObject } from "../../common/json.js";
import { scanJson } from "../../common/scan-json.js";
import type { Result } from "../../generated/result.js";
import { printResult } from "./print-result.js";

const bytes = (text: string) => new TextEncoder().encode(text);
const result = (document: object | null): Result =>
  ({ ok: document !== null, document, changes: [], logs: [], error: null }) as Result;

const key = fc
  .oneof(fc.string({ maxLength: 3 }), fc.constantFrom("a", "b", "0", "1a", "é", "-1"))
  .filter((name) => name !== "__proto__");
const number = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer({ min: -9999, max: 9999 }).map((whole) => whole / 1000),
);
const { json } = fc.letrec((tie) => ({
  json: fc.oneof(
    { maxDepth: 3 },
    number,
    fc.string({ maxLength: 4 }),
    fc.constantFrom(null, true, false),
    fc.array(tie("json"), { maxLength: 3 }),
    fc.dictionary(key, tie("json"), { maxKeys: 4 }),
  ),
}));
const object = fc.dictionary(key, json, { maxKeys: 5 }) as fc.Arbitrary<JsonObject>;

/** Numbers in various spellings. */
const written = fc.constantFrom(
  "1.0",
  "-0",
  "0",
  "-0.5",
  "0.10",
  "1e3",
  "1E-7",
  "0.000001",
  "0.0000001",
  "0.00001",
  "0.00012",
  "12345678901234567",
  "123456789012345",
  "0.1234567890123",
  "0.12345678901234567",
  "-1.5",
  "100",
  "1.5e300",
  "-12",
  "9007199254740993",
  "0.0",
  "-0.0",
);

test("a text that is called canonical is what JSON.stringify prints", () => {
  fc.assert(
    fc.property(object, written, fc.constantFrom("", " ", "\n"), (value, literal, space) => {
      for (const text of [
        JSON.stringify(value),
        JSON.stringify(value, null, space),
        `{"n":[${literal}],"m":${literal}${space}}`,
      ]) {
        if (scanJson(bytes(text)).isCanonical) expect(text).toBe(JSON.stringify(JSON.parse(text)));
      }
    }),
    { numRuns: 3000 },
  );
  for (const text of ['{"a":[1,-2,0.5,-0.25,100,0,true,null,""],"b":{}}', "{}", '{"a":0.9,"b":1.05}'])
    expect(scanJson(bytes(text)).isCanonical).toBe(true);
});

test("keys are counted, in any text and at any place of it", () => {
  fc.assert(
    fc.property(object, fc.string({ maxLength: 5 }), (value, before) => {
      let count = 0;
      const text = JSON.stringify(
        value,
        (_, part) => (
          (count += typeof part === "object" && part !== null && !Array.isArray(part) ? Object.keys(part).length : 0),
          part
        ),
      );
      const [lead, own] = [bytes(before), bytes(text)];
      expect(scanJson(new Uint8Array([...lead, ...own, 0x7d, 0x22]), lead.length, lead.length + own.length)).toEqual(
        scanJson(own),
      );
      expect(scanJson(own).keys).toBe(count);
    }),
  );
});

test("a result is printed as JSON.stringify does, whatever became of the document", () => {
  const edit = fc.record({
    name: fc.constantFrom("a", "b", "c", "d", "0"),
    value: fc.option(json, { nil: undefined }),
  });
  fc.assert(
    fc.property(object, fc.array(edit, { maxLength: 3 }), fc.constantFrom(undefined, 1), (value, edits, space) => {
      const text = JSON.stringify(value, null, space);
      const document = JSON.parse(text) as JsonObject;
      const after: Record<string, unknown> =
        edits.length === 0 ? (document as Record<string, unknown>) : { ...document };
      for (const { name, value: own } of edits) {
        if (own === undefined) delete after[name];
        else after[name] = JSON.parse(JSON.stringify(own));
      }
      const read = { document, text, scan: /^[\x00-\x7f]*$/.test(text) ? scanJson(bytes(text)) : null };
      const changes: Result["changes"] = [
        { path: "a", before: value, rule: "x/y/z" },
        { path: "b", after: null, rule: "é" },
      ];
      const logs: Result["logs"] = [{ level: "info", code: "x/y/w", rule: "x/y/z", message: '"é"\n', params: value }];
      for (const given of [
        result(after),
        { ...result(after), changes, logs },
        result(null),
        { ...result(after), trace: [] },
      ])
        expect(printResult(given, read, vllm.alias)).toBe(JSON.stringify(given));
    }),
    { numRuns: 3000 },
  );
});
