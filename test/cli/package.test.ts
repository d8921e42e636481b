import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import path from "node:path";
import { expect, inject, test } from "vitest";
import { external, licensesOf } from "../../scripts/bundle.js";
import { folderWith } from "./fettle.js";

const root = path.resolve(import.meta.dirname, "../..");
const read = (file: string) => JSON.parse(readFileSync(path.join(root, file), "utf8"));

/** A folder in which the package is installed, with the packages it depends on and nothing else. */
function installed(files: Readonly<Record<string, string>>): string {
  const folder = folderWith(files);
  const own = path.join(folder, "node_modules/fettle");
  mkdirSync(own, { recursive: true });
  for (const name of ["package.json", "rules", "schemas"])
    cpSync(path.join(root, name), path.join(own, name), { recursive: true });
  cpSync(inject("builtEngine"), path.join(own, "dist"), { recursive: true });
  for (const name of Object.keys(read("package.json").dependencies)) {
    symlinkSync(path.join(root, "node_modules", name), path.join(folder, "node_modules", name));
  }
  mkdirSync(path.join(folder, "node_modules/.bin"));
  symlinkSync("../fettle/dist/cli/main.js", path.join(folder, "node_modules/.bin/fettle"));
  return folder;
}

test("what is bundled is no dependency, and what is not is one", () => {
  expect(Object.keys(read("package.json").dependencies)).toEqual([...external].sort());
});

test("command line and library run with the package's own dependencies alone", () => {
  const document = '{"model_config":{"architecture":"Gemma4ForCausalLM"}}\n';
  const cwd = installed({
    "config.json": document,
    "documents.ndjson": document.repeat(3),
    "own.pack.json": '{ "name": "acme/gpu" }',
  });
  const runs = [
    ["apply", "config.json"],
    ["apply", "--ndjson", "--jobs", "2", "documents.ndjson"],
    ["check", "--no-such-option"],
    ["check", "own.pack.json", "--format", "sarif"],
    ["prove", "vllm/voyage-qwen3"],
    ["docs", "vllm/gemma4"],
  ];
  const codes = runs.map((words) => {
    const { status, stderr } = spawnSync(process.execPath, [path.join(cwd, "node_modules/.bin/fettle"), ...words], {
      cwd,
      encoding: "utf8",
    });
    expect(stderr).not.toMatch(/internal error|Cannot find/);
    return status;
  });
  expect(codes).toEqual([0, 0, 2, 1, 0, 0]);
  const source = 'import { load } from "fettle"; console.log((await load({ set: "vllm" })).packs.size > 40);';
  expect(execFileSync(process.execPath, ["--input-type=module", "-e", source], { cwd, encoding: "utf8" })).toBe(
    "true\n",
  );
});

test("the license of each bundled package is in the package, and a build without one fails", async () => {
  const texts = readFileSync(path.join(inject("builtEngine"), "THIRD-PARTY-LICENSES.txt"), "utf8").split("\n---\n\n");
  const names = texts.map((text) => /^(\S+): \S+/.exec(text)![1]);
  expect(names).toEqual(expect.arrayContaining(["@humanwhocodes/momoa", "commander", "jsonata", "yaml"]));
  for (const text of texts) expect(text.length, text.slice(0, 40)).toBeGreaterThan(500);
  const folder = folderWith({ "node_modules/nameless/package.json": '{ "name": "nameless", "license": "MIT" }' });
  await expect(licensesOf([path.join(folder, "node_modules/nameless/index.js")])).rejects.toThrow(
    "no license found for the bundled package nameless",
  );
});
