import { copyFileSync, lstatSync, linkSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { FettleError } from "../../common/diagnostic.js";
import { backupOf, draftOf, removeStale, writeDraft, type DraftKind } from "./draft.js";
import { explainWriteError } from "./explain-write-error.js";
import { holdSignals } from "./hold-signals.js";
import { findPlace, makeFolder, type Place, type Undo } from "./place.js";

export interface WriteOptions {
  /** How to treat an existing file: replace it (the default), or fail. */
  readonly mode?: "replace" | "create";
  /** Additional folders to create. */
  readonly folders?: readonly string[];
  /** Whether only the user may read new files and folders. */
  readonly isPrivate?: boolean;
  /** Whether the files must survive a power failure (the default). */
  readonly isFlushed?: boolean;
}

type Mode = NonNullable<WriteOptions["mode"]>;

interface Draft extends Place {
  readonly content: string | Buffer;
  readonly draft: string;
  /** The backup to restore; null if only one file is written, or if there was none. */
  readonly backup: string | null;
}

/**
 * Writes files, all or none, and creates missing folders. Each is written to a temporary file beside it, flushed, and
 * renamed, so a reader never sees a partial file, and a full disk leaves the old one. Links and permissions are
 * preserved. Signals that end the process are deferred, so only SIGKILL leaves drafts; the next call removes them.
 *
 * @throws FettleError
 */
export async function writeFiles(files: Readonly<Record<string, string>>, options: WriteOptions = {}): Promise<void> {
  await holdSignals(() => writeFilesNow(files, options));
}

/**
 * Synchronous, so that no signal can interrupt it, but one that was sent meanwhile may end the process. @throws
 * FettleError
 */
export function writeFilesNow(
  files: Readonly<Record<string, string | Buffer>>,
  { mode = "replace", folders = [], isPrivate = false, isFlushed = true }: WriteOptions = {},
): void {
  const entries = Object.entries(files);
  const drafts = new Map<string, Draft>();
  const undo: Undo = [];
  let current: Pick<Place, "named" | "file"> = { named: "", file: "" };
  try {
    for (const folder of folders) {
      current = { named: folder, file: folder };
      makeFolder(folder, undo, isPrivate);
    }
    for (const [named, content] of entries) {
      current = { named, file: named };
      const place = findPlace(named, undo, isPrivate);
      current = place;
      if (mode === "create" && exists(place.named)) throw Object.assign(new Error(), { code: "EEXIST" });
      if (!place.isStream) removeStale(place.file);
      const backup = place.before !== null && entries.length > 1 ? backupOf(place.file) : null;
      drafts.set(place.file, { ...place, content, draft: draftOf(place.file), backup });
    }
    for (const draft of drafts.values()) {
      current = draft;
      if (!draft.isStream) prepare(draft, { isPrivate, isFlushed }, undo);
    }
    for (const draft of drafts.values()) {
      current = draft;
      if (draft.isStream) writeFileSync(draft.file, draft.content);
    }
    for (const draft of drafts.values()) {
      current = draft;
      if (!draft.isStream) commit(draft, mode, undo);
    }
  } catch (error) {
    for (const { draft } of drafts.values()) rmSync(draft, { force: true });
    for (const step of undo.toReversed()) step();
    throw new FettleError([explainWriteError(error, current)]);
  }
  for (const { draft, backup } of drafts.values()) {
    for (const file of [draft, backup ?? draft]) rmSync(file, { force: true });
  }
}

function prepare({ file, before, content, draft, backup }: Draft, kind: DraftKind, undo: Undo): void {
  writeDraft(draft, content, before, kind);
  if (backup === null) return;
  undo.push(() => rmSync(backup, { force: true }));
  linkOr(file, backup, copyFileSync);
}

function commit({ file, before, draft, backup }: Draft, mode: Mode, undo: Undo): void {
  if (mode === "create") linkOr(draft, file, renameSync);
  else renameSync(draft, file);
  if (backup !== null) undo.push(() => renameSync(backup, file));
  else if (before === null) undo.push(() => rmSync(file, { force: true }));
}

/** Some file systems have no hard links. */
function linkOr(from: string, to: string, instead: (from: string, to: string) => void): void {
  try {
    linkSync(from, to);
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (!["EPERM", "ENOTSUP", "ENOSYS", "EOPNOTSUPP"].includes(code)) throw error;
    instead(from, to);
  }
}

function exists(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
}
