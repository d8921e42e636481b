import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";

/** Maximum number of history lines; readline has the newest first. */
export const historySize = 1000;

/** The history file, by the XDG Base Directory Specification. */
export function historyFile(env: NodeJS.ProcessEnv = process.env): string {
  const state = env["XDG_STATE_HOME"];
  const folder = state !== undefined && path.isAbsolute(state) ? state : path.join(homedir(), ".local", "state");
  return path.join(folder, "fettle", "repl-history");
}

export function readHistory(file: string): string[] {
  try {
    const lines = readFileSync(file, "utf8").split("\n");
    return lines.filter((line) => line !== "").slice(0, historySize);
  } catch {
    return [];
  }
}

/** Saves the history, readable only by its owner: lines may contain values of a configuration. */
export function writeHistory(file: string, lines: readonly string[]): boolean {
  const draft = `${file}.${process.pid}`;
  const kept = lines.filter((line) => line.trim() !== "" && !line.includes("\n")).slice(0, historySize);
  try {
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(draft, kept.map((line) => `${line}\n`).join(""), { mode: 0o600 });
    renameSync(draft, file);
    return true;
  } catch {
    return false;
  }
}
