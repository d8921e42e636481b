// Brings JSON files into canonical form, for scripts of another language.
import { readFile, writeFile } from "node:fs/promises";
import { formatJson } from "../../engine/common/format-json.js";

for (const file of process.argv.slice(2)) await writeFile(file, formatJson(await readFile(file, "utf8")));
