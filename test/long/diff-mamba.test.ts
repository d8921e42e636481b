import { expect, test } from "vitest";
import { flat, indexOf, json, repository } from "../cli/rules-repository.js";

test("a failure that no longer comes, with a document that met it", () => {
  const { folder, edit } = repository();
  edit("mamba", (pack) => void pack.rules.splice(indexOf(pack, "align-needs-chunked-prefill"), 1));
  const { code, report } = json(folder, "--time", "2");
  expect(code).toBe(1);
  const pack = report.packs.find((entry: any) => entry.pack === "vllm/mamba");
  expect(pack.rules).toMatchObject([{ kind: "removed", rule: "align-needs-chunked-prefill", line: null }]);
  const [effect] = pack.effects;
  expect(effect.outcome).toMatchObject([{ kind: "failure", name: "vllm/mamba/align-needs-chunked-prefill" }]);
  expect(effect.outcome[0]).not.toHaveProperty("after");
  expect(flat(effect.document)).toMatchObject({ "cache_config.enable_prefix_caching": true });
  expect(effect.document.length).toBeLessThanOrEqual(4);
  expect(effect.rules[0]).toMatchObject({ rule: "vllm/mamba/align-needs-chunked-prefill", in: "base" });
});

test("two rules that must not be swapped", () => {
  const { folder, edit } = repository();
  edit("mamba", (pack) => {
    const [one, other] = [indexOf(pack, "fall-back-to-align"), indexOf(pack, "align-needs-chunked-prefill")];
    [pack.rules[one], pack.rules[other]] = [pack.rules[other]!, pack.rules[one]!];
  });
  const { code, report } = json(folder, "--time", "2");
  expect(code).toBe(1);
  const pack = report.packs.find((entry: any) => entry.pack === "vllm/mamba");
  expect(pack.rules).toMatchObject([{ kind: "moved", isMoved: true }]);
  expect(pack.effects[0].outcome).toMatchObject([{ kind: "failure", name: "vllm/mamba/align-needs-chunked-prefill" }]);
  expect(flat(pack.effects[0].document)).toMatchObject({ "cache_config.mamba_cache_mode": "all" });
});

test("a rule that is split in two without another outcome is proved harmless", () => {
  const { folder, edit } = repository();
  edit("mamba", (pack) => {
    const at = indexOf(pack, "cache-aligned-states");
    const [rule] = pack.rules.splice(at, 1);
    const off = { fact: "model_config.supports_mamba_prefix_caching", operator: "equal", value: false };
    const parts = [off, { not: off }].map((part, index) => ({ ...rule!, id: `aligned-${index}`, when: { all: [...rule!.when.all, part] } }));
    pack.rules.splice(at, 0, ...parts);
  });
  const { code, report } = json(folder);
  expect([code, report.ok]).toEqual([0, true]);
  expect(report.packs.map((pack: any) => [pack.pack, pack.status, pack.verdict, pack.rules.map((rule: any) => rule.kind)])).toEqual([
    ["vllm/hybrid-attention-mamba", "runs-changed", "same", []],
    ["vllm/mamba", "changed", "same", ["added", "added", "removed"]],
  ]);
});
