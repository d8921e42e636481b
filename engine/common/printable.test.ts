import fc from "fast-check";
import { expect, test } from "vitest";
import { diagnostic, formatDiagnostic } from "./diagnostic.js";
import { escapeControls, printableLines, shorten } from "./printable.js";

const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom("::error::x", "##[error]", "##vso[task]", "##teamcity[", "\u001b[2J", " ", ":", "#"),
      fc.constantFrom("\r", "\n", "\t", "\u009b", "\u202e", "\u2066", "\u2028", "\u0085"),
      fc.string({ maxLength: 3 }),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(""));

/** Whether a CI log or a terminal would interpret part of the text as a command. */
function isCommand(text: string): boolean {
  return (
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/.test(text) ||
    /##[\w.-]*\[/.test(text) ||
    text.split("\n").some((line) => line.trimStart().startsWith("::"))
  );
}

test.each([
  ["::error::x", "\\u003a:error::x"],
  ["a\n  ::group::b", "a\n  \\u003a:group::b"],
  ["a ##[error]b", "a \\u0023#[error]b"],
  ["a\rb\u001b[31mc\u202e", "a\\u000db\\u001b[31mc\\u202e"],
  ["std::vector, # Title, ## [link]", "std::vector, # Title, ## [link]"],
  ["é → ✓\tx\n", "é → ✓\tx\n"],
])("%j is printed as %j", (text, printed) => {
  expect(printableLines(text)).toBe(printed);
});

test("no text has a command in it once it is printed, and printing twice changes nothing", () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const printed = printableLines(text);
      expect(isCommand(printed)).toBe(false);
      expect(printableLines(printed)).toBe(printed);
      expect(escapeControls(text)).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
    }),
  );
});

test("JSON keeps its values", () => {
  const values = fc.dictionary(hostile, fc.oneof(hostile, fc.array(hostile, { maxLength: 2 })));
  fc.assert(
    fc.property(values, fc.constantFrom(0, 2), (value, indent) => {
      const printed = printableLines(JSON.stringify(value, null, indent));
      expect(JSON.parse(printed)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(isCommand(printed)).toBe(false);
    }),
  );
});

test("a diagnostic of the library can be printed, whatever is in it", () => {
  fc.assert(
    fc.property(hostile, hostile, hostile, (file, message, hint) => {
      const printed = formatDiagnostic(diagnostic("usage", message, { file, hint, path: `/${file}` }));
      expect(isCommand(printed)).toBe(false);
      expect(printed.split("\n")).toHaveLength(2);
    }),
  );
});

test("a word of any length leaves a diagnostic readable, with what is wrong with it", () => {
  const word = "a".repeat(100_000);
  const message = `\`${word}\` cannot be read`;
  const printed = formatDiagnostic(diagnostic("file-unreadable", message, { file: word, hint: "check the file" }));
  expect(printed).toMatch(/^a+…a+: error: `a+…a+` cannot be read \[file-unreadable\]\n {2}check the file$/);
  expect(printed.length).toBeLessThan(2100);
  const [fits, longer] = ["b".repeat(1000), "b".repeat(1001)];
  expect([shorten(fits, 1000), shorten(longer, 1000)]).toEqual([fits, `${"b".repeat(500)}…${"b".repeat(500)}`]);
});
