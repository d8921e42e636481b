import { createHash } from "node:crypto";
import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";

const checksumLength = 32;

/** Reads what `writeCached` wrote; null if there is no such file, it is damaged, or another user could have written it. */
export function readCached(file: string): Buffer | null {
  let handle: number | null = null;
  try {
    handle = openSync(file, "r");
    const { uid, mode } = fstatSync(handle);
    const isOwn = process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
    if (!isOwn) return null;
    const content = readFileSync(handle);
    const data = content.subarray(checksumLength);
    return checksum(data).equals(content.subarray(0, checksumLength)) ? data : null;
  } catch {
    return null;
  } finally {
    if (handle !== null) closeSync(handle);
  }
}

/** Writes a file of the cache in one step, and removes the oldest of its folder beyond `most`; a failure has no effect. */
export function writeCached(file: string, data: Buffer, most: number): void {
  const folder = path.dirname(file);
  const part = `${file}.${process.pid}.part`;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(part, Buffer.concat([checksum(data), data]), { mode: 0o600 });
    renameSync(part, file);
    removeOldest(folder, most);
  } catch {
    discard(part);
  }
}

function discard(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // Its folder is a file.
  }
}

function removeOldest(folder: string, most: number): void {
  const files = readdirSync(folder).map((name) => path.join(folder, name));
  if (files.length <= most) return;
  const dated = files.map((file) => ({ file, written: statSync(file).mtimeMs }));
  dated.sort((a, b) => a.written - b.written);
  for (const { file } of dated.slice(0, files.length - most)) rmSync(file, { force: true });
}

const checksum = (data: Buffer): Buffer => createHash("sha256").update(data).digest();
