import fc from "fast-check";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { printableLines } from "../../common/printable.js";
import { yamlText } from "./yaml-text.js";

const commands = ["::error::x", "##[error]", "##vso[", "\u001b[2J", "\r", "\u009b", "\u202e", "\u2028"];
const parts = [...commands, "\n", ": ", "#", "- ", "'", '"'];
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...parts), fc.string({ maxLength: 50 })), { maxLength: 6 })
  .map((some) => some.join(""));
const list = fc.array(hostile, { maxLength: 2 });
const value = fc.dictionary(hostile, fc.oneof(hostile, list, fc.dictionary(hostile, hostile)));

test.each(["1.1", "1.2"] as const)("YAML %s keeps its values when it is printed", (version) => {
  fc.assert(
    fc.property(value, (entry) => {
      const plain: unknown = JSON.parse(JSON.stringify(entry));
      expect(parse(printableLines(yamlText(plain, version)), { version })).toEqual(plain);
    }),
  );
});
