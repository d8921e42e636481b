import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { acme, fettle, fixtures, folderWith } from "./fettle.js";

const golden = (name: string) => path.join(import.meta.dirname, `golden/${name}.txt`);

test("list shows the packs and the order in which they run", async () => {
  const { code, out, err } = fettle(["list", ...acme]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  await expect(out).toMatchFileSnapshot(golden("list"));
});

test("list as json", () => {
  const { set, target, packs, stages } = JSON.parse(fettle(["list", ...acme, "--format", "json"]).out);
  expect({ set, target }).toEqual({ set: "acme", target: "vllm@0.19.0" });
  expect(packs.find(({ pack }: { pack: string }) => pack === "acme/heads")).toEqual({
    ...{ pack: "acme/heads", title: "One attention backend where head sizes differ", hook: "vllm_config" },
    ...{
      architectures: ["Gemma4ForConditionalGeneration"],
      rules: 2,
      versions: null,
      applies: true,
      file: "own/acme/heads.pack.json",
    },
  });
  expect(stages).toMatchObject([
    { packs: ["acme/heads"], byArchitecture: true, when: null },
    {
      packs: ["acme/limits"],
      byArchitecture: false,
      when: { fact: "model_config.max_model_len", operator: "greaterThan", value: 8192 },
    },
  ]);
});

test("show prints a pack for a reader", async () => {
  const { code, out } = fettle(["show", "acme/heads", ...acme]);
  await expect(out).toMatchFileSnapshot(golden("show"));
  expect(code).toBe(0);
});

test("show as json is the pack as it is written", () => {
  const written = JSON.parse(readFileSync(path.join(fixtures, "own/acme/heads.pack.json"), "utf8"));
  expect(JSON.parse(fettle(["show", "acme/heads", ...acme, "--format", "json"]).out)).toEqual(written);
});

test("every pack that ships can be shown", () => {
  const { packs } = JSON.parse(fettle(["list", "--format", "json"]).out) as { packs: { pack: string }[] };
  expect(packs.length).toBeGreaterThan(5);
  for (const { pack } of packs.slice(0, 8)) expect(fettle(["show", pack])).toMatchObject({ code: 0, err: "" });
});

test("a misspelt pack is told with the nearest name", () => {
  expect(fettle(["show", "vllm/gema4"])).toEqual({
    code: 2,
    out: "",
    err: "error: unknown pack `vllm/gema4` [unknown-pack]\n  did you mean `vllm/gemma4`?\n",
  });
  expect(fettle(["apply", "document.json", "--pack", "acme/head", ...acme]).err).toContain(
    "did you mean `acme/heads`?",
  );
});

test("named conditions are shown once, however often they are named", () => {
  const length = 14;
  const last = { any: [2, 1].map((value) => ({ fact: "cache_config.block_size", operator: "equal", value })) };
  const next = (index: number) => ({ all: [{ condition: `c${index}` }, { condition: `c${index}` }] });
  const conditions = Object.fromEntries(
    Array.from({ length }, (_, index) => [`c${index}`, index === length - 1 ? last : next(index + 1)]),
  );
  const pack = {
    pack: "acme/p",
    hook: "vllm_config",
    conditions,
    rules: [{ id: "r", when: { condition: "c0" }, then: [{ set: "cache_config.block_size", value: 32 }] }],
  };
  const set = { set: "acme", target: "vllm@0.19.0", stages: [{ pack: "acme/p" }] };
  const cwd = folderWith({
    "rules/acme/p.pack.json": JSON.stringify(pack),
    "rules/acme/acme.set.json": JSON.stringify(set),
    "d.json": '{ "cache_config": { "block_size": 1 } }',
    "e.json": "{}",
  });
  for (const words of [
    ["show", "acme/p"],
    ["docs"],
    ["why", "cache_config.block_size", "d.json"],
    ["why", "cache_config.block_size", "e.json"],
    ["apply", "d.json", "--trace"],
  ]) {
    const { code, out } = fettle([...words, "--set", "acme", "--rules", "rules"], { cwd });
    expect(code).toBe(0);
    expect(out.split("\n").length, words.join(" ")).toBeLessThan(5 * length + 20);
  }
});
