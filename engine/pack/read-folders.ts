import { isUtf8 } from "node:buffer";
import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import { diagnostic, type Diagnostic } from "../base/diagnostic.js";
import { explainFileError } from "./explain-file-error.js";
import type { RuleFiles } from "./read-packs.js";

/** Whether a file is one of rules, by its name. */
export function isRuleFile(name: string): boolean {
  return /\.(?:pack|cases|claims|set)\.json$/.test(name);
}

/**
 * The rule files below folders, by path as the user named it; one that two folders lead to, by the path that came
 * last. Hidden folders and node_modules are passed over.
 */
export async function readFolders(
  folders: readonly string[],
): Promise<{ readonly files: RuleFiles; readonly diagnostics: readonly Diagnostic[] }> {
  const files: Record<string, string> = {};
  const diagnostics: Diagnostic[] = [];
  const named = new Map<string, string>();
  for (const folder of folders) {
    try {
      const isFolder = (await stat(folder)).isDirectory();
      const found = isFolder ? await findFiles(folder) : [folder];
      for (const file of found) {
        const bytes = await readFile(file);
        if (isUtf8(bytes)) {
          const whole = path.resolve(file);
          delete files[named.get(whole) ?? ""];
          named.set(whole, file);
          files[file] = bytes.toString("utf8");
        } else diagnostics.push(notUtf8(file));
      }
    } catch (error) {
      diagnostics.push(explainFileError(error, folder));
    }
  }
  return { files, diagnostics };
}

function notUtf8(file: string): Diagnostic {
  return diagnostic("not-utf8", `\`${file}\` is not UTF-8 text`, { file, hint: "save it as UTF-8" });
}

async function findFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const nested = entries
    .filter(({ name }) => !name.startsWith(".") && name !== "node_modules")
    .map(async (entry) => {
      const place = path.join(folder, entry.name);
      if (entry.isDirectory()) return findFiles(place);
      return isRuleFile(entry.name) ? [place] : [];
    });
  return (await Promise.all(nested)).flat().sort();
}
