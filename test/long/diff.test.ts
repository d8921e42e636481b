import { cpSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { flat, git, indexOf, json, repository, shipped } from "../cli/rules-repository.js";
import { repositoryWith } from "../review/repository.js";

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
    const parts = [off, { not: off }].map((part, index) => ({
      ...rule!,
      id: `aligned-${index}`,
      when: { all: [...rule!.when.all, part] },
    }));
    pack.rules.splice(at, 0, ...parts);
  });
  const { code, report } = json(folder);
  expect([code, report.ok]).toEqual([0, true]);
  expect(
    report.packs.map((pack: any) => [pack.pack, pack.status, pack.verdict, pack.rules.map((rule: any) => rule.kind)]),
  ).toEqual([
    // The ledger names the rules.
    ["vllm/hybrid-attention-mamba", "runs-changed", "same-apart-from-ledger", []],
    ["vllm/mamba", "changed", "same-apart-from-ledger", ["added", "added", "removed"]],
  ]);
});

describe("among all packs that are shipped", () => {
  const whole = () => {
    const folder = repositoryWith({ "README.md": "rules\n" });
    cpSync(shipped, path.join(folder, "rules"), { recursive: true });
    git(folder, "add", ".");
    git(folder, "commit", "-qm", "rules");
    return folder;
  };
  const change = (folder: string, file: string, edit: (content: any) => void) => {
    const content = JSON.parse(readFileSync(path.join(folder, file), "utf8"));
    edit(content);
    writeFileSync(path.join(folder, file), JSON.stringify(content, null, 2));
  };

  test("a failure that no longer comes is all that differs", () => {
    const folder = whole();
    change(
      folder,
      "rules/vllm/mamba.pack.json",
      (pack) => void pack.rules.splice(indexOf(pack, "align-needs-chunked-prefill"), 1),
    );
    const { code, report } = json(folder);
    expect(code).toBe(1);
    for (const { verdict, unproved, effects } of report.packs) {
      expect([verdict, unproved]).toEqual(["differs", []]);
      expect(effects.flatMap(({ outcome }: any) => outcome)).toMatchObject([
        { kind: "failure", name: "vllm/mamba/align-needs-chunked-prefill" },
      ]);
    }
  });

  test("stages of the set that were swapped", () => {
    const folder = whole();
    change(folder, "rules/vllm/vllm.set.json", ({ stages }) => {
      const at = stages.findIndex(({ pack }: any) => pack === "vllm/hybrid-attention-mamba");
      stages.push(stages.splice(at, 1)[0]);
    });
    const { code, report } = json(folder);
    expect(code).toBe(1);
    const [set] = report.packs;
    expect([set.kind, set.pack, set.verdict, set.unproved]).toEqual(["set", "vllm", "differs", []]);
    const names = set.effects.flatMap(({ outcome }: any) => outcome.map(({ name }: any) => name));
    expect(names).toContain("vllm/hybrid-attention-mamba/kv-scales-off");
  });

  test("what another release does is told with the pack that does it", () => {
    const folder = whole();
    const { report } = json(folder, "vllm@0.19.0", "vllm@0.20.0");
    const [added] = report.packs.filter(({ pack }: any) => pack === "vllm/deepseek-v4");
    const names: string[] = added.effects.flatMap(({ outcome }: any) => outcome.map(({ name }: any) => name));
    // Those beyond the first two are the second's under the name of a part that the text config may be.
    expect(names.slice(0, 2)).toEqual([
      "model_config.hf_config.quantization_config.quant_method",
      "model_config.hf_text_config.quantization_config.quant_method",
    ]);
    for (const name of names) expect(name).toMatch(/^model_config\.hf_.*\.quantization_config\.quant_method$/);
    expect(added.unproved).toEqual([]);
  });
});
