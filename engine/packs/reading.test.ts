import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { readFolders } from "../workspace/read-folders.js";
import { readPacks } from "./read-packs.js";
import { holdsFor, isRange, parseTarget } from "./target.js";

const folder = mkdtempSync(path.join(tmpdir(), "fettle-read-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const write = (file: string, content: string | Buffer) => {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  writeFileSync(path.join(folder, file), content);
};

describe("folders", () => {
  write("rules/a/b.pack.json", "1");
  write("rules/a/deep/er/c.cases.json", "2");
  write("rules/x.set.json", "3");
  write("rules/README.md", "no");
  write("rules/architectures.json", "no");
  write("rules/.hidden/d.pack.json", "no");
  write("rules/node_modules/m/e.pack.json", "no");
  write("garbled/f.pack.json", Buffer.from([0xff, 0xfe, 0x00]));
  const at = (...parts: string[]) => path.join(folder, ...parts);

  test("rule files are found, and nothing else", async () => {
    const { files, diagnostics } = await readFolders([at("rules")]);
    expect(diagnostics).toEqual([]);
    expect(Object.values(files).toSorted()).toEqual(["1", "2", "3"]);
  });

  test("a file that two folders lead to is read once, by the name that came last", async () => {
    const { files } = await readFolders([
      at("rules"),
      path.relative(process.cwd(), at("rules/a")),
      at("rules/a/../a/b.pack.json"),
    ]);
    expect(Object.keys(files).filter((file) => file.endsWith("b.pack.json"))).toHaveLength(1);
    expect(Object.keys(files)).toContain(at("rules/a/../a/b.pack.json"));
  });

  test("what cannot be read is told", async () => {
    const { files, diagnostics } = await readFolders([at("none"), at("garbled")]);
    expect(files).toEqual({});
    expect(diagnostics.map(({ code }) => code)).toEqual(["file-not-found", "not-utf8"]);
  });
});

test("a refused file leaves its names behind, by which others may call it", () => {
  const { packs, refused } = readPacks({
    "acme/gpu.pack.json": `{ "pack": "acme/gpux" }`,
    "acme/b.pack.json": "{",
    "s.set.json": `{ "set": "s" }`,
  });
  expect(packs).toEqual([]);
  expect([...refused]).toEqual(expect.arrayContaining(["acme/gpu", "acme/gpux", "acme/b", "s"]));
});

describe("targets and versions", () => {
  test.each([
    ["vllm@0.19.0", "0.19.0"],
    ["vllm@v0.19.0", "0.19.0"],
    ["vllm@0.19", "0.19.1"],
    ["vllm@latest", "0.33.0"],
    ["my-fork@1.0.0-rc.1", "1.0.0-rc.1"],
  ])("%s", (text, version) => {
    expect(parseTarget(text)).toEqual({ project: text.split("@")[0], version });
  });

  test.each(["", "vllm", "vllm@", "@0.19.0", "vllm@0.16", "my-fork@latest", "VLLM@0.19.0", "vllm 0.19.0"])(
    "%j is none",
    (text) => {
      expect(parseTarget(text)).toBeNull();
    },
  );

  test.each([
    ["<0.20.0", true],
    [">=0.19.0 <0.21.0", true],
    ["0.19.x", true],
    ["*", true],
    ["", false],
    [" ", false],
    ["banana", false],
    ["0.19 or so", false],
  ])("%j is a range: %s", (range, expected) => {
    expect(isRange(range)).toBe(expected);
  });

  test.each([
    [undefined, true],
    ["<0.20.0", true],
    [">=0.20.0", false],
    ["0.19.0", true],
  ])("%j holds for 0.19.0: %s", (range, expected) => {
    expect(holdsFor(range, { project: "vllm", version: "0.19.0" })).toBe(expected);
  });
});
