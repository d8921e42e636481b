import fc from "fast-check";
import { expect, test } from "vitest";
import { readJson } from "../../common/read-json.js";
import { scanJson } from "../../common/scan-json.js";
import { RepeatedSections } from "./repeated-sections.js";

const long = "x".repeat(40);
const value = fc.constantFrom<unknown>(
  1,
  -0.5,
  "a",
  null,
  [],
  { a: long },
  { a: { b: [long, 1, { c: null }] } },
  { a: long, b: 1e-9 },
  [long],
  [[[long]]],
);
const documents = fc.array(fc.dictionary(fc.constantFrom("a", "b", "model_config", "1", "__proto__x"), value), {
  minLength: 1,
  maxLength: 12,
});
/** What may be wrong with a line. */
const edit = fc.record({
  at: fc.nat(400),
  remove: fc.nat(3),
  insert: fc.constantFrom("", "", "", " ", '"', ",", "}", '"a":1,', "\\u0061", '"__proto__":{},', "\r"),
});

test("a line is read as it is read alone, or left to be read as a whole", () => {
  let [read, left] = [0, 0];
  const sections = new Set<unknown>();
  fc.assert(
    fc.property(documents, fc.array(edit, { maxLength: 2 }), (made, edits) => {
      const repeated = new RepeatedSections();
      const lines = made.flatMap((document) => [JSON.stringify(document), JSON.stringify(document)]);
      const wrong = edits.reduce(
        (text, { at, remove, insert }) => text.slice(0, at) + insert + text.slice(at + remove),
        lines[0]!,
      );
      for (const text of [...lines, wrong]) {
        const line = Buffer.from(text, "latin1");
        const found = repeated.read(line, text);
        const alone = readJson(text);
        if (found === null) {
          left++;
          continue;
        }
        read++;
        expect(alone.ok && alone.source.value).toEqual(found.document);
        expect(JSON.stringify(found.document)).toBe(JSON.stringify(JSON.parse(text)));
        const { isCanonical, entries } = scanJson(line);
        expect(found.scan).toEqual({ isCanonical, entries });
        for (const section of Object.values(found.document)) if (typeof section === "object") sections.add(section);
      }
    }),
    { numRuns: 500 },
  );
  expect([read > 1000, left > 100, sections.size > 100]).toEqual([true, true, true]);
});

test("sections of earlier lines are the same objects, and only those", () => {
  const repeated = new RepeatedSections();
  const read = (document: object) => {
    const text = JSON.stringify(document);
    return repeated.read(Buffer.from(text), text)!.document;
  };
  const first = read({ a: { x: long }, b: { x: long } });
  const second = read({ a: { x: long }, b: { x: `${long}y` } });
  expect(second["a"]).toBe(first["a"]);
  expect(second["b"]).toEqual({ x: `${long}y` });
  expect(repeated.shared.has(first["a"] as object)).toBe(true);
});

test("stops looking where lines do not repeat each other, and tries again later", () => {
  const repeated = new RepeatedSections();
  const isRead = (index: number) => {
    const text = JSON.stringify({ a: { x: `${long}${index}` } });
    return repeated.read(Buffer.from(text), text) !== null;
  };
  const lines = Array.from({ length: 5500 }, (_, index) => isRead(index));
  expect(lines.slice(0, 200).every(Boolean)).toBe(true);
  expect(lines.slice(201, 5000).some(Boolean)).toBe(false);
  expect(lines.slice(5300).some(Boolean)).toBe(true);
});
