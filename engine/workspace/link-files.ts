import type { Diagnostic } from "../common/diagnostic.js";
import { operatorTable, type CustomOperators, type Operators } from "../language/conditions/operators.js";
import { linkPacks } from "../packs/link-packs.js";
import type { LinkedPacks } from "../packs/linked.js";
import { documentChecker } from "../compiler/check-document.js";
import type { LoadContext, LoadOptions } from "./load-options.js";
import { memoryFor } from "./shared-memory.js";

/** Reads, checks and links rule files. `linked` is null if a diagnostic is an error. */
export async function linkFiles(
  options: LoadOptions,
  set: string,
  { memory = memoryFor(options), isMeant = () => true }: LoadContext = {},
): Promise<{ readonly linked: LinkedPacks | null; readonly diagnostics: readonly Diagnostic[] }> {
  const { files, diagnostics: unread } = await gatherFiles(options, set);
  const isDecorated = Object.entries(files).some(
    ([file, content]) =>
      typeof content !== "string" || memory.ofFile(file, content, "decorates", () => mayDecorate(content)),
  );
  const operators = await chooseOperators(options, isDecorated);
  const thorough = options.thorough === true ? { documentChecker, isMeant } : undefined;
  const { target, anyRelease, today, deployments, engines } = options;
  const { linked, diagnostics } = linkPacks(files, {
    set,
    target,
    anyRelease,
    today,
    deployments,
    engines,
    operators,
    thorough,
    memory,
  });
  return { linked: unread.length > 0 ? null : linked, diagnostics: [...unread, ...diagnostics] };
}

/** An operator with a colon is decorated. */
function mayDecorate(text: string): boolean {
  return /"operator"\s*:\s*"[^"]*:/.test(text);
}

/** A single table for the whole process, since code is compiled once for each table. */
const plainOperators = operatorTable(null);
let decoratedOperators: Operators | undefined;

async function chooseOperators({ operators, decorators }: CustomOperators, isDecorated: boolean): Promise<Operators> {
  const isCustom = operators !== undefined || decorators !== undefined;
  if (!isCustom && !isDecorated) return plainOperators;
  const { stockOperators } = await import("../language/conditions/stock-operators.js");
  if (!isCustom) return (decoratedOperators ??= stockOperators({}));
  return stockOperators({ ...(operators && { operators }), ...(decorators && { decorators }) });
}

async function gatherFiles({ files = {}, rules = [] }: LoadOptions, set: string) {
  const own = typeof rules === "string" ? [rules] : rules;
  const isInMemory = Object.keys(files).some((file) => file.split(/[\\/]/).at(-1) === `${set}.set.json`);
  if (isInMemory && own.length === 0) return { files, diagnostics: [] };
  const read = isInMemory
    ? await (await import("./read-folders.js")).readFolders(own)
    : await (await import("./read-rules.js")).readRules(own);
  return { files: { ...read.files, ...files }, diagnostics: read.diagnostics };
}
