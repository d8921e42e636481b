import { writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { fettle, folderWith } from "../cli/fettle.js";
import { isLong } from "../long.js";

const field = (name: string) => `cache_config.${name}`;
const rule = (id: string, when: object | null, ...then: object[]) => ({ id, ...(when === null ? {} : { when }), then });
const is = (fact: string, value: unknown) => ({ fact, operator: "equal", value });
const set = (path: string, value: unknown) => ({ set: path, value });
const pack = (...rules: object[]) =>
  JSON.stringify({ pack: "acme/gpu", hook: "vllm_config", facts: { size: field("block_size") }, rules });
const claims = (content: object) => JSON.stringify({ pack: "acme/gpu", claims: [], ...content });
const project = (content: string, claimed?: string) =>
  folderWith({
    "rules/acme/gpu.pack.json": content,
    ...(claimed === undefined ? {} : { "rules/acme/gpu.claims.json": claimed }),
  });

const prove = (cwd: string, ...args: string[]) => fettle(["prove", "acme/gpu", "--rules", "rules", ...args], { cwd });
const outcomes = (cwd: string) => {
  const { code, out } = prove(cwd, "--format", "json");
  const proofs = (JSON.parse(out) as { proved: { proofs: any[] }[] }).proved[0]!.proofs;
  return { code, of: (what: string) => proofs.filter((proof) => proof.what === what) };
};

describe("fettle prove", () => {
  test("names the rule that shadows a dead one, and exits with 1", () => {
    const cwd = project(
      pack(
        rule("sixteen", is(field("block_size"), 16), set(field("block_size"), 32)),
        rule("never", is(field("block_size"), 16), set(field("block_size"), 64)),
      ),
    );
    const { code, out } = prove(cwd);
    expect(code).toBe(1);
    expect(out).toContain("  ✗ never can never fire  rules/acme/gpu.pack.json:1:");
    expect(out).toContain("\n      sixteen shadows it\n");
    expect(out).toContain("  ✓ sixteen can fire\n");
  });

  test("shows the smallest document that breaks a claim", () => {
    const content = pack(
      rule("large", { fact: "size", operator: "greaterThan", value: 100 }, set(field("block_size"), 100)),
    );
    const claim = (most: number) =>
      claims({
        claims: [
          {
            id: "small",
            why: "Larger blocks do not fit.",
            then: { not: { fact: "size", operator: "greaterThan", value: most } },
          },
        ],
      });
    const broken = outcomes(project(content, claim(99)));
    expect(broken.code).toBe(1);
    expect(broken.of("claim")).toMatchObject([
      { outcome: "no", document: { cache_config: { block_size: 100 } }, finding: { code: "claim-broken" } },
    ]);
    const kept = outcomes(project(content, claim(100)));
    expect([kept.code, kept.of("claim")[0].outcome]).toEqual([0, "yes"]);
  });

  test("proves a pack without rules for the target at the last release that has some, unless the target was chosen", () => {
    const content = JSON.stringify({
      pack: "acme/gpu",
      hook: "vllm_config",
      versions: "<0.30.0",
      rules: [rule("early", is(field("block_size"), 16), set(field("block_size"), 32))],
    });
    const cwd = project(content);
    expect(prove(cwd).out).toMatch(/^1 pack for vllm@0\.33\.0\n\nacme\/gpu at vllm@0\.29\.0\n {2}✓ early can fire\n/);
    expect(prove(cwd, "--target", "vllm@0.33.0").out).toBe("0 packs for vllm@0.33.0\n\n0 proofs\n");
  });

  if (isLong)
    test("with --all-releases proves every choice of rules", () => {
      const late = { ...rule("late", is(field("block_size"), 16), set(field("block_size"), 32)), versions: ">=0.30.0" };
      const cwd = project(pack(rule("early", is(field("block_size"), 8), set(field("block_size"), 16)), late));
      const titles = (...args: string[]) =>
        prove(cwd, ...args)
          .out.split("\n")
          .filter((line) => line.startsWith("acme/gpu"));
      expect(titles()).toEqual(["acme/gpu"]);
      expect(titles("--all-releases")).toEqual([
        "acme/gpu",
        expect.stringMatching(/^acme\/gpu at vllm@0\.[12]\d\.\d$/),
      ]);
    });

  test("a claim that depends on what is not modeled is not proved, with its place", () => {
    const content = pack(
      rule(
        "third",
        { fact: field("block_size"), operator: "isSet", value: true },
        { set: field("mamba_block_size"), jsonata: "$sqrt(cache_config.block_size)" },
      ),
    );
    const { code, of } = outcomes(
      project(
        content,
        claims({
          claims: [
            {
              id: "odd",
              why: "Nobody knows.",
              given: { fact: "size", operator: "isSet", value: true },
              then: { not: is(field("mamba_block_size"), 1234567) },
            },
          ],
        }),
      ),
    );
    expect(code).toBe(1);
    expect(of("claim")).toMatchObject([{ outcome: "unknown", finding: { code: "claim-unproved" } }]);
    expect(of("claim")[0].note).toMatch(/rules\/acme\/gpu.pack.json:1:\d+ \(`\$sqrt` is not modeled\)/);
    expect(of("fires")).toMatchObject([{ outcome: "yes" }]);
  });

  if (isLong)
    test("lists values overwritten without a warning and results that change again, unless they are accepted", () => {
      const content = pack(
        rule("double", is(field("block_size"), 8), set(field("block_size"), 16)),
        rule(
          "quadruple",
          is(field("mamba_block_size"), 1),
          set(field("block_size"), 8),
          set(field("mamba_block_size"), 2),
        ),
      );
      const listed = outcomes(project(content));
      expect(listed.code).toBe(0);
      expect(listed.of("overwrites").map(({ outcome }) => outcome)).toEqual(["no", "no"]);
      expect(listed.of("idempotent")).toMatchObject([
        {
          outcome: "no",
          document: { cache_config: { mamba_block_size: 1 } },
          note: "cache_config.block_size becomes 8, then 16",
        },
      ]);
      const accept = [
        { overwrite: field("block_size"), why: "meant" },
        { overwrite: field("mamba_block_size"), why: "meant" },
        { again: field("block_size"), why: "meant" },
      ];
      const accepted = outcomes(project(content, claims({ accept })));
      expect([...accepted.of("overwrites"), ...accepted.of("idempotent")].map(({ outcome }) => outcome)).toEqual([
        "yes",
        "yes",
        "yes",
      ]);
    });

  test("tells which rules commute, and which write the same field", () => {
    const { of } = outcomes(
      project(
        pack(
          rule("a", is(field("block_size"), 8), set(field("mamba_block_size"), 1)),
          rule("b", is(field("block_size"), 16), set(field("mamba_block_size"), 2)),
          rule(
            "c",
            { fact: field("mamba_block_size"), operator: "equal", value: 2 },
            set(field("mamba_block_size"), 3),
          ),
        ),
      ),
    );
    expect(of("order").map(({ text, outcome }) => [text, outcome])).toEqual([
      ["a and b commute", "yes"],
      ["b and c do not commute", "no"],
    ]);
    expect(of("same-field").map(({ text }) => text)).toEqual(["b and c can both write cache_config.mamba_block_size"]);
  });

  test("check finds what is wrong with claims, and fmt lays them out", () => {
    const wrong = claims({
      claims: [{ id: "a", why: "w", then: is("cache_config.blok_size", 1) }],
      accept: [{ again: field("num_gpu_blocks"), why: "w" }],
    });
    const cwd = project(pack(rule("a", null, set(field("block_size"), 16))), wrong);
    const { code, out } = fettle(["check", "rules"], { cwd });
    expect(code).toBe(1);
    expect(out).toContain("[unknown-field]");
    expect(out).toContain("[bad-claim]");
    expect(fettle(["fmt", "--check", "rules/acme/gpu.claims.json"], { cwd }).code).toBe(1);
  });

  test("a claim that does not link is not proved, and told with the place that check gives", () => {
    const small = { not: { fact: "size", operator: "greaterThan", value: 16 } };
    const claim = (id: string, then: object, given?: object) => ({ id, why: "w", ...(given && { given }), then });
    const wrong = [
      claim("given", small, { condition: "samll" }),
      claim("then", is("cache_config.blok_size", 1)),
      claim("fine", small),
    ];
    const content = { ...JSON.parse(pack(rule("a", null, set(field("block_size"), 16)))), conditions: { small } };
    content.rules[0].when = { not: { condition: "small" } };
    const cwd = folderWith({
      "rules/acme/gpu.pack.json": JSON.stringify(content),
      "rules/acme/gpu.claims.json": JSON.stringify({ pack: "acme/gpu", claims: wrong }, null, 2),
      "rules/acme/gone.claims.json": JSON.stringify({ pack: "acme/gone", claims: wrong }),
    });
    const { code, out, err } = fettle(["prove", "rules", "--rules", "rules", "--format", "json"], { cwd });
    const found = JSON.parse(out).proved[0].proofs.filter(({ what }: any) => what === "claim");
    expect(found.map(({ text, outcome, finding }: any) => [text, outcome, finding?.code ?? null])).toEqual([
      ["given: w", "unknown", "unknown-condition"],
      ["then: w", "unknown", "unknown-field"],
      ["fine: w", "yes", null],
    ]);
    expect(found[0].note).toBe("the claim does not link: unknown condition `samll`");
    expect(code).toBe(1);
    expect(err).toContain("rules/acme/gone.claims.json:1:9: error: unknown pack `acme/gone`");
    const checked = JSON.parse(fettle(["check", "rules", "--format", "json"], { cwd }).out).diagnostics;
    const places = found.slice(0, 2).map(({ finding: { code: kind, file, line, column } }: any) => ({
      code: kind,
      file: expect.stringContaining(file),
      line,
      column,
    }));
    expect(checked).toEqual(
      expect.arrayContaining([...places, { code: "bad-claim" }].map((place) => expect.objectContaining(place))),
    );
  });

  test("claims that are no JSON, or not as their schema has them, are errors of prove and check", () => {
    const cwd = project(pack(rule("a", null, set(field("block_size"), 16))), `{ "pack": "acme/gpu", `);
    writeFileSync(path.join(cwd, "rules/acme/other.claims.json"), claims({ claims: [{ id: "a", why: "w" }] }));
    for (const [words, expected] of [
      [["prove"], 2],
      [["check", "rules"], 1],
    ] as const) {
      const { code, out, err } = fettle([...words, "--rules", "rules"], { cwd });
      expect(code).toBe(expected);
      expect(out + err).toMatch(/rules\/acme\/gpu\.claims\.json:1:\d+: error: .*\[json-syntax\]/);
      expect(out + err).toMatch(/rules\/acme\/other\.claims\.json:1:\d+: error: .*\[schema\]/);
    }
  });

  test("a name that is no pack's, or a time that is none, is a usage error", () => {
    expect(fettle(["prove", "vllm/mambo"])).toMatchObject({
      code: 2,
      err: expect.stringContaining("did you mean `vllm/mamba`?"),
    });
    expect(fettle(["prove", "vllm/mamba", "--timeout", "soon"])).toMatchObject({
      code: 2,
      err: expect.stringContaining("use a number of seconds"),
    });
  });
});

if (isLong)
  test("the shipped packs and their set are proved, with nothing to mend", () => {
    const { code, out, err } = fettle(["prove", "--target", "0.19", "--format", "markdown", "--timeout", "60"]);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toContain("# Proofs for `vllm@0.19.0`");
    expect(out).not.toMatch(/^\| (\?|✗) \|/m);
  });
