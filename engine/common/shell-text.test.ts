import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { printableLines } from "./printable.js";
import { shellText } from "./shell-text.js";

const word = fc
  .array(
    fc.oneof(
      fc.constantFrom("::error::x", "##[error]", "##vso[", "\u001b[2J", "\u009b", "\u202e"),
      fc.constantFrom("\r", "\n", "\t", "'", "\\", "$", "!"),
      fc.string({ unit: "grapheme", maxLength: 3 }),
    ),
    { maxLength: 5 },
  )
  .map((parts) => parts.join("").replaceAll("\0", ""));

test.each([
  [["--model", "a/b-c_d", "x y", "it's"], "--model a/b-c_d 'x y' 'it'\\''s'"],
  [["##[error]", "::x", "a\nb", "\u202e"], "$'\\043\\043[error]' $'\\072\\072x' $'a\\012b' $'\\342\\200\\256'"],
])("%j", (words, text) => {
  expect(shellText(words)).toBe(text);
});

test("a shell reads back the words, also once they have been printed", () => {
  const words = fc.sample(word, 1000);
  const lines = words.map((entry) => `printf '%s\\0' ${printableLines(shellText([entry]))}`);
  const { stdout } = spawnSync("bash", ["-s"], { input: lines.join("\n"), encoding: "utf8" });
  expect(stdout.split("\0").slice(0, -1)).toEqual(words);
  for (const entry of words) expect(shellText([entry])).not.toMatch(/[\u0000-\u001f]/);
});
