import { isAscii, isUtf8 } from "node:buffer";
import { diagnostic, FettleError, type Diagnostic } from "../../common/diagnostic.js";
import { isObject } from "../../common/json.js";
import { firstOf, must } from "../../common/must.js";
import { readJson } from "../../common/read-json.js";
import { scanJson } from "../../common/scan-json.js";
import { documentFromJson } from "../../common/aliases.js";
import type { EvaluationError, Result } from "../../generated/result.js";
import { asSource, documentChecker } from "../../compiler/check-document.js";
import type { Program } from "../../workspace/load-program.js";
import { tooLong, unlessTooLong } from "../../compiler/too-long.js";
import type { RunOptions } from "../../compiler/make-run.js";
import { countField, type LineTally } from "./line-tally.js";
import type { RepeatedSections } from "./repeated-sections.js";
import { printResult, type ReadDocument } from "../output/print-result.js";

/** One line of a block, without its line break. */
export interface Line {
  /** 1-based. */
  readonly number: number;
  /** Null if the line exceeds the limit. */
  readonly block: Buffer | null;
  readonly start: number;
  readonly end: number;
  /** The whole block as a string if it is ASCII, so that byte and string offsets are equal. */
  readonly ascii: string | null;
}

/** What lines are evaluated with. `run` must not validate documents. */
export interface LineRun {
  readonly program: Program;
  readonly run: RunOptions;
  readonly tally: LineTally;
  readonly repeated: RepeatedSections;
}

/** Evaluates one line to JSON on one line; null if the line is blank. */
export function evaluateLine(line: Line, { program, run, tally, repeated }: LineRun): string | null {
  const { engine } = program.linked;
  const read = readDocument(line, repeated);
  if (read === null) {
    tally.blank++;
    return null;
  }
  tally.documents++;
  if ("error" in read) {
    tally.unreadable++;
    return printError(read.error, run);
  }
  const checker = documentChecker(engine);
  const isFit = checker.fitsSchema(read.document, repeated.shared);
  const findings = isFit ? [] : checker.checkDocument(asSource(read.document));
  const isWrong = findings.length > 0 && findings.some(({ severity }) => severity === "error");
  for (const { path, severity } of findings) if (severity === "warning") countField(tally, path ?? "");
  const document = isWrong ? read.document : documentFromJson(read.document, engine.alias);
  const result = program.run(document, isWrong ? { ...run, validate: true } : run);
  try {
    const printed = unlessTooLong(() => printResult(result, { ...read, document }, engine.alias));
    if (printed === null) {
      tally.failed++;
      const error = must(tooLong.error, "error");
      return printError({ ...error, message: `line ${line.number}: ${error.message}` }, run);
    }
    if (!result.ok) tally.failed++;
    else if (result.changes.length > 0) tally.changed++;
    return printed;
  } catch (fault) {
    if (!(fault instanceof FettleError)) throw fault;
    tally.failed++;
    return printError(lineError(line.number, firstOf(fault.diagnostics)).error, run);
  }
}

function printError(error: EvaluationError, { trace }: RunOptions): string {
  return JSON.stringify({
    ok: false,
    document: null,
    changes: [],
    logs: [],
    error,
    ...(trace === true ? { trace: [] } : {}),
  } satisfies Result);
}

function readDocument(
  { number, block, start, end, ascii }: Line,
  repeated: RepeatedSections,
): ReadDocument | { readonly error: EvaluationError } | null {
  if (block === null) return lineError(number, tooLarge);
  const line = block.subarray(start, end);
  const hasOffsets = ascii !== null || isAscii(line);
  if (!hasOffsets && !isUtf8(line)) return lineError(number, notUtf8);
  const text = ascii === null ? line.toString(hasOffsets ? "latin1" : "utf8") : ascii.slice(start, end);
  if (block[start] !== 0x7b && text.trim() === "") return null;
  const known = hasOffsets ? repeated.read(line, text) : null;
  if (known !== null) return known;
  const scan = scanJson(block, start, end);
  const read = readJson(text, null, scan.keys);
  if (!read.ok) return lineError(number, firstOf(read.diagnostics));
  const { value } = read.source;
  return isObject(value) ? { document: value, text, scan: hasOffsets ? scan : null } : lineError(number, notAnObject);
}

const tooLarge = diagnostic("file-too-large", "longer than 256 MB", {
  hint: "check the program that wrote the line: a document takes a few thousand characters",
});
const notUtf8 = diagnostic("not-utf8", "not UTF-8 text", { hint: "save it as UTF-8" });
const notAnObject = diagnostic("not-an-object", "the document is not an object", {
  hint: "write one config document per line",
});

function lineError(line: number, { code, message, hint, column }: Diagnostic) {
  const place = column === null ? `line ${line}` : `line ${line}, column ${column}`;
  const kind = code === "not-an-object" ? ("type" as const) : ("value" as const);
  return { error: { code: `fettle/${code}`, kind, message: `${place}: ${message}; ${hint}`, rule: null } };
}
