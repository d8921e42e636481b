import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { root } from "./paths.js";

const folder = path.join(root, "test/vectors/vllm-seed");

/** Every vector: a document, and what the original handlers made of it. */
export function readVectors() {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".jsonl"))
    .sort()
    .flatMap((name) => readFileSync(path.join(folder, name), "utf8").trim().split("\n"))
    .map((line) => JSON.parse(line));
}

/** The documents that are timed: 200 at equal distances through all vectors, family by family. */
export function sampleDocuments(count = 200) {
  const vectors = readVectors();
  return Array.from({ length: count }, (_, index) => vectors[Math.floor((index * vectors.length) / count)].input);
}
