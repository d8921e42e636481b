import { readFileSync } from "node:fs";

/** Returns the package version. package.json is two folders above this file, both in the sources and in the bundle. */
export function version(): string {
  const file = new URL("../../package.json", import.meta.url);
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}
