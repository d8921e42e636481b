import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "../lib/paths.js";
import { translateCases } from "./cases.js";
import { translatePack } from "./pack.js";
import { rangeLines } from "./releases.js";

/** Writes all shipped packs and their cases as Rego into a folder; returns how many, and which could not be. */
export function translateRules(folder) {
  const found = readShipped();
  const counts = { packs: 0, rules: 0, cases: 0, leftRules: [], leftCases: [] };
  mkdirSync(folder, { recursive: true });
  copyFileSync(path.join(import.meta.dirname, "runtime.rego"), path.join(folder, "runtime.rego"));
  for (const { pack, cases } of found) {
    const base = path.join(folder, pack.pack.replaceAll("/", "-"));
    let text;
    try {
      text = translatePack(pack, rangeLines);
    } catch (error) {
      counts.leftRules.push({ pack: pack.pack, reason: error.message, rules: pack.rules.length, cases: cases.length });
      continue;
    }
    writeFileSync(`${base}.rego`, text);
    const tests = translateCases(pack, cases);
    writeFileSync(`${base}_test.rego`, tests.text);
    writeFileSync(`${base}-cases.json`, JSON.stringify(tests.data));
    counts.packs++;
    counts.rules += pack.rules.length;
    counts.cases += tests.count;
    counts.leftCases.push(...tests.left);
  }
  return counts;
}

/** The shipped packs with their cases, by name. */
export function readShipped(rules = path.join(root, "rules")) {
  const files = readdirSync(rules, { recursive: true, encoding: "utf8" }).map((file) => path.join(rules, file));
  const read = (file) => JSON.parse(readFileSync(file, "utf8"));
  const packs = files.filter((file) => file.endsWith(".pack.json")).map(read);
  const cases = new Map();
  for (const file of files.filter((name) => name.endsWith(".cases.json"))) {
    const content = read(file);
    cases.set(content.pack, [...(cases.get(content.pack) ?? []), ...content.cases]);
  }
  return packs
    .map((pack) => ({ pack, cases: cases.get(pack.pack) ?? [] }))
    .sort((a, b) => (a.pack.pack < b.pack.pack ? -1 : 1));
}
