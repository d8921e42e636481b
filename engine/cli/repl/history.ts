import { realpathSync, statSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { readFileWithin, rootOf } from "../../workspace/read-file.js";
import { writeFiles } from "../../workspace/writing/write-files.js";

/** Maximum number of history lines; readline has the newest first. */
export const historySize = 1000;

/** The history file, by the XDG Base Directory Specification. */
export function historyFile(env: NodeJS.ProcessEnv = process.env): string {
  const state = env["XDG_STATE_HOME"];
  const folder = state !== undefined && path.isAbsolute(state) ? state : path.join(homedir(), ".local", "state");
  return path.join(folder, "fettle", "repl-history");
}

/** Reads the saved lines; none if there is no regular file. */
export function readHistory(file: string): string[] {
  try {
    const real = realpathSync(file);
    const lines = readFileWithin(real, [rootOf(real, false)])
      .toString()
      .split("\n");
    return lines.filter((line) => line !== "").slice(0, historySize);
  } catch {
    return [];
  }
}

/** Saves the history, readable only by its owner: lines may contain values of a configuration. */
export async function writeHistory(file: string, lines: readonly string[]): Promise<boolean> {
  const kept = lines.filter((line) => line.trim() !== "" && !line.includes("\n")).slice(0, historySize);
  try {
    if (statSync(file, { throwIfNoEntry: false })?.isFile() === false) return false;
    await writeFiles({ [file]: kept.map((line) => `${line}\n`).join("") }, { isPrivate: true });
    return true;
  } catch {
    return false;
  }
}
