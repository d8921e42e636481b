// Formats JSON files canonically, for scripts in other languages.
import { readFile, writeFile } from "node:fs/promises";
import { formatJson } from "../../engine/common/format-json.js";

for (const file of process.argv.slice(2)) await writeFile(file, formatJson(await readFile(file, "utf8")));
