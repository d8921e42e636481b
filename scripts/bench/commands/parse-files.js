import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** The least that any command over these model folders has to do: read and parse each config.json. */
const [folder] = process.argv.slice(2);
for (const name of readdirSync(folder)) JSON.parse(readFileSync(path.join(folder, name, "config.json"), "utf8"));
