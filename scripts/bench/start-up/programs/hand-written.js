import { readFileSync } from "node:fs";
import { evaluate } from "../../contenders/hand-written/index.js";

console.log(JSON.stringify(evaluate(JSON.parse(readFileSync(process.argv[2], "utf8")))));
