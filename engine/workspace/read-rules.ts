import path from "node:path";
import type { Diagnostic } from "../common/diagnostic.js";
import type { RuleSet } from "../generated/set.js";
import { readFolders } from "./read-folders.js";
import type { RuleFiles } from "../packs/read-packs.js";
import { shippedRules } from "./shipped-rules.js";

export interface ReadRules {
  readonly files: RuleFiles;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads the rule files below folders or files, and those shipped with the package. */
export async function readRules(own: readonly string[]): Promise<ReadRules> {
  return withShipped(await readFolders(own), () => readFolders([shippedRules()]));
}

/**
 * Adds the shipped rules, unless there is a copy of them, identified by its set, which replaces them, or a set for
 * another serving engine.
 */
export async function withShipped(own: ReadRules, readShipped: () => Promise<ReadRules>): Promise<ReadRules> {
  if (Object.keys(own.files).some((file) => path.basename(file) === "vllm.set.json")) return own;
  if (Object.entries(own.files).some(([file, content]) => file.endsWith(".set.json") && isForOther(content)))
    return own;
  const shipped = await readShipped();
  return { files: { ...shipped.files, ...own.files }, diagnostics: [...shipped.diagnostics, ...own.diagnostics] };
}

/** Whether a set names a serving engine other than that of the shipped rules. */
function isForOther(content: string | object): boolean {
  try {
    const { engine = "vllm" } = (typeof content === "string" ? JSON.parse(content) : content) as Partial<RuleSet>;
    return engine !== "vllm";
  } catch {
    // Reading the file as a set reports what is wrong with it.
    return false;
  }
}
