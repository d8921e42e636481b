import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json } from "../../engine/common/json.js";
import { loadServeFacts } from "../../engine/vllm/facts.js";
import { readServeArgs } from "../../engine/vllm/args/read-serve-args.js";
import type { ServeFlag } from "../../engine/serving/flags.js";
import { writeFlag } from "../../engine/vllm/args/to-serve-args.js";

const facts = loadServeFacts();

/** Text that no reading changes: it is no `None`, and no other spelling of a value. */
const word = fc.stringMatching(/^[a-z0-9][a-z0-9_./:-]{0,11}$/);

function valueOf(flag: ServeFlag): fc.Arbitrary<Json> | null {
  const range = (flag.schema ?? {}) as Record<string, number | undefined>;
  const integer = fc.integer({
    min: range["minimum"] ?? Math.floor((range["exclusiveMinimum"] ?? -1) + 1),
    max: range["maximum"] ?? 1_000_000,
  });
  switch (flag.kind) {
    case "boolean":
      return flag.field === "lora_config" ? null : fc.boolean();
    case "switch":
      return fc.constant(true);
    case "integer":
    case "human-int":
    case "human-int-or-auto":
      return integer;
    case "number":
      return fc.integer({ min: 1, max: 99 }).map((percent) => percent / 100);
    case "enum":
      return fc.constantFrom(...(flag.values as [Json, ...Json[]]));
    case "string":
      return flag.letters === null ? word : word.map((text) => text.toLowerCase());
    case "list":
      return listOf(flag);
    case "json":
    case "json-or-string":
      if (flag.field === null && flag.schema?.["properties"] !== undefined)
        return fc.dictionary(fc.constantFrom(...Object.keys(flag.schema["properties"] as object)), word);
      return flag.field === null || flag.schema?.["additionalProperties"] === undefined
        ? fc.dictionary(word, fc.oneof(word, fc.integer(), fc.boolean()))
        : null;
    default:
      return null;
  }
}

function listOf(flag: ServeFlag): fc.Arbitrary<Json[]> | null {
  if (flag.values !== null) return null;
  const items = (flag.schema?.["items"] as { type?: string } | undefined)?.type;
  const item: fc.Arbitrary<Json> = items === "integer" ? fc.nat(1000) : word;
  const isSet = (flag.schema?.["x-serve"] as { set?: boolean } | undefined)?.set === true;
  const length = { minLength: 1, maxLength: 3 };
  return isSet ? fc.uniqueArray(item, length).map((items) => items.toSorted()) : fc.array(item, length);
}

const settings = fc
  .uniqueArray(
    fc.constantFrom(
      ...facts.flags.flags.filter((flag) => !flag.secret && !["--config", "--help", "--model"].includes(flag.flag)),
    ),
    { maxLength: 8 },
  )
  .chain((flags) =>
    fc.tuple(...flags.map((flag) => (valueOf(flag) ?? fc.constant(undefined)).map((value) => ({ flag, value })))),
  );

describe("flags written and read again", () => {
  it("have the values that they had", () => {
    fc.assert(
      fc.property(settings, (entries) => {
        const given = entries.filter((entry): entry is { flag: ServeFlag; value: Json } => entry.value !== undefined);
        const args = given.flatMap(({ flag, value }) => {
          const words = writeFlag(flag, value);
          expect([flag.flag, words]).not.toEqual([flag.flag, null]);
          return words!;
        });
        const read = readServeArgs(args, facts);
        expect(read.diagnostics.filter((entry) => entry.severity === "error")).toEqual([]);
        const found = new Map<string, Json>([
          ...read.settings.map((setting) => [setting.flag.flag, setting.value] as const),
          ...read.otherFlags.map((other) => [other.flag, other.value] as const),
        ]);
        for (const { flag, value } of given) expect([flag.flag, found.get(flag.flag)]).toEqual([flag.flag, value]);
        expect(found.size).toBe(given.length);
      }),
      { numRuns: 500 },
    );
  });

  it("never throw, whatever the words are", () => {
    const names = [...facts.flags.spellings.keys()];
    const piece = fc.oneof(
      fc.constantFrom(...names),
      fc.constantFrom(...names).map((name) => `${name}.a.b`),
      fc.string(),
      fc.json(),
      fc.constantFrom("--", "-", "-O", "=", "None", "-0.5"),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (args) => {
        const read = readServeArgs(args, facts);
        expect(JSON.stringify(read.diagnostics)).not.toContain("undefined");
      }),
      { numRuns: 2000 },
    );
  });
});
