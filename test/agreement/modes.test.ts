import fc from "fast-check";
import { expect, test } from "vitest";
import type { Pack, Rule } from "../../engine/index.js";
import type { JsonObject } from "../../engine/common/json.js";
import { isLong } from "../long.js";
import { loadProgram } from "../../engine/workspace/load-program.js";
import { documents, madeSet, packs } from "./generate-packs.js";

const config = "model_config.hf_config";

/** Facts that one object in two places, an array on the way or an array of their own sets apart from plain fields. */
const facts = {
  inner: `${config}.deep.x`,
  text: "model_config.hf_text_config.x",
  made: `[${config}.a, ${config}.deep.x]`,
  list: `${config}.list`,
  items: `[${config}.list, ${config}.deep]`,
  mapped: `${config}.list.x`,
  picked: `$exists(${config}.a) ? ${config}.deep : ${config}.list`,
  chosen: `${config}.deep.x != null ? ${config}.deep.x : $exists(${config}.deep) ? ${config}.a = 1 : null`,
};

/** A rule that reads everything, for between those that write: what is kept from before a write would show. */
const reader = (index: number): Rule => ({
  id: `reader-${index}`,
  when: {
    any: [
      ...Object.keys(facts).map((fact) => ({ fact, operator: "equal", value: { fact } })),
      { fact: "items", operator: "contains", value: { fact: "picked" } },
      { fact: `${config}.deep`, operator: "in", value: { fact: "items" } },
      { fact: `${config}.deep`, operator: "equal", value: { fact: "model_config.hf_text_config" } },
      { fact: "picked", operator: "equal", value: { fact: `${config}.deep` } },
      { fact: `${config}.deep.x`, operator: "greaterThan", value: 1 },
      { fact: "model_config.hf_text_config.x", operator: "lessThanInclusive", value: { fact: "chosen" } },
    ],
  },
  then: [
    {
      log: "info",
      code: "read",
      message: `{inner} {text} {made} {chosen} {named} {sum} {${config}.deep} {${config}.a}`,
    },
  ],
});

const packsWithReaders = packs.map(
  (pack): Pack => ({
    ...pack,
    facts: { ...pack.facts, ...facts },
    rules: pack.rules.flatMap((rule, index) => [reader(index), rule]).concat(reader(99)),
  }),
);

type Deep = { x?: unknown } | null | undefined;

/** hf_text_config is absent, hf_config itself, a part of it, or like it; what is inside may stand in an array. */
const sharedDocuments = fc
  .tuple(documents, fc.constantFrom("absent", "whole", "part", "copy"), fc.boolean())
  .map(([document, sharing, isArray]): JsonObject => {
    const { deep, ...rest } = document.model_config.hf_config;
    const hf_config = { ...rest, ...(deep === undefined ? {} : { deep: isArray ? [deep] : deep }) };
    const part = { absent: undefined, whole: hf_config, part: (deep ?? {}) as Deep, copy: { x: 1 } }[sharing];
    // fast-check makes objects without a prototype, which JSON never has; a clone keeps what is shared.
    return structuredClone({
      model_config: { hf_config, ...(part === undefined ? {} : { hf_text_config: part }) },
    }) as JsonObject;
  });

test("generated code and closures give one result, trace and all, whatever is written between reads", async () => {
  const seen = { fired: 0, failed: 0 };
  await fc.assert(
    fc.asyncProperty(
      packsWithReaders,
      fc.array(sharedDocuments, { minLength: 3, maxLength: 3 }),
      async (pack, inputs) => {
        const files = { "made.set.json": madeSet, "made/up.pack.json": pack };
        const loaded = await Promise.all(
          (["code", "closures"] as const).map((mode) => loadProgram({ set: "made", files, mode })),
        );
        const [code, closures] = loaded.map(({ program }) => program!.run);
        for (const input of inputs) {
          const before = structuredClone(input);
          const expected = closures!(input, { trace: true, validate: false });
          const { trace, ...untraced } = expected;
          expect(code!(input, { trace: true, validate: false })).toStrictEqual(expected);
          expect(code!(input, { validate: false })).toStrictEqual(untraced);
          expect(input).toStrictEqual(before);
          seen.fired += trace!.filter(({ fired }) => fired).length;
          seen.failed += expected.ok ? 0 : 1;
        }
      },
    ),
    { numRuns: Number(process.env.FETTLE_RUNS ?? (isLong ? 150 : 50)) },
  );
  expect(seen.fired).toBeGreaterThan(100);
  expect(seen.failed).toBeGreaterThan(0);
});
