import { closeSync, fstatSync, lstatSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import * as zlib from "node:zlib";
import { largestRuleFile, openWithin, readBounded, rootOf } from "./read-file.js";
import { writeFilesNow } from "./writing/write-files.js";

const checksumLength = 4;
/** Loads faster than hashes do. Releases of Node before 20.15 lack it, and keep nothing. */
const { crc32 } = zlib as { readonly crc32?: (data: Buffer) => number };

/**
 * Reads what `writeCached` wrote; null if there is no regular file, it is damaged, or another user could have written it.
 */
export function readCached(file: string): Buffer | null {
  let handle: number | null = null;
  try {
    handle = openWithin(file, [rootOf(file, false)]);
    const { uid, mode } = fstatSync(handle);
    const isOwn = process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
    const content = isOwn ? readBounded(handle, largestRuleFile) : null;
    if (content === null) return null;
    const data = content.subarray(checksumLength);
    return checksum(data).equals(content.subarray(0, checksumLength)) ? data : null;
  } catch {
    return null;
  } finally {
    if (handle !== null) closeSync(handle);
  }
}

/**
 * Writes a file of the cache in one step, and removes the oldest of its folder beyond `most`. A failure has no effect, and
 * a link, device or pipe in the file's place is left alone.
 */
export function writeCached(file: string, data: Buffer, most: number): void {
  try {
    if (lstatSync(file, { throwIfNoEntry: false })?.isFile() === false) return;
    // What a power failure damages has another checksum.
    writeFilesNow({ [file]: Buffer.concat([checksum(data), data]) }, { isPrivate: true, isFlushed: false });
    removeOldest(path.dirname(file), most);
  } catch {
    // It is computed again.
  }
}

function removeOldest(folder: string, most: number): void {
  const files = readdirSync(folder).map((name) => path.join(folder, name));
  if (files.length <= most) return;
  const dated = files.map((file) => ({ file, written: lstatSync(file).mtimeMs }));
  dated.sort((a, b) => a.written - b.written);
  for (const { file } of dated.slice(0, files.length - most)) rmSync(file, { force: true });
}

function checksum(data: Buffer): Buffer {
  if (crc32 === undefined) throw new Error("this release of Node computes no checksums");
  const sum = Buffer.alloc(checksumLength);
  sum.writeUInt32BE(crc32(data));
  return sum;
}
