import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { fettle, folderWith } from "./fettle.js";

const root = path.resolve(import.meta.dirname, "../..");
const loose = '{ "rules": [], "hook": "vllm_config", "pack": "acme/gpu" }';
const canonical = '{\n  "pack": "acme/gpu",\n  "hook": "vllm_config",\n  "rules": []\n}\n';
const read = (cwd: string, file: string) => readFileSync(path.join(cwd, file), "utf8");

test("shipped rules and fixtures are in canonical form", () => {
  const { code, out } = fettle(["fmt", "--check", "rules", "test/cli/fixtures", "test/fixtures"], { cwd: root });
  expect(out).toMatch(/^0 of \d+ files not in canonical form\n$/);
  expect(code).toBe(0);
});

test("what `new` and `init` write is in canonical form", () => {
  const cwd = folderWith({});
  expect(fettle(["init"], { cwd }).code).toBe(0);
  expect(fettle(["new", "pack", "acme/memory", "--architecture", "Gemma4ForCausalLM"], { cwd }).code).toBe(0);
  expect(fettle(["fmt", "--check"], { cwd })).toEqual({
    code: 0,
    out: "0 of 3 files not in canonical form\n",
    err: "",
  });
});

test("files are written in canonical form, once, and others are left alone", () => {
  const cwd = folderWith({
    "rules/acme/gpu.pack.json": loose,
    "rules/acme/other.json": loose,
    "rules/acme/done.pack.json": canonical,
  });
  expect(fettle(["fmt", "rules"], { cwd })).toEqual({
    code: 0,
    out: "rules/acme/gpu.pack.json\nformatted 1 of 2 files\n",
    err: "",
  });
  expect(read(cwd, "rules/acme/gpu.pack.json")).toBe(canonical);
  expect(read(cwd, "rules/acme/other.json")).toBe(loose);
  expect(readdirSync(path.join(cwd, "rules/acme"))).toHaveLength(3);
  expect(fettle(["fmt", "rules"], { cwd }).out).toBe("formatted 0 of 2 files\n");
});

test("--check lists and writes nothing", () => {
  const cwd = folderWith({ "rules/acme/gpu.pack.json": loose });
  expect(fettle(["fmt", "--check", "rules"], { cwd })).toEqual({
    code: 1,
    out: "rules/acme/gpu.pack.json\n1 of 1 file not in canonical form\n",
    err: "",
  });
  expect(fettle(["fmt", "--check", "--quiet", "rules"], { cwd }).out).toBe("rules/acme/gpu.pack.json\n");
  expect(read(cwd, "rules/acme/gpu.pack.json")).toBe(loose);
});

test("standard input goes to standard output", () => {
  expect(fettle(["fmt", "-"], { input: loose })).toEqual({ code: 0, out: canonical, err: "" });
  expect(fettle(["fmt", "--check", "-"], { input: loose })).toEqual({ code: 1, out: "standard input\n", err: "" });
  expect(fettle(["fmt", "--check", "-"], { input: canonical })).toEqual({ code: 0, out: "", err: "" });
});

test("where one file is no JSON, none is written", () => {
  const cwd = folderWith({
    "rules/acme/a.pack.json": loose,
    "rules/acme/b.pack.json": '{ "pack": }',
    "rules/acme/c.pack.json": '{ "a": 1, "a": 2 }',
  });
  const { code, out, err } = fettle(["fmt", "rules"], { cwd });
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toContain("rules/acme/b.pack.json:1:11: error: not valid JSON: unexpected `}` [json-syntax]");
  expect(err).toContain("[duplicate-key]");
  expect(read(cwd, "rules/acme/a.pack.json")).toBe(loose);
});

test("where one file cannot be replaced, those before it are put back", () => {
  const cwd = folderWith({ "rules/acme/a.pack.json": loose, "rules/acme/b.pack.json": loose, "fault.mjs": "" });
  writeFileSync(
    path.join(cwd, "fault.mjs"),
    `import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
const { renameSync } = fs;
fs.renameSync = (from, to) => {
  if (from.endsWith("-draft") && to.endsWith("b.pack.json")) throw Object.assign(new Error("no"), { code: "EACCES", path: to });
  return renameSync(from, to);
};
syncBuiltinESMExports();
`,
  );
  const { code, out, err } = fettle(["fmt", "rules"], { cwd, node: ["--import", path.join(cwd, "fault.mjs")] });
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toContain("`rules/acme/b.pack.json` cannot be written: permission denied [file-unwritable]");
  expect(readdirSync(path.join(cwd, "rules/acme"))).toEqual(["a.pack.json", "b.pack.json"]);
  for (const name of ["a", "b"]) expect(read(cwd, `rules/acme/${name}.pack.json`)).toBe(loose);
});

test("permissions and links stay, also where two names are one file", () => {
  const cwd = folderWith({ "shared/gpu.pack.json": loose, "x.txt": "" });
  chmodSync(path.join(cwd, "shared/gpu.pack.json"), 0o640);
  mkdirSync(path.join(cwd, "acme"));
  symlinkSync("../shared/gpu.pack.json", path.join(cwd, "acme/gpu.pack.json"));
  expect(fettle(["fmt", "acme", "shared"], { cwd }).code).toBe(0);
  expect(lstatSync(path.join(cwd, "acme/gpu.pack.json")).isSymbolicLink()).toBe(true);
  expect(statSync(path.join(cwd, "shared/gpu.pack.json")).mode & 0o777).toBe(0o640);
  expect(read(cwd, "shared/gpu.pack.json")).toBe(canonical);
  expect(readdirSync(path.join(cwd, "shared"))).toEqual(["gpu.pack.json"]);
});

test.each([
  ["nothing", ["fmt"], /nothing to format/],
  ["what does not exist", ["fmt", "nothing"], /`nothing` does not exist/],
  ["a file that is not a rule file", ["fmt", "x.txt"], /`x.txt` is not a rule file/],
  ["a folder without rule files", ["fmt", "empty"], /no rule files in `empty`/],
  ["standard input and a file", ["fmt", "-", "x.txt"], /`-` cannot be combined with files/],
])("%s cannot be formatted", (_name, args, words) => {
  const { code, out, err } = fettle(args, { cwd: folderWith({ "x.txt": "", "empty/y.txt": "" }) });
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toMatch(words);
});
