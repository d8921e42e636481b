import { isObject, jsonEqual, type Json } from "../../base/json.js";
import type { EvaluationError, LogEntry, Result } from "../../generated/result.js";

/** What comes out differently: a field by its dotted path, a log or a failure by its code. */
export interface ResultDifference {
  readonly kind: "field" | "log" | "failure";
  readonly name: string;
  /** Left out where there is none: the field is absent, there is no such log or failure. */
  readonly before?: Json;
  readonly after?: Json;
}

/**
 * What two results of one document differ in. Where only one of them failed, or both for other reasons, that is all:
 * the rest follows from it. Which rule did something does not count, nor does the wording of a message.
 */
export function compareResults(before: Result, after: Result): readonly ResultDifference[] {
  const failures = compareErrors(before.error, after.error);
  if (failures.length > 0) return failures;
  const fields = before.ok && after.ok ? compareFields(before.document as Json, after.document as Json, [], new Set()) : [];
  return [...fields, ...compareLogs(before.logs, after.logs)];
}

function compareErrors(before: EvaluationError | null, after: EvaluationError | null): readonly ResultDifference[] {
  if (before?.code === after?.code && before?.kind === after?.kind) return [];
  if (before !== null && before.code === after?.code) return [{ kind: "failure", name: before.code, before: errorText(before), after: errorText(after) }];
  return [
    ...(before === null ? [] : [{ kind: "failure", name: before.code, before: errorText(before) } as const]),
    ...(after === null ? [] : [{ kind: "failure", name: after.code, after: errorText(after) } as const]),
  ];
}

function errorText({ kind, message }: EvaluationError): string {
  return `${kind}: ${message}`;
}

/** A part that is reached by two names, as the text config is, is compared under the first. */
function compareFields(before: Json | undefined, after: Json | undefined, path: readonly string[], seen: Set<unknown>): readonly ResultDifference[] {
  if (before === after) return [];
  if (isObject(before) && isObject(after)) {
    if (seen.has(after)) return [];
    seen.add(after);
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...keys].flatMap((key) => compareFields(before[key], after[key], [...path, key], seen));
  }
  return jsonEqual(before, after) ? [] : [{ kind: "field", name: path.join("."), ...sides(before, after) }];
}

function compareLogs(before: readonly LogEntry[], after: readonly LogEntry[]): readonly ResultDifference[] {
  const codes = [...new Set([...before, ...after].map(({ code }) => code))];
  const found = codes.flatMap((name): ResultDifference[] => {
    const [old, now] = [before, after].map((logs) => logs.filter(({ code }) => code === name));
    return sameLogs(old!, now!) ? [] : [{ kind: "log", name, ...sides(logText(old!), logText(now!)) }];
  });
  if (found.length > 0 || sameLogs(before, after)) return found;
  const order = (logs: readonly LogEntry[]) => logs.map(({ code }) => code).join(", ");
  return [{ kind: "log", name: firstOutOfOrder(before, after), before: order(before), after: order(after) }];
}

function sameLogs(before: readonly LogEntry[], after: readonly LogEntry[]): boolean {
  return before.length === after.length && before.every((entry, index) => sameLog(entry, after[index]!));
}

function sameLog(before: LogEntry, after: LogEntry): boolean {
  return before.code === after.code && before.level === after.level && jsonEqual(before.params, after.params);
}

function firstOutOfOrder(before: readonly LogEntry[], after: readonly LogEntry[]): string {
  return after[before.findIndex((entry, index) => !sameLog(entry, after[index]!))]!.code;
}

function logText(logs: readonly LogEntry[]): string | undefined {
  return logs.length === 0 ? undefined : logs.map(({ level, message }) => `${level}: ${message}`).join(" / ");
}

function sides(before: Json | undefined, after: Json | undefined): { before?: Json; after?: Json } {
  return { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
}
