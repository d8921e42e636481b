import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { fettle, folderWith } from "../cli/fettle.js";

const empty = () => folderWith({ "x.txt": "" });
const read = (cwd: string, file: string) => JSON.parse(readFileSync(path.join(cwd, file), "utf8"));

test.each([
  ["for every model", []],
  ["for architectures", ["--architecture", "Gemma4ForCausalLM", "--architecture", "LlamaForCausalLM"]],
  ["of the model hook", ["--hook", "model_config"]],
  ["of the model hook for an architecture", ["--hook", "model_config", "--architecture", "Gemma4ForCausalLM"]],
])("a pack %s checks clean, and its cases mark what to fill in", (_name, options) => {
  const cwd = empty();
  const made = fettle(["new", "pack", "acme/memory", ...options], { cwd });
  expect(made).toMatchObject({ code: 0, err: "" });
  expect(made.out).toContain("wrote rules/acme/memory.pack.json and rules/acme/memory.cases.json\nnext:\n");
  expect(fettle(["check", "rules"], { cwd })).toEqual({
    code: 0,
    out: expect.stringMatching(/^checked 2 files for vllm@\S+: no findings\n$/),
    err: "",
  });
  const tested = fettle(["test", "rules/acme/memory.pack.json"], { cwd });
  expect(tested.code).toBe(1);
  expect(tested.out).toContain("0 of 2 cases pass, 1 rule, 2 of 2 branches covered");
  expect(tested.out.match(/expected {2}"TODO/g)).toHaveLength(2);
  const pack = JSON.parse(readFileSync(path.join(cwd, "rules/acme/memory.pack.json"), "utf8"));
  expect(
    pack.rules.flatMap(({ then }: { then: object[] }) => then).filter((action: object) => !("log" in action)),
  ).toEqual([]);
  expect(tested.out).not.toContain("[");
});

test("a class that no release knows is refused, with the nearest name and a way for plug-ins", () => {
  const cwd = empty();
  const { code, err } = fettle(["new", "pack", "acme/memory", "--architecture", "Qwen3ForCasualLM"], { cwd });
  expect(code).toBe(2);
  expect(err).toContain(
    "error: no release of vLLM has a model class `Qwen3ForCasualLM` [unknown-architecture]\n  did you mean `Qwen3ForCausalLM`?",
  );
  expect(err).toContain('write { "architecture": "Qwen3ForCasualLM", "custom": true }');
  expect(existsSync(path.join(cwd, "rules"))).toBe(false);
});

test("filled in as the failures say, the cases pass", () => {
  const cwd = empty();
  fettle(["new", "pack", "acme/memory"], { cwd });
  const file = path.join(cwd, "rules/acme/memory.cases.json");
  const cases = read(cwd, "rules/acme/memory.cases.json");
  cases.cases[0].expect = { logs: [{ ...cases.cases[0].expect.logs[0], params: { limit: 256 } }] };
  cases.cases[1].expect = {};
  writeFileSync(file, JSON.stringify(cases));
  expect(fettle(["test", "rules"], { cwd }).code).toBe(0);
});

test("an editor finds the schemas", () => {
  const cwd = empty();
  fettle(["new", "pack", "acme/memory"], { cwd });
  for (const kind of ["pack", "cases"]) {
    const { $schema } = read(cwd, `rules/acme/memory.${kind}.json`);
    expect(existsSync(path.join(cwd, "rules/acme", $schema))).toBe(true);
  }
  const installed = folderWith({ "node_modules/fettle/schemas/pack.schema.json": "{}" });
  fettle(["new", "pack", "acme/memory"], { cwd: installed });
  expect(read(installed, "rules/acme/memory.pack.json").$schema).toBe(
    "../../node_modules/fettle/schemas/pack.schema.json",
  );
});

test("it goes into the project's first folder, or the one that is named", () => {
  const cwd = folderWith({ "fettle.config.json": `{ "rules": ["own", "other"] }` });
  expect(fettle(["new", "pack", "acme/memory"], { cwd }).out).toContain("wrote own/acme/memory.pack.json");
  expect(fettle(["new", "pack", "acme/memory", "--rules", "third"], { cwd }).out).toContain(
    "wrote third/acme/memory.pack.json",
  );
});

test("what is there is left alone, and nothing is written beside it", () => {
  for (const kind of ["pack", "cases"]) {
    const cwd = folderWith({ [`rules/acme/memory.${kind}.json`]: "mine" });
    const { code, out, err } = fettle(["new", "pack", "acme/memory"], { cwd });
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(`rules/acme/memory.${kind}.json\` already exists [exists-already]`);
    expect(readdirSync(path.join(cwd, "rules/acme"))).toEqual([`memory.${kind}.json`]);
    expect(readFileSync(path.join(cwd, `rules/acme/memory.${kind}.json`), "utf8")).toBe("mine");
  }
});

test.each([
  [["new", "pack", "memory"], /is not a valid pack name/],
  [["new", "pack", "Acme/Memory"], /lower-case/],
  [["new", "pack", "../acme/memory"], /is not a valid pack name/],
  [["new", "pack", "../memory"], /is not a valid pack name/],
  [["new", "rule", "acme/memory"], /fettle new pack VENDOR\/FAMILY/],
  [["new", "pack"], /needs a NAME/],
  [["new", "pack", "acme/memory", "--hook", "vllm"], /did you mean `vllm_config`/],
])("%j is refused", (args, words) => {
  const cwd = empty();
  const { code, out, err } = fettle(args, { cwd });
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toMatch(words);
  expect(readdirSync(cwd)).toEqual(["x.txt"]);
});
