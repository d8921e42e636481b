import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { findConfig } from "./model-folders.js";

const folder = mkdtempSync(path.join(tmpdir(), "fettle-models-"));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, text = "{}"): string {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

test("a model by its id, in a folder or in the cache of Hugging Face", () => {
  const plain = write("own/acme/m/config.json");
  write("hub/models--acme--n/snapshots/aaa/config.json");
  const main = write("hub/models--acme--n/snapshots/bbb/config.json");
  write("hub/models--acme--n/refs/main", "bbb\n");
  const only = write("hub/models--acme--o/snapshots/ccc/config.json");
  mkdirSync(path.join(folder, "hub/models--acme--p"));
  const folders = [path.join(folder, "own"), path.join(folder, "hub"), path.join(folder, "nowhere")];
  expect(["acme/m", "acme/n", "acme/o", "acme/p", "acme/q"].map((model) => findConfig(model, folders))).toEqual([
    plain,
    main,
    only,
    null,
    null,
  ]);
});
