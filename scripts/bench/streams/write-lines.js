import { spawnSync } from "node:child_process";
import { closeSync, openSync, writeSync } from "node:fs";
import path from "node:path";
import { readVectors } from "../lib/documents.js";
import { commandLine, root } from "../lib/paths.js";

/** The documents of all vectors. */
export const smallDocuments = () => readVectors().map(({ input }) => JSON.stringify(input));

/** The same with all other sections of a resolved document, 8 to 9 KB each, and an id of their own. */
export function largeDocuments() {
  const model = path.join(root, "test/vllm/fixtures/qwen3-32b.config.json");
  const { stdout } = spawnSync(
    process.execPath,
    [commandLine, "resolve", model, "--device", "H100:8", "--format", "json"],
    { encoding: "utf8", maxBuffer: Infinity },
  );
  const { model_config: _, ...others } = JSON.parse(stdout).document;
  return readVectors().map(({ input }, index) =>
    JSON.stringify({ ...others, ...input, instance_id: `server-${index}` }),
  );
}

/** A file of so many lines, a document each: those given over and over. */
export function writeLines(file, texts, count) {
  const descriptor = openSync(file, "w");
  for (let written = 0; written < count; written += texts.length) {
    const some = texts.slice(0, Math.min(texts.length, count - written));
    writeSync(descriptor, some.map((text) => `${text}\n`).join(""));
  }
  closeSync(descriptor);
}
