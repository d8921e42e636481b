import { homedir } from "node:os";
import path from "node:path";

/**
 * The folder for what can be computed again: `fettle` in `XDG_CACHE_HOME` or `~/.cache`. Null if `FETTLE_CACHE` is
 * `none`. Nothing in it is ever needed, so it is safe to delete.
 */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string | null {
  if (env["FETTLE_CACHE"] === "none") return null;
  const home = env["XDG_CACHE_HOME"];
  return path.join(home !== undefined && path.isAbsolute(home) ? home : path.join(homedir(), ".cache"), "fettle");
}
