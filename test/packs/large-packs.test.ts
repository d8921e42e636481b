import { expect, test } from "vitest";
import { measureCoverage } from "../../engine/testing/coverage.js";
import { netChanges } from "../../engine/testing/net-changes.js";
import type { Pack } from "../../engine/index.js";
import { check } from "./broken.js";

const quick = async (work: () => unknown): Promise<void> => {
  const start = process.cpuUsage().user;
  await work();
  expect(process.cpuUsage().user - start).toBeLessThan(5_000_000);
};
const then = [{ set: "cache_config.block_size", value: 32 }];
const comparison = (index: number) => ({
  fact: `model_config.hf_config.k${index}`,
  operator: "notEqual",
  value: index,
});

test("a condition of many comparisons is checked in time", async () => {
  const pack = {
    pack: "acme/p",
    hook: "vllm_config",
    rules: [{ id: "r", why: "w", when: { all: Array.from({ length: 8000 }, (_, index) => comparison(index)) }, then }],
  };
  await quick(() => check({ "acme/p.pack.json": JSON.stringify(pack) }));
});

test("many packs with cases are checked in time", async () => {
  const files: Record<string, string> = {};
  for (let index = 0; index < 1000; index++) {
    files[`acme/p${index}.pack.json`] = JSON.stringify({
      pack: `acme/p${index}`,
      hook: "vllm_config",
      match: { architectures: [`A${index}`] },
      rules: [{ id: "r", why: "w", then }],
    });
    files[`acme/p${index}.cases.json`] = JSON.stringify({
      pack: `acme/p${index}`,
      cases: [{ name: "one", document: { cache_config: {} }, expect: { changes: { "cache_config.block_size": 32 } } }],
    });
  }
  await quick(() => check(files));
});

test("coverage and net changes of many rules are measured in time", async () => {
  const rules = Array.from({ length: 20_000 }, (_, index) => ({
    id: `r${index}`,
    when: { all: [comparison(index)] },
    then,
  }));
  const paths = Array.from({ length: 20_000 }, (_, index) => `a.k${index}`);
  const document = { a: Object.fromEntries(paths.map((path) => [path.slice(2), 1])) };
  await quick(() => {
    const { rules: found } = measureCoverage({ pack: "acme/p", hook: "vllm_config", rules } as unknown as Pack, []);
    expect(found.every(({ canBeSilent }) => canBeSilent)).toBe(true);
    const changes = paths.map((path) => ({ path, after: 1, rule: "r" }));
    expect(
      Object.keys(netChanges({}, { ok: true, document, changes, logs: [], error: null } as never).changes),
    ).toHaveLength(20_000);
  });
});
