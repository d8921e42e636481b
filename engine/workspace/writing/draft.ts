import { closeSync, fchmodSync, fchownSync, fsyncSync, openSync, writeFileSync, type Stats } from "node:fs";
import { readdirSync, rmSync, statSync } from "node:fs";
import path from "node:path";

/** The temporary file for a file: hidden, in the same folder, with the writing process's id in its name. */
export function draftOf(file: string): string {
  return beside(file, `${process.pid}.fettle-draft`);
}

/** The backup of a file, kept until all files of a call are in place. */
export function backupOf(file: string): string {
  return beside(file, `${process.pid}.fettle-backup`);
}

function beside(file: string, ending: string): string {
  return path.join(path.dirname(file), `.${path.basename(file)}.${ending}`);
}

export interface DraftKind {
  readonly isPrivate: boolean;
  readonly isFlushed: boolean;
}

/**
 * Writes a new file to disk, with the permissions of the one that it replaces unless it is private. @throws a system
 * error
 */
export function writeDraft(
  draft: string,
  content: string | Buffer,
  before: Stats | null,
  { isPrivate, isFlushed }: DraftKind,
): void {
  const handle = openSync(draft, "wx", isPrivate ? 0o600 : undefined);
  try {
    writeFileSync(handle, content);
    if (before !== null && !isPrivate) {
      keepOwner(handle, before);
      fchmodSync(handle, before.mode & 0o7777);
    }
    if (isFlushed) fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Only an administrator can change a file's owner. */
function keepOwner(handle: number, { uid, gid }: Stats): void {
  try {
    fchownSync(handle, uid, gid);
  } catch {}
}

const anHour = 3_600_000;

/** Removes leftovers of a killed process beside a file: drafts of a process that has ended, or older than an hour. */
export function removeStale(file: string): void {
  const folder = path.dirname(file);
  const start = `.${path.basename(file)}.`;
  for (const name of namesIn(folder)) {
    if (!name.startsWith(start)) continue;
    const [, pid] = /^(\d+)\.fettle-(?:draft|backup)$/.exec(name.slice(start.length)) ?? [];
    const left = path.join(folder, name);
    const isStale = pid !== undefined && (Number(pid) === process.pid || !isRunning(Number(pid)) || isOld(left));
    if (isStale) rmSync(left, { force: true });
  }
}

/** A folder may be writable but not listable. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function isOld(file: string): boolean {
  const found = statSync(file, { throwIfNoEntry: false });
  return found !== undefined && Date.now() - found.mtimeMs > anHour;
}
