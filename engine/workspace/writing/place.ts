import { accessSync, constants, lstatSync, mkdirSync, readlinkSync } from "node:fs";
import { realpathSync, rmdirSync, statSync, type Stats } from "node:fs";
import path from "node:path";

/** Where a file that was named is written. */
export interface Place {
  /** As the user named it. */
  readonly named: string;
  /** The same as an absolute path, with links followed. */
  readonly file: string;
  /** The file that is there now, or null. */
  readonly before: Stats | null;
  /** A device or pipe: it is written to, not replaced. */
  readonly isStream: boolean;
}

/** Steps that take back what was done, in order; they are taken from the last to the first. */
export type Undo = (() => void)[];

/** Finds where to write, creating missing folders; `undo` gets the steps that remove these. @throws a system error */
export function findPlace(named: string, undo: Undo): Place {
  const target = followLinks(named);
  makeFolder(path.dirname(target), undo);
  const file = path.join(realpathSync(path.dirname(target)), path.basename(target));
  const before = statSync(file, { throwIfNoEntry: false }) ?? null;
  if (before === null) return { named, file, before, isStream: false };
  if (before.isDirectory()) throw Object.assign(new Error(), { code: "EISDIR" });
  accessSync(file, constants.W_OK);
  return { named, file, before, isStream: !before.isFile() };
}

/** The place that a link leads to, also where nothing is there yet. */
function followLinks(named: string, steps = 40): string {
  const found = lstatSync(named, { throwIfNoEntry: false });
  if (found?.isSymbolicLink() !== true) return named;
  if (statSync(named, { throwIfNoEntry: false }) !== undefined) return realpathSync(named);
  if (steps === 0) throw Object.assign(new Error(), { code: "ELOOP" });
  return followLinks(path.resolve(path.dirname(named), readlinkSync(named)), steps - 1);
}

/** Makes a folder and those around it; `undo` gets the step that removes them. @throws a system error */
export function makeFolder(folder: string, undo: Undo): void {
  const first = create(folder);
  if (first === undefined) return;
  undo.push(() => {
    const top = path.resolve(first);
    for (let made = path.resolve(folder); made.length >= top.length; made = path.dirname(made)) removeEmpty(made);
  });
}

/** The outermost folder that was missing. */
function create(folder: string): string | undefined {
  try {
    return mkdirSync(folder, { recursive: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw code === "EEXIST" ? Object.assign(new Error(), { code: "ENOTDIR" }) : error;
  }
}

/** Somebody else may have put something there. */
function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {}
}
