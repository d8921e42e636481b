import { isUtf8 } from "node:buffer";
import type { Diagnostic } from "../base/diagnostic.js";
import { isObject, type JsonObject } from "../base/json.js";
import { readJson } from "../base/read-json.js";
import type { EvaluationError, Result } from "../generated/result.js";
import { checkDocument } from "../program/check-document.js";
import type { Program } from "../program/load-program.js";
import type { RunOptions } from "../program/make-run.js";
import { countField, type LineTally } from "./line-tally.js";

/** One line of a stream, without its end. */
export interface Line {
  /** 1-based. */
  readonly number: number;
  /** Null where the line is longer than the limit. */
  readonly bytes: Buffer | null;
  /** The same as text, where it is known already. */
  readonly text: string | null;
}

/** The result of one line, as JSON on one line; null where the line is blank. */
export function evaluateLine(line: Line, program: Program, options: RunOptions, tally: LineTally): string | null {
  const read = readDocument(line);
  if (read === null) {
    tally.blank++;
    return null;
  }
  tally.documents++;
  if ("error" in read) {
    tally.unreadable++;
    const { error } = read;
    const trace = options.trace === true ? { trace: [] } : {};
    return JSON.stringify({ ok: false, document: null, changes: [], logs: [], error, ...trace } satisfies Result);
  }
  const findings = checkDocument({ file: null, value: read.document, locate: () => null });
  const isWrong = findings.length > 0 && findings.some(({ severity }) => severity === "error");
  for (const { path, severity } of findings) if (severity === "warning") countField(tally, path ?? "");
  const result = program.run(read.document, { ...options, validate: isWrong });
  if (!result.ok) tally.failed++;
  else if (result.changes.length > 0) tally.changed++;
  return JSON.stringify(result);
}

type ReadDocument = { readonly document: JsonObject } | { readonly error: EvaluationError } | null;

function readDocument({ number, bytes, text: known }: Line): ReadDocument {
  if (bytes === null) return lineError(number, "file-too-large", "longer than 256 MB");
  if (known === null && !isUtf8(bytes)) return lineError(number, "not-utf8", "not UTF-8 text");
  const text = known ?? bytes.toString("utf8");
  if (bytes[0] !== 0x7b && text.trim() === "") return null;
  const read = readJson(text, null, bytes);
  if (!read.ok) {
    const { code, message, column } = read.diagnostics[0]!;
    return lineError(number, code, message, column);
  }
  const { value } = read.source;
  return isObject(value) ? { document: value } : lineError(number, "not-an-object", "the document is no object");
}

function lineError(line: number, code: Diagnostic["code"], message: string, column: number | null = null) {
  const place = column === null ? `line ${line}` : `line ${line}, column ${column}`;
  const kind = code === "not-an-object" ? ("type" as const) : ("value" as const);
  return { error: { code: `fettle/${code}`, kind, message: `${place}: ${message}`, rule: null } };
}
