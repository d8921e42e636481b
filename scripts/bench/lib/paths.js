import { readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

export const bench = path.resolve(import.meta.dirname, "..");
export const root = path.resolve(bench, "../..");

const { exports, bin } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));

/** Fettle as its users import it and as they run it: what is built, not the source. */
export const library = pathToFileURL(path.join(root, exports["."].default)).href;
export const commandLine = path.join(root, bin.fettle);
