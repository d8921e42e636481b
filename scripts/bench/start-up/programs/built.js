import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [file, module] = process.argv.slice(2);
const { evaluate } = await import(pathToFileURL(module).href);
console.log(JSON.stringify(evaluate(JSON.parse(readFileSync(file, "utf8")))));
