import path from "node:path";
import { cacheFolder } from "./cache-folder.js";
import { readCached } from "./cached-file.js";
import { writeCached } from "./write-cached.js";

/** Values of one kind in the cache folder, each in a file named by a hash of all that decides it. */
export interface KeptKind {
  /** The folder, which has 256 folders of its own. */
  readonly name: string;
  /** Files in each of these; the oldest are removed. */
  readonly mostFiles: number;
  /** A larger file is not written. */
  readonly mostBytes: number;
}

/** Reads a value; null if there is none, it is damaged, or its file is that of another key. */
export function readKept<Value extends object>(kind: KeptKind, key: string, cache = cacheFolder()): Value | null {
  const data = cache === null ? null : readCached(fileOf(kind, key, cache));
  if (data === null) return null;
  try {
    const kept = JSON.parse(data.toString()) as Value & { readonly key: string };
    return kept.key === key ? kept : null;
  } catch {
    // Whoever wrote it, it is no value.
    return null;
  }
}

/** Keeps a value with its key, so that a file under another name counts for nothing. */
export function writeKept(kind: KeptKind, key: string, value: object, cache = cacheFolder()): void {
  if (cache === null) return;
  const data = Buffer.from(JSON.stringify({ key, ...value }));
  if (data.length <= kind.mostBytes) writeCached(fileOf(kind, key, cache), data, kind.mostFiles);
}

const fileOf = ({ name }: KeptKind, key: string, cache: string): string => path.join(cache, name, key.slice(0, 2), key);
