import { readFileSync } from "node:fs";
import path from "node:path";
import type { Log } from "sarif";
import { describe, expect, test } from "vitest";
import { fettle, folderWith } from "../cli/fettle.js";

const sound = `{ "pack": "acme/gpu", "hook": "vllm_config", "rules": [] }\n`;
const wrong = `{\n  "pack": "acme/gpu",\n  "hook": "vllm_config",\n  "rules": [\n    { "id": "r", "then": [{ "set": "cache_config.blok_size", "value": 16 }] }\n  ]\n}\n`;
const warned = `{\n  "pack": "acme/gpu",\n  "hook": "vllm_config",\n  "facts": { "f": "model_config.model" },\n  "rules": []\n}\n`;
const project = `{ "rules": ["rules"] }`;
const root = path.resolve(import.meta.dirname, "../..");

describe("what is checked", () => {
  test("the shipped rules, where nothing else is said, are clean", () => {
    expect(fettle(["check"], { cwd: root })).toEqual({
      code: 0,
      out: expect.stringMatching(/^checked \d+ files for vllm@\d+\.\d+\.\d+: no findings\n$/),
      err: "",
    });
    expect(fettle(["check", path.join(root, "rules")], { cwd: folderWith({ "x.txt": "" }) }).code).toBe(0);
  });

  test("the project's own rules, where there is one", () => {
    const cwd = folderWith({ "fettle.config.json": project, "rules/acme/gpu.pack.json": wrong });
    expect(fettle(["check"], { cwd })).toMatchObject({ code: 1, err: "" });
    expect(fettle(["check"], { cwd }).out).toContain("checked 1 file: 1 error");
  });

  test("only findings of the named files are told, but their neighbours are known", () => {
    const including = `{ "pack": "acme/outer", "hook": "vllm_config", "rules": [{ "id": "r", "then": [{ "include": "acme/gpu" }, { "include": "vllm/mamba" }] }] }`;
    const cwd = folderWith({ "own/acme/gpu.pack.json": warned, "own/acme/outer.pack.json": including });
    expect(fettle(["check", "own/acme/outer.pack.json"], { cwd })).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^checked 1 file for vllm@\S+: no findings\n$/),
    });
    expect(fettle(["check", "own", "--strict"], { cwd })).toMatchObject({ code: 1 });
  });

  test.each([
    ["what does not exist", ["check", "nothing"], /`nothing` does not exist/],
    ["a file that is not a rule file", ["check", "empty/x.txt"], /is not a rule file/],
    ["a folder without rule files", ["check", "empty"], /no rule files in `empty`/],
    ["a set that does not exist", ["check", "rules", "--set", "vlm"], /did you mean `vllm`/],
    ["a format that does not exist", ["check", "--format", "sarf"], /did you mean `sarif`/],
    ["a target that is none", ["check", "rules", "--target", "newest"], /is not a target/],
    [
      "a target that no release has",
      ["check", "rules", "--target", "99.0"],
      /vllm has no release `99.0`.*did you mean/s,
    ],
  ])("%s cannot be checked", (_name, args, words) => {
    const { code, out, err } = fettle(args, {
      cwd: folderWith({ "fettle.config.json": "{}", "empty/x.txt": "", "rules/acme/gpu.pack.json": sound }),
    });
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(words);
  });

  test("a file that is not UTF-8 is told, not read as something else", () => {
    const cwd = folderWith({ "rules/acme/gpu.pack.json": Buffer.from(sound.replace("gpu", "gpü"), "latin1") });
    expect(fettle(["check", "rules"], { cwd })).toMatchObject({
      code: 1,
      out: expect.stringContaining("is not UTF-8 text [not-utf8]"),
    });
  });
});

describe("formats", () => {
  const cwd = () => folderWith({ "rules/acme/gpu.pack.json": wrong });

  test("text", () => {
    expect(fettle(["check", "rules"], { cwd: cwd() }).out).toBe(
      [
        "rules/acme/gpu.pack.json:5:50: error: `cache_config` has no field `blok_size` [unknown-field]",
        `    5 |     { "id": "r", "then": [{ "set": "cache_config.blok_size", "value": 16 }] }`,
        "      |                                                  ^",
        "  help: did you mean `block_size`?",
        "",
        "checked 1 file: 1 error",
        "",
      ].join("\n"),
    );
  });

  test("json, sarif and github say the same place", () => {
    const folder = cwd();
    const run = (format: string) => fettle(["check", "rules", "--format", format], { cwd: folder });
    expect(JSON.parse(run("json").out).diagnostics).toMatchObject([
      { code: "unknown-field", file: "rules/acme/gpu.pack.json", line: 5, column: 50 },
    ]);
    const [result] = (JSON.parse(run("sarif").out) as Log).runs[0]!.results!;
    expect(result!.locations![0]!.physicalLocation).toMatchObject({
      artifactLocation: { uri: "rules/acme/gpu.pack.json" },
      region: { startLine: 5, startColumn: 50 },
    });
    expect(run("github").out).toMatch(
      /^::error file=rules\/acme\/gpu\.pack\.json,line=5,col=50,title=fettle unknown-field::/,
    );
    expect(["json", "sarif", "github"].map((format) => run(format).code)).toEqual([1, 1, 1]);
  });

  test("a warning is told, counts where it is asked for, and quiet leaves it out", () => {
    const folder = folderWith({ "rules/acme/gpu.pack.json": warned });
    expect(fettle(["check", "rules"], { cwd: folder })).toMatchObject({
      code: 0,
      out: expect.stringContaining("1 warning"),
    });
    expect(fettle(["check", "rules", "--strict"], { cwd: folder })).toMatchObject({
      code: 1,
      out: expect.stringContaining("1 warning"),
    });
    expect(fettle(["check", "rules", "--quiet"], { cwd: folder })).toEqual({ code: 0, out: "", err: "" });
    expect(fettle(["check", "rules", "--quiet"], { cwd: cwd() })).toMatchObject({
      code: 1,
      out: expect.stringContaining("[unknown-field]"),
    });
  });

  test("a pack cannot forge a command or a line", () => {
    const forged = wrong.replace("cache_config.blok_size", "cache_config.a\\n::error file=x::forged\\r\\u001b[31m");
    const folder = folderWith({ "rules/acme/gpu.pack.json": forged });
    const { out } = fettle(["check", "rules", "--format", "github"], { cwd: folder });
    expect(out.trimEnd().split(/\r|\n/)).toHaveLength(1);
    expect(fettle(["check", "rules"], { cwd: folder }).out).not.toContain("\u001b");
  });
});

test("a finding's text is that of the file", () => {
  const folder = folderWith({ "rules/acme/gpu.pack.json": `\ufeff${wrong.replaceAll("\n", "\r\n")}` });
  const { out } = fettle(["check", "rules"], { cwd: folder });
  expect(out).toContain(":5:50:");
  const [, shown, caret] = out.split("\n") as [string, string, string];
  expect(shown.slice(caret.indexOf("^"))).toMatch(/^blok_size/);
  expect(readFileSync(path.join(folder, "rules/acme/gpu.pack.json"), "utf8")).toContain("\r\n");
});
