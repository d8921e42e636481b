import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { weightBytes } from "./weight-bytes.js";

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(path.join(tmpdir(), "fettle-weights-"));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  return folder;
}

const index = (metadata: object) => JSON.stringify({ metadata, weight_map: {} });

test.each([
  ["neither an index nor weights", { "config.json": "{}" }, null],
  ["the index, though shards are missing", { "model.safetensors.index.json": index({ total_size: 9000 }) }, 9000],
  ["the files, if the index has no size", { "model.safetensors.index.json": index({}), "a.safetensors": "12345" }, 5],
  ["all shards", { "m-1.safetensors": "12345", "m-2.safetensors": "123" }, 8],
  ["weights that are there twice", { "model.safetensors": "123", "consolidated.safetensors": "123" }, 3],
])("%s", async (_, files, bytes) => {
  expect(await weightBytes(folderWith(files as Record<string, string>))).toBe(bytes);
});

test("a broken link has no size", async () => {
  const folder = folderWith({ "m-1.safetensors": "12345" });
  symlinkSync(path.join(folder, "gone"), path.join(folder, "m-2.safetensors"));
  expect(await weightBytes(folder)).toBe(null);
});
