import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { fettle, folderWith } from "../cli/fettle.js";

const root = path.resolve(import.meta.dirname, "../..");
const condition = { fact: "cache_config.block_size", operator: "greaterThan", value: 16 };
const rule = { id: "r", when: condition, then: [{ set: "cache_config.block_size", value: 8 }] };
const entry = (name: string, size: number, after?: number) => ({
  name,
  document: { cache_config: { block_size: size } },
  expect: after === undefined ? {} : { changes: { "cache_config.block_size": after } },
});
const project = (rules: object[], ...cases: object[]) =>
  folderWith({
    "rules/acme/gpu.pack.json": JSON.stringify({ pack: "acme/gpu", hook: "vllm_config", rules }, null, 2),
    "rules/acme/gpu.cases.json": JSON.stringify({ pack: "acme/gpu", cases }, null, 2),
  });
const packFiles = () =>
  readdirSync(path.join(root, "rules/vllm")).flatMap((name) =>
    name.endsWith(".pack.json") ? [`vllm/${name.replace(".pack.json", "")}`] : [],
  );
const texts = (out: string) => [...out.matchAll(/error: (.*) \[mutant-missed\]/g)].map(([, text]) => text);

describe("fettle test --mutate", () => {
  test("tells which faults no case notices, with a document that would", () => {
    const cwd = project([rule], entry("shrinks", 64, 8), entry("stays", 1));
    const { code, out, err } = fettle(["test", "rules", "--mutate"], { cwd });
    expect({ code, err }).toEqual({ code: 1, err: "" });
    expect(texts(out)).toEqual([
      "no case fails when `greaterThan` becomes `greaterThanInclusive`",
      "no case fails when 16 becomes 15",
      "no case fails when 16 becomes 17",
    ]);
    // The rule left out, its condition left out, two other operators, two other bounds, two other values.
    expect(out).toContain("5 of 8 mutants caught");
    expect(out).toContain('{"cache_config":{"block_size":16}}');
  });

  test("a fault that changes nothing is proved to, and does not count", () => {
    const twice = [
      rule,
      {
        id: "again",
        when: { fact: "cache_config.block_size", operator: "equal", value: 8 },
        then: [{ set: "cache_config.block_size", value: 8 }],
      },
    ];
    const cwd = project(twice, ...[16, 17, 18].map((size) => entry(`from ${size}`, size, size > 16 ? 8 : undefined)));
    const { out } = fettle(["test", "rules", "--mutate", "--format", "json"], { cwd });
    const [{ mutants }] = JSON.parse(out).packs;
    expect(mutants.equivalent).toBeGreaterThanOrEqual(2);
    // The two values that `again` writes, and what it writes them for, are all that could matter.
    expect(
      mutants.missed
        .map(({ message }: { message: string }) => message)
        .filter((text: string) => text.includes("`again` is removed")),
    ).toEqual([]);
  });

  test("cases that fail already notice nothing more", () => {
    const { code, out } = fettle(["test", "rules", "--mutate"], {
      cwd: project([rule], entry("wrong", 64, 9), entry("stays", 1)),
    });
    expect(code).toBe(1);
    expect(out).not.toContain("mutants");
  });

  test("the cases of every shipped pack notice every fault", () => {
    const { code, out } = fettle(["test", "--mutate", "--format", "json"], { cwd: root });
    const { packs } = JSON.parse(out) as {
      packs: readonly { pack: string; mutants: { caught: number; missed: readonly object[] } }[];
    };
    expect(packs.flatMap(({ pack, mutants }) => mutants.missed.map((missed) => ({ pack, ...missed })))).toEqual([]);
    expect(packs.map(({ pack }) => pack).sort()).toEqual(packFiles().sort());
    expect(packs.reduce((sum, { mutants }) => sum + mutants.caught, 0)).toBeGreaterThan(2000);
    expect(code).toBe(0);
  }, 300_000);
});

describe("fettle test --generate", () => {
  test("writes cases for what none shows, both ways and around each number, and they pass", () => {
    const cwd = project([rule], entry("shrinks", 64, 8));
    const { code, out, err } = fettle(["test", "rules", "--generate"], { cwd });
    expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining("2 of 2 branches covered") });
    expect(err).toBe("rules/acme/gpu.cases.json: added 4 cases; review each expected outcome\n");
    const { cases } = JSON.parse(readFileSync(path.join(cwd, "rules/acme/gpu.cases.json"), "utf8"));
    expect(cases.map(({ document }: any) => document.cache_config?.block_size)).toEqual([64, undefined, 15, 16, 17]);
    expect(cases.map(({ name }: any) => name)).toEqual([
      "shrinks",
      "r: cache_config.block_size > 16 is false → no change",
      "r: cache_config.block_size is 15, one below 16 → no change",
      "r: cache_config.block_size is 16 → no change",
      "r: cache_config.block_size is 17, one above 16 → cache_config.block_size changed",
    ]);
  });

  test("with --mutate also those that notice every fault, and a second call finds nothing to add", () => {
    const cwd = project([rule], entry("shrinks", 64, 8));
    expect(fettle(["test", "rules", "--generate", "--mutate"], { cwd })).toMatchObject({
      code: 0,
      out: expect.stringMatching(/(\d+) of \1 mutants caught/),
    });
    const file = path.join(cwd, "rules/acme/gpu.cases.json");
    const first = readFileSync(file, "utf8");
    expect(fettle(["test", "rules", "--generate", "--mutate"], { cwd }).err).toBe("no missing cases\n");
    expect(readFileSync(file, "utf8")).toBe(first);
    expect(fettle(["fmt", "--check", "rules/acme/gpu.cases.json"], { cwd }).code).toBe(0);
  });

  test("makes the file where there is none", () => {
    const cwd = folderWith({
      "rules/acme/gpu.pack.json": JSON.stringify({ pack: "acme/gpu", hook: "vllm_config", rules: [rule] }),
    });
    expect(fettle(["test", "rules", "--generate"], { cwd }).code).toBe(0);
    expect(fettle(["check", "rules"], { cwd }).code).toBe(0);
  });
});
