import fc from "fast-check";
import { expect, test } from "vitest";
import type { Command } from "../command.js";
import { commands } from "../commands.js";
import { parsePlainly } from "./parse.js";
import { parseWithHelp } from "./parse-with-help.js";
import { sharedOptions } from "./shared-options.js";

const all = await Promise.all(commands.map(async ({ name, load }) => ({ name, command: (await load()).command })));

/** Generates valid and invalid arguments for a command. */
const wordsFor = ({ options, arguments: places }: Command) => {
  const specs = [...options, ...sharedOptions];
  const flags = specs.flatMap((spec) => spec.flags.match(/--?[a-z-]+/g) ?? []);
  const values = [
    "a",
    "x.json",
    "-",
    "",
    "-x",
    "--",
    "--help",
    "-h",
    "5",
    "-5",
    ...specs.flatMap(({ choices = [] }) => choices.slice(0, 2)),
  ];
  const word = fc.oneof(
    fc.constantFrom(...values),
    fc.constantFrom(...flags),
    fc
      .tuple(fc.constantFrom(...flags), fc.constantFrom("=", "x"), fc.constantFrom(...values))
      .map((parts) => parts.join("")),
  );
  const pair = fc.tuple(fc.constantFrom(...flags), fc.constantFrom(...values));
  const any = fc
    .array(
      fc.oneof(
        word.map((one) => [one]),
        pair,
      ),
      { maxLength: 4 },
    )
    .map((parts) => parts.flat());
  const needed = places.split(" ").filter((place) => place.startsWith("<"));
  return fc.tuple(fc.boolean(), any).map(([isComplete, words]) => (isComplete ? [...needed, ...words] : words));
};

test.each(all)("words that `$name` takes plainly are read as commander reads them", ({ name, command }) => {
  const names = [...command.options, ...sharedOptions].map(({ flags }) => /--([a-z-]+)/.exec(flags)![1]!);
  const shown = (read: ReturnType<typeof parsePlainly> | string) =>
    read === null || typeof read === "string"
      ? read
      : [
          read.args,
          names.map((option) => [
            option,
            read.options.text(option),
            read.options.has(option),
            read.options.list(option),
          ]),
        ];
  let taken = 0;
  fc.assert(
    fc.property(wordsFor(command), (words) => {
      const plain = parsePlainly(command, words);
      if (plain === null) return;
      taken++;
      expect(shown(plain)).toEqual(shown(parseWithHelp(name, command, words)));
    }),
    { numRuns: 500 },
  );
  expect(taken).toBeGreaterThan(10);
});
