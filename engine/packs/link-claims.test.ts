import { vllm } from "../vllm/adapter/vllm.js";
import { expect, test } from "vitest";
import { readJson } from "../common/read-json.js";
import type { Claims } from "../generated/claims.js";
import type { Pack } from "../generated/pack.js";
import { fieldsOf } from "../language/fields.js";
import { operatorTable } from "../language/conditions/operators.js";
import { linkClaims } from "./link-claims.js";
import type { LinkedPack } from "./linked.js";

const pack = {
  name: "acme/gpu",
  pack: {
    pack: "acme/gpu",
    hook: "vllm_config",
    facts: { size: "cache_config.block_size" },
    conditions: { small: { fact: "size", operator: "lessThan", value: 8 } },
    rules: [],
  } as unknown as Pack,
} as LinkedPack;
const known = { fact: "size", operator: "equal", value: 16 };

function link(given: object | undefined, then: object, about = pack) {
  const content = {
    pack: "acme/gpu",
    claims: [{ id: "c", why: "w", ...(given && { given }), then }],
  } as unknown as Claims;
  const read = readJson(JSON.stringify(content, null, 2), "acme/gpu.claims.json");
  if (!read.ok) throw new Error("no JSON");
  return linkClaims({ file: "acme/gpu.claims.json", source: read.source, content }, about, {
    fields: fieldsOf(vllm),
    operators: operatorTable(null),
  });
}

test.each([
  ["a condition in `given`", { condition: "small" }, known, "unknown-condition", "/claims/0/given/condition"],
  [
    "a condition within a list",
    { all: [known, { condition: "small" }] },
    known,
    "unknown-condition",
    "/claims/0/given/all/1/condition",
  ],
  [
    "a condition in `then`",
    undefined,
    { not: { condition: "small" } },
    "unknown-condition",
    "/claims/0/then/not/condition",
  ],
  ["a fact", undefined, { ...known, fact: "siez" }, "unknown-fact", "/claims/0/then/fact"],
  ["a field", { ...known, fact: "cache_config.blok_size" }, known, "unknown-field", "/claims/0/given/fact"],
  ["an operator", undefined, { ...known, operator: "equals" }, "unknown-operator", "/claims/0/then/operator"],
] as const)(
  "a claim that names %s that does not exist stays, with what is wrong and where",
  (_, given, then, code, path) => {
    const { claims, diagnostics } = link(given, then);
    expect(diagnostics).toMatchObject([
      { code, path, file: "acme/gpu.claims.json", line: expect.any(Number), column: expect.any(Number) },
    ]);
    expect(claims).toMatchObject([{ kind: "unlinked", claim: { id: "c" }, at: "/claims/0", errors: diagnostics }]);
  },
);

test("a claim whose names exist links", () => {
  expect(link({ any: [known, { not: known }] }, known)).toMatchObject({
    claims: [{ kind: "linked", given: { kind: "any" }, then: { kind: "comparison" } }],
    diagnostics: [],
  });
});

test("a claim may use a fact that names other facts, in any order, but none in a circle", () => {
  const facts = { twice: "$size * 2", size: "cache_config.block_size", one: "$other", other: "$one" };
  const about = { ...pack, pack: { ...pack.pack, facts } } as LinkedPack;
  const { claims, diagnostics } = link(undefined, { ...known, fact: "twice" }, about);
  const reads = { kind: "arithmetic", left: { kind: "block", of: { kind: "path" } } };
  expect([claims, diagnostics]).toMatchObject([[{ kind: "linked", then: { fact: { expression: reads } } }], []]);
  expect(link(undefined, { ...known, fact: "one" }, about)).toMatchObject({
    claims: [{ kind: "unlinked", errors: [{ code: "bad-claim" }] }],
    diagnostics: [],
  });
});

test("a claim about a fact that does not parse is kept without a second report", () => {
  const broken = { ...pack, pack: { ...pack.pack, facts: { size: "1 +" } } } as LinkedPack;
  const { claims, diagnostics } = link(undefined, known, broken);
  expect(diagnostics).toEqual([]);
  expect(claims).toMatchObject([{ kind: "unlinked", errors: [{ code: "bad-claim", path: "/claims/0/then" }] }]);
});
