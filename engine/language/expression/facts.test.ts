import jsonata from "jsonata";
import { describe, expect, test } from "vitest";
import { load } from "../../index.js";
import type { JsonObject } from "../../common/json.js";
import { compileExpression } from "./closures.js";
import { parseExpression } from "./parse-expression.js";

const document: JsonObject = { a: { b: 4, list: [8, 16, 24], one: [8], items: [{ n: 1 }, { n: 2 }, { n: 3 }] }, n: 2 };
const facts: Readonly<Record<string, string>> = {
  limit: "a.b * 4",
  list: "a.list",
  one: "a.one",
  written: "[5]",
  absent: "a.nothing",
  picked: "a.items[n > $$.n].n",
  context: "$.n",
};

function findFact(name: string) {
  const parsed = Object.hasOwn(facts, name) ? parseExpression(facts[name]!) : null;
  return parsed?.ok === true ? parsed.node : undefined;
}

describe("a fact inside an expression is what jsonata gives for a variable with its value", () => {
  test.each([
    "$limit + 1",
    "a.list[$ <= $limit]",
    "a.list.($ + $limit)",
    "$list[0]",
    "$list[$ > 8]",
    "$one",
    "[$one]",
    "$count($one)",
    "$written",
    "a.items.($written)",
    'a.items.{"k": $limit}',
    "a.items[n = $context].n",
    "$absent",
    "$exists($absent)",
    "a.items[$absent = n]",
    "[$list, $one]",
    "$append($list, $written)",
    "$picked",
    "a.items[n in $picked]",
    "$limit in a.list",
    "a.items.($context)",
    "$sort($append($list, $limit))",
  ])("%s", async (text) => {
    const parsed = parseExpression(text, findFact);
    if (!parsed.ok) throw new Error(parsed.message);
    const values = await Promise.all(
      Object.entries(facts).map(async ([name, fact]) => [name, await jsonata(fact).evaluate(document)] as const),
    );
    const expected = await jsonata(text).evaluate(document, Object.fromEntries(values));
    const plain = (value: unknown) => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));
    expect(plain(compileExpression(parsed.node)(document))).toEqual(plain(expected));
  });
});

const packOf = (given: object, jsonataText: string) => ({
  pack: "acme/sizes",
  hook: "vllm_config",
  facts: given,
  rules: [{ id: "r", then: [{ set: "cache_config.block_size", jsonata: jsonataText }] }],
});

test.each(["code", "closures"] as const)(
  "a fact used for each item is that of the document at hand, in %s",
  async (mode) => {
    const expression = "$count(compilation_config.compile_sizes[$ <= $limit and $ != $limit + 0 * $limit])";
    const pack = packOf({ limit: "scheduler_config.max_num_seqs" }, expression);
    const fettle = await load({ files: { "acme/sizes.pack.json": pack }, mode });
    const sizesWith = (most: number) =>
      fettle.evaluate(
        {
          cache_config: {},
          scheduler_config: { max_num_seqs: most },
          compilation_config: { compile_sizes: [1, 2, 4, 8] },
        },
        { pack: "acme/sizes" },
      ).document;
    for (const [most, block_size] of [
      [4, 2],
      [8, 3],
      [1, 0],
    ] as const)
      expect(sizesWith(most)).toMatchObject({ cache_config: { block_size } });
  },
);

test("facts name each other in any order, in generated code and closures", async () => {
  const pack = packOf({ twice: "$once * 2", once: "scheduler_config.max_num_seqs" }, "$twice + $once");
  for (const mode of ["code", "closures"] as const) {
    const fettle = await load({ files: { "acme/sizes.pack.json": pack }, mode });
    const { document: result } = fettle.evaluate(
      { cache_config: {}, scheduler_config: { max_num_seqs: 8 } },
      { pack: "acme/sizes" },
    );
    expect(result).toMatchObject({ cache_config: { block_size: 24 } });
  }
});

test.each([
  ["a circle", packOf({ a: "$b + 1", b: "$a" }, "$a"), "fact-cycle"],
  ["a fact that does not exist", packOf({ a: "1" }, "$a + $c"), "expression-refused"],
])("%s is refused", async (_, pack, code) => {
  await expect(load({ files: { "acme/sizes.pack.json": pack } })).rejects.toMatchObject({ diagnostics: [{ code }] });
});

test("what grows too large when facts are written out is refused", async () => {
  const given = Object.fromEntries([
    ["f0", "1 + 1"],
    ...Array.from({ length: 12 }, (_, index) => [`f${index + 1}`, `$f${index} + $f${index}`]),
  ]);
  await expect(load({ files: { "acme/sizes.pack.json": packOf(given, "$f12") } })).rejects.toMatchObject({
    diagnostics: [{ code: "expression-refused" }],
  });
});
