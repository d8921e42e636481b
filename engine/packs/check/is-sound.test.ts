import { vllm } from "../../vllm/adapter/vllm.js";
import fc from "fast-check";
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Json } from "../../common/json.js";
import { parsePath } from "../../common/path.js";
import type { JsonSource } from "../../common/read-json.js";
import type { Pack } from "../../generated/pack.js";
import { validate } from "../../generated/validate-pack.js";
import { parseExpression } from "../../language/expression/parse-expression.js";
import { fieldsOf } from "../../language/fields.js";
import { stockOperators } from "../../language/conditions/stock-operators.js";
import { checkPack } from "./check-pack.js";
import { soundness } from "./is-sound.js";
import type { Surroundings } from "../link-pack.js";

const shipped = new URL("../../../rules/vllm/", import.meta.url);
const packs = readdirSync(shipped)
  .filter((file) => file.endsWith(".pack.json"))
  .map((file) => JSON.parse(readFileSync(new URL(file, shipped), "utf8")) as Pack);
const fields = fieldsOf(vllm);
const around: Surroundings = {
  ...{
    fields,
    sections: fields.sections,
    operators: stockOperators({}),
    packs: new Set([...packs.map(({ pack }) => pack), "acme/all"]),
  },
  ...{ target: { project: "vllm", version: "0.19.0" }, parse: parseExpression, parsePath, isThorough: () => false },
};
const isSound = soundness(around);

/** All findings of linking and checking, without the soundness shortcut. */
const findings = (pack: Pack) => {
  const source: JsonSource = { file: null, value: pack as unknown as Json, locate: () => null };
  const { names, fields: found } = checkPack({ file: "a.pack.json", source, content: pack }, around, () => false);
  return [...names, ...found];
};

const size = "cache_config.block_size";
const everything: Pack = {
  ...{
    pack: "acme/all",
    hook: "vllm_config",
    versions: ">=0.19.0",
    expires: ">=9",
    match: { architectures: ["A", { architecture: "B", versions: ">=0.20.0" }] },
  },
  facts: { size, mode: "cache_config.mamba_cache_mode", total: `${size} * 2` },
  conditions: {
    small: {
      any: [
        { fact: "size", operator: "lessThan", value: 64 },
        { not: { fact: "mode", operator: "in", value: ["none", "align"] } },
      ],
    },
    both: { all: [{ condition: "small" }, { fact: size, operator: "equal", value: { fact: "size" } }] },
  },
  rules: [
    {
      id: "a",
      versions: "<1",
      expires: "2999-01-01",
      when: { condition: "both" },
      then: [{ set: size, value: 16 }, { set: size, jsonata: `${size} + 1` }, { unset: "cache_config.block_size" }],
    },
    {
      id: "b",
      when: { fact: "total", operator: "swap:greaterThan", value: 1 },
      then: [{ log: "info", code: "c", message: "{size} of {{x}}" }, { include: "vllm/mamba" }],
    },
    {
      id: "c",
      when: { fact: "mode", operator: "notEqual", value: "all" },
      then: [{ fail: "d", kind: "value", message: `{${size}}` }],
    },
  ],
};

/** Strings and values that are valid somewhere, so that a replacement is often wrong only in its new context. */
const parts: readonly Json[] = [
  ...[
    "a",
    "b",
    "size",
    "mode",
    "small",
    "both",
    "block_size",
    "__proto__",
    "constructor",
    "",
    "x y",
    "model_config",
    "cache_config",
  ],
  ...[
    size,
    "cache_config.blok_size",
    "cache_config.mamba_cache_mode",
    "model_config.model",
    "model_config.hf_config.x",
    "model_config.architectures",
    "nowhere.at.all",
  ],
  ...[
    "equal",
    "equals",
    "in",
    "notIn",
    "contains",
    "greaterThan",
    "isSet",
    "not:in",
    "everyFact:equal",
    "someFac:equal",
  ],
  ...[
    "none",
    "aling",
    "{",
    "{size}",
    "{sizes}",
    "{}",
    "{cache_config.x}",
    "1 +",
    "'16'",
    "1.5",
    "$sum(cache_config)",
    "vllm/mamba",
    "vllm/none",
    ">=0.1",
    "old",
  ],
  ...[
    null,
    true,
    0,
    16,
    1.5,
    [],
    ["none"],
    [1, "x"],
    { fact: size },
    { fact: "model_config.model" },
    { fact: size, x: 1 },
    { x: 1 },
    { condition: "small" },
  ],
  { fact: "size", operator: "equal", value: 16 },
];

function mutate(value: Json, path: readonly number[], part: Json, isKey: boolean): Json {
  const [chance, ...rest] = path;
  if (chance === undefined || typeof value !== "object" || value === null || Object.keys(value).length === 0)
    return part;
  const entries = Object.entries(value as Record<string, Json>);
  const at = chance % entries.length;
  const next = entries.map(([key, child], index): [string, Json] => {
    if (index !== at) return [key, child];
    return isKey && rest.length === 0 && typeof part === "string"
      ? [part, child]
      : [key, mutate(child, rest, part, isKey)];
  });
  return Array.isArray(value) ? next.map(([, child]) => child) : Object.fromEntries(next);
}

test("packs that are clean are sound", () => {
  for (const pack of [...packs, everything])
    expect([pack.pack, isSound(pack), findings(pack)]).toEqual([pack.pack, true, []]);
});

test("a pack that is sound draws no finding", () => {
  let unclean = 0;
  const chance = fc.nat({ max: 59 });
  const change = fc.record({
    path: fc.array(chance, { minLength: 2, maxLength: 9 }),
    part: fc.constantFrom(...parts),
    isKey: fc.boolean(),
  });
  fc.assert(
    fc.property(
      fc.constantFrom(...packs, everything, everything, everything),
      fc.array(change, { minLength: 1, maxLength: 2 }),
      (pack, changes) => {
        const mutant = changes.reduce<Json>(
          (value, { path, part, isKey }) => mutate(value, path, part, isKey),
          pack as unknown as Json,
        );
        if (!validate(mutant)) return;
        const found = findings(mutant as unknown as Pack);
        if (found.length > 0) unclean++;
        if (isSound(mutant as unknown as Pack)) expect(found).toEqual([]);
      },
    ),
    { numRuns: 3000 },
  );
  expect(unclean).toBeGreaterThan(200);
});
