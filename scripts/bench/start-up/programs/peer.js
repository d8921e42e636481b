import { readFileSync } from "node:fs";

const [file, module, options] = process.argv.slice(2);
const { make } = await import(new URL(`../../contenders/peers/${module}`, import.meta.url).href);
const evaluate = await make(JSON.parse(options));
console.log(JSON.stringify(await evaluate(JSON.parse(readFileSync(file, "utf8")))));
