import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { folderWith, runAlone } from "./fettle.js";

const document = '{"model_config":{"architecture":"Gemma4ForCausalLM"}}';

test("a command prints the same with the compiled code of an earlier run, and with a damaged one", () => {
  const home = folderWith({ "document.json": document });
  const run = (cache: string) =>
    runAlone(["apply", "document.json"], { cwd: home, env: { XDG_CACHE_HOME: home, FETTLE_CACHE: cache } });
  const expected = run("none");
  expect(expected.code).toBe(0);
  expect(readdirSync(home)).toEqual(["document.json"]);
  expect(run("")).toEqual(expected);
  const files = readdirSync(path.join(home, "fettle"), { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  expect(files).not.toEqual([]);
  expect(run("")).toEqual(expected);
  for (const { parentPath, name } of files) {
    const file = path.join(parentPath, name);
    const code = readFileSync(file);
    code.fill(0, code.length >> 1);
    writeFileSync(file, code);
  }
  expect(run("")).toEqual(expected);
});

test("what a command loads late is found from the compiled code of an earlier run", () => {
  const rule = {
    id: "r",
    why: "A test.",
    when: { fact: "cache_config.block_size", operator: "equal", value: 1 },
    then: [{ set: "model_config.max_model_len", value: 2 }],
  };
  const pack = { pack: "own/late", title: "Late", hook: "vllm_config", rules: [rule] };
  const home = folderWith({ "rules/own/late.pack.json": JSON.stringify(pack) });
  const run = () =>
    runAlone(["prove", "rules/own/late.pack.json"], { cwd: home, env: { XDG_CACHE_HOME: home, FETTLE_CACHE: "" } });
  const first = run();
  expect(first.code).toBe(0);
  rmSync(path.join(home, "fettle/proofs"), { recursive: true });
  expect(run()).toEqual(first);
});
