import { must } from "../../engine/common/must.js";
import { pairOf, type Theme } from "./themes.js";

/** Prints a pair: `show.ts THEME INDEX SEED`. */
const [theme, index, seed = "1"] = process.argv.slice(2) as [Theme, string, string | undefined];
const { name, base, head } = must(await pairOf(theme, Number(index), Number(seed)), "the pair");
console.log(name);
for (const file of Object.keys(base)) {
  const [one, other] = [JSON.stringify(base[file]), JSON.stringify(head[file])];
  console.log(one === other ? one : `${one}\n→ ${other}`);
}
