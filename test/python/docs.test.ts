import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { hasPython } from "./python-module.js";

// `FETTLE_UPDATE=1` writes what the examples print into the page.

const root = path.resolve(import.meta.dirname, "../..");
const file = path.join(root, "docs/python.md");
const page = readFileSync(file, "utf8");
const folder = mkdtempSync(path.join(tmpdir(), "fettle-python-docs-"));
const work = path.join(folder, "work");
afterAll(() => rmSync(folder, { recursive: true }));

/** The package as its wheel lays it out, on the Node of this machine. */
function stage(): void {
  const app = path.join(folder, "site/fettle_vllm/app");
  cpSync(path.join(root, "scripts/python/fettle_vllm"), path.dirname(app), { recursive: true });
  mkdirSync(app);
  symlinkSync(inject("builtEngine"), path.join(app, "dist"));
  for (const name of ["rules", "schemas", "node_modules", "package.json"])
    symlinkSync(path.join(root, name), path.join(app, name));
}

const blockAfter = (fence: string): string => new RegExp(`^${fence}\\n([\\s\\S]*?)^\`\`\``, "m").exec(page)?.[1] ?? "";

/** The files that the page speaks of. */
function writeFiles(): void {
  cpSync(path.join(root, "test/cli/fixtures/gemma"), path.join(work, "gemma-4"), { recursive: true });
  mkdirSync(path.join(work, "rules/acme"), { recursive: true });
  cpSync(path.join(import.meta.dirname, "limits.pack.json"), path.join(work, "rules/acme/limits.pack.json"));
  writeFileSync(path.join(work, "rules/acme.set.json"), blockAfter("```json set"));
}

function run(words: readonly string[]): string {
  const env = { ...process.env, PYTHONPATH: path.join(folder, "site"), PYTHONDONTWRITEBYTECODE: "1", NO_COLOR: "1" };
  const { stdout, stderr } = spawnSync("python3", words, { cwd: work, encoding: "utf8", env });
  return stdout + stderr;
}

const examples = [...page.matchAll(/^```(sh|python)\n((?:(?!```).*\n)*)```\n\n(```text\n[\s\S]*?^```)$/gm)].map(
  ([, kind, source, shown]) => ({ kind: kind!, source: source!, shown: shown! }),
);

describe.skipIf(!hasPython)("the page on Python (skipped without python3)", () => {
  beforeAll(() => {
    stage();
    writeFiles();
    const built = /^fettle (build .*)$/m.exec(page)?.[1] ?? "";
    expect(run(["-m", "fettle_vllm", ...built.split(" ")])).toMatch(/^wrote rules.py/);
  });

  test("shows the pack that its tests use", () => {
    const pack = readFileSync(path.join(import.meta.dirname, "limits.pack.json"), "utf8");
    if (process.env.FETTLE_UPDATE === "1") replace(/^```json\n[\s\S]*?^```$/m, `\`\`\`json\n${pack}\`\`\``);
    else expect(blockAfter("```json")).toBe(pack);
  });

  test.each(examples)("$source", ({ kind, source, shown }) => {
    const [, words = ""] = /^uvx fettle-vllm (.+)$/m.exec(source) ?? [];
    const printed = run(kind === "sh" ? ["-m", "fettle_vllm", ...words.split(" ")] : ["-c", source]);
    const block = `\`\`\`text\n${printed.trimEnd()}\n\`\`\``;
    if (process.env.FETTLE_UPDATE === "1") replace(`${source}\`\`\`\n\n${shown}`, `${source}\`\`\`\n\n${block}`);
    else expect(shown).toBe(block);
  });

  test("there are examples", () => expect(examples.length).toBe(4));
});

function replace(old: string | RegExp, text: string): void {
  writeFileSync(
    file,
    readFileSync(file, "utf8").replace(old, () => text),
  );
}
