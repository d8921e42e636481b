import { closeSync, openSync, writeSync } from "node:fs";
import { readVectors } from "../lib/documents.js";

/** A file of so many lines, a document each: those of all vectors over and over. */
export function writeLines(file, count) {
  const texts = readVectors().map(({ input }) => `${JSON.stringify(input)}\n`);
  const descriptor = openSync(file, "w");
  for (let written = 0; written < count; written += texts.length) {
    writeSync(descriptor, texts.slice(0, Math.min(texts.length, count - written)).join(""));
  }
  closeSync(descriptor);
}
