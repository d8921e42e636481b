import { describe, expect, test } from "vitest";
import { jsonEqual, type JsonObject } from "../../common/json.js";
import type { Pack } from "../../generated/pack.js";
import { fieldsOf } from "../../language/fields.js";
import { mutantsOf } from "./mutants-of.js";

const schema: JsonObject = {
  type: "object",
  properties: {
    cache: {
      type: "object",
      properties: { mode: { enum: ["none", "all", "align", null] }, size: { type: "integer" } },
      additionalProperties: false,
    },
  },
  additionalProperties: false,
};
const fields = fieldsOf({ schema: () => schema, alias: null });

const pack: Pack = {
  pack: "acme/cache",
  hook: "vllm_config",
  facts: { half: 'cache.size > 8 ? cache.size / 2 : "a > b"' },
  conditions: { on: { fact: "cache.mode", operator: "isSet", value: true } },
  rules: [
    {
      id: "first",
      when: { all: [{ condition: "on" }, { not: { fact: "cache.size", operator: "greaterThan", value: 256 } }] },
      then: [
        { set: "cache.mode", value: "all" },
        { log: "info", code: "moved", message: "moved" },
      ],
    },
    {
      id: "second",
      versions: ">=0.19.0 <0.20.0",
      when: { fact: "half", operator: "in", value: ["x", 4] },
      then: [{ fail: "half", kind: "value", message: "half" }],
    },
  ],
};

const mutants = mutantsOf(pack, fields, ["0.18.0", "0.19.0", "0.19.1", "0.20.0"]);
const at = (place: string) =>
  mutants.filter((mutant) => mutant.at === place).map(({ kind, text }) => `${kind}: ${text}`);

describe("mutants of a pack", () => {
  test.each([
    [
      "/facts/half",
      [
        "boundary: `>` becomes `>=`, at character 12",
        "constant: `8` becomes `7`, at character 14",
        "constant: `8` becomes `9`, at character 14",
        "operator: `/` becomes `*`, at character 29",
        "constant: `2` becomes `1`, at character 31",
        "constant: `2` becomes `3`, at character 31",
        'constant: `"a > b"` becomes `"a > b?"`, at character 35',
      ],
    ],
    ["/conditions/on/operator", ["operator: `isSet` becomes `isPresent`"]],
    ["/conditions/on/value", ["constant: true becomes false"]],
    ["/rules/0", ["rule: rule `first` is removed", "rule: rule `first` runs after `second`"]],
    ["/rules/1", ["rule: rule `second` is removed"]],
    [
      "/rules/1/versions",
      [
        "version: the range is removed",
        "version: 0.19.0 becomes 0.18.0",
        "version: 0.19.0 becomes 0.19.1",
        "version: 0.20.0 becomes 0.19.1",
      ],
    ],
    ["/rules/0/when/all", ["operator: `all` becomes `any`"]],
    ["/rules/0/when/all/0", ["condition: the condition is removed"]],
    ["/rules/0/when/all/1", ["condition: the condition is removed", "condition: `not` is removed"]],
    [
      "/rules/0/when/all/1/not/operator",
      ["boundary: `greaterThan` becomes `greaterThanInclusive`", "operator: `greaterThan` becomes `lessThanInclusive`"],
    ],
    ["/rules/0/when/all/1/not/value", ["constant: 256 becomes 255", "constant: 256 becomes 257"]],
    ["/rules/0/then/0", ["action: the action is removed"]],
    ["/rules/0/then/0/value", ['constant: "all" becomes "align"']],
    ["/rules/0/then/1/log", ["constant: level info becomes warning"]],
    ["/rules/1/when", ["condition: the condition is removed"]],
    ["/rules/1/when/value", ['constant: ["x",4] becomes [4]', 'constant: ["x",4] becomes ["x"]']],
    ["/rules/1/then/0/kind", ["constant: kind value becomes assertion"]],
  ])("at %s", (place, expected) => expect(at(place)).toEqual(expected));

  test("a value stays within what its field may hold", () => {
    const values = mutants
      .filter((mutant) => mutant.at === "/rules/0/then/0/value")
      .map((mutant) => mutant.pack.rules[0]!.then[0]);
    expect(values).toEqual([{ set: "cache.mode", value: "align" }]);
  });

  test("a version becomes the release next to it, and the rest of its range stays", () => {
    expect(mutants.filter(({ kind }) => kind === "version").map((mutant) => mutant.pack.rules[1]!.versions)).toEqual([
      undefined,
      ">=0.18.0 <0.20.0",
      ">=0.19.1 <0.20.0",
      ">=0.19.0 <0.19.1",
    ]);
  });

  test("each differs from the pack, and the pack is left as it was", () => {
    const before = structuredClone(pack);
    expect(
      mutantsOf(pack, fields, ["0.18.0", "0.19.0", "0.19.1", "0.20.0"]).filter((mutant) =>
        jsonEqual(mutant.pack, before),
      ),
    ).toEqual([]);
    expect(pack).toEqual(before);
  });

  test("no two are the same pack", () => {
    const texts = mutants.map((mutant) => JSON.stringify(mutant.pack));
    expect(new Set(texts).size).toBe(texts.length);
  });
});
