import { lstatSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { withChecksum } from "./cached-file.js";
import { writeFilesNow } from "./writing/write-files.js";

/**
 * Writes a file of the cache in one step, and removes the oldest of its folder beyond `most`. A failure has no effect,
 * and a link, device or pipe in the file's place is left alone.
 */
export function writeCached(file: string, data: Buffer, most: number): void {
  try {
    if (lstatSync(file, { throwIfNoEntry: false })?.isFile() === false) return;
    // What a power failure damages has another checksum.
    writeFilesNow({ [file]: withChecksum(data) }, { isPrivate: true, isFlushed: false });
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
