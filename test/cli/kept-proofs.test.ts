import { readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { folderWith, runAlone } from "./fettle.js";

const packWith = (least: number) =>
  JSON.stringify({
    pack: "own/blocks",
    title: "Blocks",
    hook: "vllm_config",
    rules: [
      {
        id: "large",
        why: "A test.",
        when: {
          all: [
            { fact: "cache_config.block_size", operator: "lessThan", value: 16 },
            { fact: "cache_config.block_size", operator: "greaterThan", value: least },
          ],
        },
        then: [{ set: "model_config.max_model_len", value: 2 }],
      },
    ],
  });

test("proofs of a pack are kept until the pack changes", () => {
  const home = folderWith({ "rules/own/blocks.pack.json": packWith(8) });
  const run = () => runAlone(["prove", "own/blocks"], { cwd: home, env: { XDG_CACHE_HOME: home, FETTLE_CACHE: "" } });
  const kept = () =>
    readdirSync(path.join(home, "fettle/proofs"), { recursive: true }).filter((name) => name.length > 64);
  const first = run();
  expect(first).toMatchObject({ code: 0, out: expect.stringContaining("large can fire") });
  expect(kept()).toHaveLength(1);
  expect(run()).toEqual(first);
  expect(kept()).toHaveLength(1);
  writeFileSync(path.join(home, "rules/own/blocks.pack.json"), packWith(32));
  expect(run()).toMatchObject({ code: 1, out: expect.stringContaining("large can never fire") });
});
