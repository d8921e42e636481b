import { accessSync, constants, lstatSync, mkdirSync, readlinkSync } from "node:fs";
import { realpathSync, rmdirSync, statSync, type Stats } from "node:fs";
import path from "node:path";

/** Where a named file is written. */
export interface Place {
  /** As the user named it. */
  readonly named: string;
  /** The absolute path with links resolved. */
  readonly file: string;
  /** The existing file, or null. */
  readonly before: Stats | null;
  /** A device or pipe: it is written to, not replaced. */
  readonly isStream: boolean;
}

/** Steps that undo what was done, in order; run from last to first. */
export type Undo = (() => void)[];

/**
 * Finds where to write and creates missing folders; adds the steps that remove them to `undo`. @throws a system error
 */
export function findPlace(named: string, undo: Undo, isPrivate: boolean): Place {
  const target = followLinks(named);
  makeFolder(path.dirname(target), undo, isPrivate);
  const file = path.join(realpathSync(path.dirname(target)), path.basename(target));
  const before = statSync(file, { throwIfNoEntry: false }) ?? null;
  if (before === null) return { named, file, before, isStream: false };
  if (before.isDirectory()) throw Object.assign(new Error(), { code: "EISDIR" });
  accessSync(file, constants.W_OK);
  return { named, file, before, isStream: !before.isFile() };
}

/** Resolves a link, even if its target does not exist yet. */
function followLinks(named: string, steps = 40): string {
  const found = lstatSync(named, { throwIfNoEntry: false });
  if (found?.isSymbolicLink() !== true) return named;
  if (statSync(named, { throwIfNoEntry: false }) !== undefined) return realpathSync(named);
  if (steps === 0) throw Object.assign(new Error(), { code: "ELOOP" });
  return followLinks(path.resolve(path.dirname(named), readlinkSync(named)), steps - 1);
}

/** Creates a folder and its ancestors; adds the step that removes them to `undo`. @throws a system error */
export function makeFolder(folder: string, undo: Undo, isPrivate: boolean): void {
  const first = create(folder, isPrivate);
  if (first === undefined) return;
  undo.push(() => {
    const top = path.resolve(first);
    for (let made = path.resolve(folder); made.length >= top.length; made = path.dirname(made)) removeEmpty(made);
  });
}

/** Creates a folder; returns its outermost missing ancestor. */
function create(folder: string, isPrivate: boolean): string | undefined {
  try {
    return mkdirSync(folder, { recursive: true, ...(isPrivate && { mode: 0o700 }) });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw code === "EEXIST" ? Object.assign(new Error(), { code: "ENOTDIR" }) : error;
  }
}

/** Another process may have put something there. */
function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {}
}
