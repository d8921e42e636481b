import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, realpathSync, type Stats } from "node:fs";
import path from "node:path";
import { diagnostic, FettleError, type Diagnostic } from "../common/diagnostic.js";
import { once } from "../common/memoize.js";
import { firstOf } from "../common/must.js";
import { explainFileError } from "./explain-file-error.js";

/** Maximum size of a rule file or fettle.config.json in bytes, on disk or in a revision. */
export const largestRuleFile = 64 * 1024 * 1024;

/** Resolves the folder of a place that the user named; files below it may be read. @throws a system error */
export function rootOf(place: string, isFolder: boolean): string {
  return realpathSync.native(isFolder ? place : path.dirname(place));
}

/**
 * Reads a file that was found below one of these resolved folders. It must be a regular file that really lies there: a
 * symbolic link must not expose files elsewhere. @throws FettleError
 */
export function readFileWithin(file: string, roots: readonly string[], limit = largestRuleFile): Buffer {
  const handle = openWithin(file, roots);
  try {
    const bytes = readBounded(handle, limit);
    if (bytes === null) throw new FettleError([tooLarge(file, limit)]);
    return bytes;
  } catch (error) {
    throw error instanceof FettleError ? error : new FettleError([explainFileError(error, file)]);
  } finally {
    closeSync(handle);
  }
}

/** Windows has neither flag. */
const withoutWaiting = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Opens a regular file that really lies below one of these resolved folders. @throws FettleError */
export function openWithin(file: string, roots: readonly string[]): number {
  try {
    const real = realpathSync.native(file);
    if (!roots.some((root) => isBelow(real, root))) throw new FettleError([outside(file)]);
    refuseSpecial(file, lstatSync(real));
    const handle = openSync(real, withoutWaiting);
    try {
      refuseSpecial(file, fstatSync(handle));
    } catch (error) {
      closeSync(handle);
      throw error;
    }
    return handle;
  } catch (error) {
    throw error instanceof FettleError ? error : new FettleError([explainFileError(error, file)]);
  }
}

const smallestRead = 1 << 16;

/** One for all reads of that size: a new one for each file costs more than the read itself. */
const scratch = once(() => Buffer.allocUnsafeSlow(smallestRead));

/** Reads a file, device or pipe up to a limit; null if it is larger. @throws a system error */
export function readBounded(handle: number, limit: number): Buffer | null {
  const parts: Buffer[] = [];
  let total = 0;
  const { size } = fstatSync(handle);
  while (total <= limit) {
    const most = Math.min(Math.max(size - total + 1, smallestRead), limit - total + 1);
    const isSmall = most <= smallestRead;
    const part = isSmall ? scratch().subarray(0, most) : Buffer.allocUnsafe(most);
    const count = readSync(handle, part);
    if (count === 0) return parts.length === 1 ? firstOf(parts) : Buffer.concat(parts);
    parts.push(isSmall ? Buffer.from(part.subarray(0, count)) : part.subarray(0, count));
    total += count;
  }
  return null;
}

function outside(file: string): Diagnostic {
  const hint = "replace the symbolic link or `..` with the file itself, or name the folder that contains it";
  return diagnostic("file-unreadable", `\`${file}\` is outside the folders that are read`, { file, hint });
}

function isBelow(file: string, root: string): boolean {
  const inside = path.relative(root, file);
  return inside !== ".." && !inside.startsWith(`..${path.sep}`) && !path.isAbsolute(inside);
}

export function tooLarge(file: string, limit: number): Diagnostic {
  const size = limit >= 1 << 20 ? `${Math.floor(limit / (1 << 20))} MB` : `${limit} bytes`;
  const message = `\`${file}\` is larger than ${size}`;
  return diagnostic("file-too-large", message, { file, hint: "split it into several files" });
}

function refuseSpecial(file: string, found: Stats): void {
  if (found.isFile()) return;
  const special = found.isFIFO() ? "a pipe" : found.isSocket() ? "a socket" : "a device";
  const message = `\`${file}\` is ${found.isDirectory() ? "a folder" : special}, not a regular file`;
  throw new FettleError([diagnostic("file-unreadable", message, { file, hint: "put a file there, or remove it" })]);
}
