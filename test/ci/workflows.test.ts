import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";

const folder = new URL("../../.github/", import.meta.url);
const read = (name: string) => readFileSync(new URL(name, folder), "utf8");
const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".yml"));
const { scripts } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));

test.each(files)("%s is YAML, names actions by commit, and runs scripts that exist", (name) => {
  const text = read(name);
  expect(parse(text)).toBeTypeOf("object");
  for (const [, action] of text.matchAll(/uses: (\S+)/g)) expect(action).toMatch(/^[\w./-]+@[0-9a-f]{40}$/);
  for (const [, script] of text.matchAll(/npm run ([\w:]+)/g)) expect(scripts).toHaveProperty([script!]);
});

test("every workflow starts with permission to read alone", () => {
  for (const name of files.filter((file) => file.startsWith("workflows/"))) {
    expect(parse(read(name)).permissions).toEqual({ contents: "read" });
  }
});
