// Prints the changelog of a version: `tsx scripts/release/notes.ts 0.2.0`.
import { readFileSync } from "node:fs";
import { sectionOf } from "./changelog.js";

const version = process.argv[2] ?? "";
const notes = sectionOf(readFileSync(new URL("../../CHANGELOG.md", import.meta.url), "utf8"), version);
if (notes === null) throw new Error(`CHANGELOG.md has no section for ${version}`);
console.log(notes);
