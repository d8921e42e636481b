import { describe, expect, test } from "vitest";
import { aimedDocuments } from "../../engine/solver/challenge/aimed-documents.js";
import type { JsonObject } from "../../engine/common/json.js";
import type { Pack } from "../../engine/index.js";
import { documentError } from "../../engine/vllm/documents.js";
import { isLong } from "../long.js";
import { link } from "./agree.js";
import { findDifference } from "./find-difference.js";

const h = "model_config.hf_config";
const t = "model_config.hf_text_config";
const log = { log: "info", code: "seen", message: "seen" };
function first(documents: Iterable<JsonObject>, count: number): JsonObject[] {
  const found: JsonObject[] = [];
  for (const document of documents) if (found.push(document) === count) break;
  return found;
}

/** Pairs that only few documents tell apart: both lists of rules, each a condition and actions. */
type Rules = readonly { readonly when?: object; readonly then: readonly object[] }[];
const fail = { fail: "shared", kind: "value", message: "hf_text_config is deep" };
/** Fails where the text config is `deep` itself. */
const notDeep: Rules = [
  { then: [{ set: `${t}.probe`, value: 1 }] },
  { when: { fact: `${h}.deep.probe`, operator: "equal", value: 1 }, then: [fail] },
  { then: [{ unset: `${t}.probe` }] },
];
const pairs: Record<string, readonly [Rules, Rules]> = {
  "a write to hf_config is seen in hf_text_config": [
    [
      { then: [{ unset: `${t}.flag` }, { set: `${h}.flag`, value: 7 }] },
      { when: { fact: `${t}.flag`, operator: "equal", value: 7 }, then: [{ set: t, value: { z: 1 } }] },
    ],
    [{ then: [{ unset: `${t}.flag` }, { set: `${h}.flag`, value: 7 }] }],
  ],
  "hf_text_config is a part three levels below": [
    [
      { then: [{ set: `${h}.a.b.c.q`, value: "new" }] },
      { when: { fact: `${t}.q`, operator: "equal", value: "new" }, then: [log] },
    ],
    [
      { when: { fact: `${t}.q`, operator: "equal", value: "new" }, then: [log] },
      { then: [{ set: `${h}.a.b.c.q`, value: "new" }] },
    ],
  ],
  "hf_text_config is a part below what a message shows": [
    [
      ...notDeep,
      { then: [{ log: "info", code: "deep", message: `{${h}.deep}` }] },
      { then: [{ set: `${t}.q`, value: 1 }] },
    ],
    [
      ...notDeep,
      { then: [{ set: `${t}.q`, value: 1 }] },
      { then: [{ log: "info", code: "deep", message: `{${h}.deep}` }] },
    ],
  ],
  "sharing ends": [
    [
      {
        then: [
          { set: t, value: { k: 1 } },
          { set: t, jsonata: h },
        ],
      },
      { then: [{ set: `${h}.f`, value: 1 }] },
    ],
    [{ then: [{ set: t, jsonata: h }] }, { then: [{ set: `${h}.f`, value: 1 }] }],
  ],
  "structures that are equal and two": [
    [{ when: { fact: `${h}.a`, operator: "equal", value: { fact: `${t}.a` } }, then: [log] }],
    [{ when: { fact: "alike", operator: "equal", value: true }, then: [log] }],
  ],
  "the next double": [
    [{ when: { fact: `${h}.a`, operator: "greaterThan", value: 0.5 }, then: [log] }],
    [{ when: { fact: `${h}.a`, operator: "greaterThanInclusive", value: 0.5000000000000002 }, then: [log] }],
  ],
  "texts of numbers": [
    [{ when: { fact: `${h}.a`, operator: "lessThan", value: 5 }, then: [log] }],
    [
      {
        when: {
          all: [
            { fact: `${h}.a`, operator: "lessThan", value: 5 },
            { fact: "isText", operator: "equal", value: false },
          ],
        },
        then: [log],
      },
    ],
  ],
  arithmetic: [[{ when: { fact: "triple", operator: "equal", value: 100 }, then: [log] }], []],
  "a value that is handed on": [
    [
      {
        then: [
          { set: `${h}.b`, jsonata: `${h}.a` },
          { set: `${h}.c`, jsonata: `${h}.b` },
        ],
      },
      { when: { fact: `${h}.c`, operator: "equal", value: "needle" }, then: [log] },
    ],
    [
      {
        then: [
          { set: `${h}.b`, jsonata: `${h}.a` },
          { set: `${h}.c`, jsonata: `${h}.b` },
        ],
      },
    ],
  ],
  "items of an array": [
    [
      {
        when: {
          all: [
            { fact: `${h}.list.1`, operator: "isPresent", value: true },
            { fact: `${h}.list.0`, operator: "equal", value: { fact: `${h}.list.1` } },
          ],
        },
        then: [log],
      },
    ],
    [],
  ],
  "values in the items of an array": [[{ when: { fact: "two", operator: "equal", value: true }, then: [log] }], []],
  "which failure comes first": [
    [{ then: [{ set: `${h}.a.x`, value: 1 }] }, { when: { fact: "sum", operator: "equal", value: 3 }, then: [log] }],
    [{ when: { fact: "sum", operator: "equal", value: 3 }, then: [log] }, { then: [{ set: `${h}.a.x`, value: 1 }] }],
  ],
  "many conditions at once": [
    [
      {
        when: {
          all: ["a", "b", "c", "d", "e", "f"].map((key, index) => ({
            fact: `${h}.${key}`,
            operator: "equal",
            value: `v${index}`,
          })),
        },
        then: [log],
      },
    ],
    [],
  ],
};
const facts = {
  alike: `${h}.a = ${t}.a`,
  isText: `$type(${h}.a) = 'string'`,
  triple: `${h}.a * 3 + 1`,
  two: `$count(${h}.list.x) = 2`,
  sum: `${h}.b + 1`,
};
const pad = {
  id: "pad",
  when: { fact: `${h}.pad`, operator: "equal", value: "pad" },
  then: [{ log: "info", code: "pad", message: "{alike} {isText} {triple} {two} {sum}" }],
};
const packOf = (rules: Rules) =>
  ({
    pack: "made/up",
    hook: "vllm_config",
    facts,
    rules: [...rules.map((rule, index) => ({ id: `r${index}`, ...rule })), pad],
  }) as unknown as Pack;

