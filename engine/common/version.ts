import { readFileSync } from "node:fs";

/** The version of the package; its file lies two folders above this one, in the sources and in the bundle. */
export function version(): string {
  const file = new URL("../../package.json", import.meta.url);
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}
