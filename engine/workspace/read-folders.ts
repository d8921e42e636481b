import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { FettleError, type Diagnostic } from "../common/diagnostic.js";
import { decodeUtf8 } from "../packs/decode-utf8.js";
import { explainFileError } from "./explain-file-error.js";
import { readFileWithin, rootOf } from "./read-file.js";
import type { RuleFiles } from "../packs/read-packs.js";

/** Whether a file name is that of a rule file. */
export function isRuleFile(name: string): boolean {
  return /\.(?:pack|cases|claims|set|exceptions)\.json$/.test(name);
}

/** A folder or file that was named, with its rule files. */
interface Found {
  readonly root: string;
  readonly files: readonly string[];
}

/**
 * Reads the rule files below folders, by path as the user named them; a file reachable from two folders has its last
 * path. Skips hidden folders and node_modules. Reports files that are not regular or too large, and links that lead out
 * of all folders.
 */
export async function readFolders(
  folders: readonly string[],
): Promise<{ readonly files: RuleFiles; readonly diagnostics: readonly Diagnostic[] }> {
  const files: Record<string, string> = {};
  const diagnostics: Diagnostic[] = [];
  const found: Found[] = [];
  for (const folder of folders) {
    try {
      const isFolder = (await stat(folder)).isDirectory();
      found.push({ root: rootOf(folder, isFolder), files: isFolder ? await findFiles(folder, isRuleFile) : [folder] });
    } catch (error) {
      diagnostics.push(explainFileError(error, folder));
    }
  }
  const roots = found.map(({ root }) => root);
  const named = new Map<string, string>();
  for (const file of found.flatMap((entry) => entry.files)) {
    named.delete(path.resolve(file));
    named.set(path.resolve(file), file);
  }
  for (const file of named.values()) {
    try {
      files[file] = decodeUtf8(readFileWithin(file, roots), file);
    } catch (error) {
      if (!(error instanceof FettleError)) throw error;
      diagnostics.push(...error.diagnostics);
    }
  }
  return { files, diagnostics };
}

/** Lists the matching files below a folder; does not follow links to folders, and skips hidden ones. */
export async function findFiles(folder: string, isMeant: (name: string) => boolean): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const nested = entries
    .filter(({ name }) => !name.startsWith(".") && name !== "node_modules")
    .map(async (entry) => {
      const place = path.join(folder, entry.name);
      if (entry.isDirectory()) return findFiles(place, isMeant);
      return isMeant(entry.name) ? [place] : [];
    });
  return (await Promise.all(nested)).flat().sort();
}