describe("a difference that few documents show is found", () => {
  test.each(Object.entries(pairs))("%s", async (_, [before, after]) => {
    const [left, right] = await Promise.all(
      [before, after].map((rules) => link([packOf(rules)], [{ pack: "made/up" }])),
    );
    const seeds = Array.from({ length: isLong ? 40 : 2 }, (_, index) => index);
    const found = seeds.filter((seed) => findDifference(left!, right!, "made/up", seed) !== null);
    expect(found.length).toBeGreaterThanOrEqual(0.9 * seeds.length);
  });
});

test("documents fit the schema, are the same for the same seed, and share the text config in each way", async () => {
  const linked = await link(
    [packOf([...pairs["hf_text_config is a part three levels below"]![0]])],
    [{ pack: "made/up" }],
  );
  const take = (seed: number) => first(aimedDocuments([linked], new Set(["made/up"]), seed), 1000);
  const documents = take(1);
  expect(documents.every((document) => documentError(document) === null)).toBe(true);
  expect(JSON.stringify(take(1))).toBe(JSON.stringify(documents));
  expect(JSON.stringify(take(2))).not.toBe(JSON.stringify(documents));
  const models = documents
    .map(({ model_config: model }) => model as any)
    .filter((model) => model?.hf_text_config !== undefined);
  const ways = {
    whole: models.some((model) => model.hf_text_config !== null && model.hf_text_config === model.hf_config),
    part: models.some((model) => model.hf_text_config !== null && model.hf_text_config === model.hf_config?.a?.b?.c),
    copy: models.some(
      (model) =>
        Object.keys(model.hf_text_config ?? {}).length > 0 &&
        model.hf_text_config !== model.hf_config &&
        JSON.stringify(model.hf_text_config) === JSON.stringify(model.hf_config),
    ),
    nothing: models.some((model) => model.hf_text_config === null),
  };
  expect(ways).toEqual({ whole: true, part: true, copy: true, nothing: true });
});
