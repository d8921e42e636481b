import type { Diagnostic } from "../base/diagnostic.js";
import type { JsonObject } from "../base/json.js";
import type { Result } from "../generated/result.js";
import { fieldsOf } from "../lang/fields.js";
import { operatorTable, type CustomOperators } from "../lang/operators.js";
import { linkPacks, type LinkedPacks } from "../pack/link-packs.js";
import type { RuleFiles } from "../pack/read-packs.js";
import { checkDocument, documentError, documentSchemaJson } from "./check-document.js";
import { compilePacks, defaultMode, type CompileMode } from "./compile-packs.js";
import { compileSet } from "./compile-set.js";
import { runProgram } from "./run-program.js";

export interface LoadOptions extends CustomOperators {
  /** The rule set to run; `vllm` where left out. */
  readonly set?: string | undefined;
  /** The release that is run, as project@version; the set's own where left out. */
  readonly target?: string | undefined;
  /** Folders or files with rules of one's own, run after the set. */
  readonly rules?: string | readonly string[] | undefined;
  /** Rule files from memory, by name: texts or parsed values. A set found here needs no file system. */
  readonly files?: RuleFiles | undefined;
  /** Generated code or closures; code where the surroundings allow it, where left out. */
  readonly mode?: CompileMode | undefined;
  /** Also report what is likely a mistake. */
  readonly thorough?: boolean | undefined;
}

export interface RunOptions {
  /** Run one pack alone, whatever its match says. */
  readonly pack?: string | undefined;
  /** Also return every rule that was reached, with its conditions' values. */
  readonly trace?: boolean | undefined;
  /** False where the document is known to fit its schema. */
  readonly validate?: boolean | undefined;
}

/** Linked packs, ready to run. */
export interface Program {
  readonly linked: LinkedPacks;
  run(document: JsonObject, options?: RunOptions): Result;
}

export interface Loaded {
  /** Null where a diagnostic is an error. */
  readonly program: Program | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads, checks and links rules; each pack is compiled when a document first needs it. */
export async function loadProgram(options: LoadOptions = {}): Promise<Loaded> {
  const set = options.set ?? "vllm";
  const { files, diagnostics: unread } = await gatherFiles(options, set);
  const texts = Object.values(files).filter((content) => typeof content === "string");
  const operators = await chooseOperators(options, texts.length < Object.keys(files).length || texts.some(mayDecorate));
  const fields = fieldsOf(documentSchemaJson);
  const thorough = options.thorough === true ? checkDocument : undefined;
  const { linked, diagnostics } = linkPacks(files, { set, target: options.target, operators, fields, thorough });
  const all = [...unread, ...diagnostics];
  if (linked === null || unread.length > 0) return { program: null, diagnostics: all };
  return { program: makeProgram(linked, options.mode ?? defaultMode()), diagnostics: all };
}

/** An operator with a colon is a decorated one. */
function mayDecorate(text: string): boolean {
  return /"operator"\s*:\s*"[^"]*:/.test(text);
}

async function chooseOperators({ operators, decorators }: CustomOperators, isDecorated: boolean) {
  if (operators === undefined && decorators === undefined && !isDecorated) return operatorTable(null);
  const { stockOperators } = await import("../lang/stock-operators.js");
  return stockOperators({ ...(operators && { operators }), ...(decorators && { decorators }) });
}

async function gatherFiles({ files = {}, rules = [] }: LoadOptions, set: string) {
  const own = typeof rules === "string" ? [rules] : rules;
  const isInMemory = Object.keys(files).some((file) => file.split(/[\\/]/).at(-1) === `${set}.set.json`);
  if (isInMemory && own.length === 0) return { files, diagnostics: [] };
  const { readFolders } = await import("../pack/read-folders.js");
  const shipped = isInMemory ? [] : [(await import("./shipped-rules.js")).shippedRules];
  const read = await readFolders([...shipped, ...own]);
  return { files: { ...read.files, ...files }, diagnostics: read.diagnostics };
}

function makeProgram(linked: LinkedPacks, mode: CompileMode): Program {
  const packs = compilePacks([...linked.packs.values()], linked.operators, mode);
  const set = compileSet(linked, packs);
  return {
    linked,
    run(document, { pack, trace = false, validate = true } = {}) {
      const error = validate ? documentError(document) : null;
      if (error !== null) return { ok: false, document: null, changes: [], logs: [], error, ...(trace ? { trace: [] } : {}) };
      const kind = trace ? "traced" : "step";
      return runProgram(pack === undefined ? set[kind] : packs[kind](pack), document, trace);
    },
  };
}
