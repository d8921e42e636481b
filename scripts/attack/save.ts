import { writeFileSync } from "node:fs";
import { must } from "../../engine/common/must.js";
import { judge } from "./judge.js";
import { sayShared } from "./observe.js";
import { randomOf } from "./random.js";
import { shrink } from "./shrink.js";
import { pairOf, type Theme } from "./themes.js";

/** Shrinks the false proof of a pair and keeps it: `save.ts THEME SEED INDEX NAME TITLE`. */
const [theme, seed, index, name, title] = process.argv.slice(2) as [Theme, string, string, string, string];
const pair = must(await pairOf(theme, Number(index), Number(seed)), "the pair");
const random = randomOf(Number(seed) + Number(index));
const { findings } = await judge(pair, { seconds: 20, budget: { documents: 3000, milliseconds: 20_000 } }, random);
const example = findings.find(({ fault }) => fault === "false-proof")?.counterexample;
if (example === undefined) console.log("no false proof");
else {
  const { base, head, document } = await shrink(pair, example, 20);
  const content = { title, set: pair.set, document: sayShared(document), base, head };
  writeFileSync(new URL(`found/${name}.json`, import.meta.url), `${JSON.stringify(content, null, 1)}\n`);
}
process.exit(0);
