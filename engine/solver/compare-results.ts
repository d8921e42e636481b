import { isObject, jsonEqual, type Json, type JsonObject } from "../common/json.js";
import { itemAt } from "../common/must.js";
import { readPath } from "../common/path.js";
import type { EvaluationError, LogEntry, Result } from "../generated/result.js";
import { aliasPath, type Alias } from "../common/engine-adapter.js";
import { sharedPath } from "../common/aliases.js";
import type { SharedParts } from "../common/shared-parts.js";

/** A difference: a field by its dotted path, a log or a failure by its code. */
export interface ResultDifference {
  readonly kind: "field" | "log" | "failure";
  readonly name: string;
  /** Omitted if absent: the field does not exist, or there is no such log or failure. */
  readonly before?: Json;
  readonly after?: Json;
}

/**
 * Compares two results for one document. This single comparison underlies every verdict (docs/reference/language.md,
 * "What counts as behavior"). It compares a failure by code, kind and path; a document including the alias of
 * hf_text_config; logs in order by code, level and params. If only one fails, or the failures differ, nothing else is
 * reported, since the rest follows from it. Names of rules, wording and key order do not count; see {@link sameLedger}
 * for the ledger.
 */
export function compareResults(
  before: Result,
  after: Result,
  alias: Alias | null,
  shared: SharedParts | null = null,
): readonly ResultDifference[] {
  const failures = compareErrors(before.error, after.error);
  if (failures.length > 0) return failures;
  const fields =
    before.ok && after.ok
      ? compareDocuments(before.document as JsonObject, after.document as JsonObject, alias, shared)
      : [];
  return [...fields, ...compareLogs(before.logs, after.logs)];
}

/** Compares two results, ignoring the order of logs with different codes. */
export function compareUnordered(before: Result, after: Result, alias: Alias | null): readonly ResultDifference[] {
  const sorted = (result: Result): Result => ({
    ...result,
    logs: result.logs.toSorted((left, right) => (left.code < right.code ? -1 : left.code > right.code ? 1 : 0)),
  });
  return compareResults(sorted(before), sorted(after), alias);
}

/** Whether two evaluations recorded the same changes in the same order: path, value before and value after. */
export function sameLedger(before: Result, after: Result): boolean {
  return (
    before.changes.length === after.changes.length &&
    before.changes.every((entry, index) => {
      const other = itemAt(after.changes, index);
      return entry.path === other.path && jsonEqual(entry.before, other.before) && jsonEqual(entry.after, other.after);
    })
  );
}

function compareErrors(before: EvaluationError | null, after: EvaluationError | null): readonly ResultDifference[] {
  if (sameFailure(before, after)) return [];
  if (before !== null && before.code === after?.code)
    return [{ kind: "failure", name: before.code, before: errorText(before), after: errorText(after) }];
  return [
    ...(before === null ? [] : [{ kind: "failure", name: before.code, before: errorText(before) } as const]),
    ...(after === null ? [] : [{ kind: "failure", name: after.code, after: errorText(after) } as const]),
  ];
}

export function sameFailure(before: EvaluationError | null, after: EvaluationError | null): boolean {
  return before?.code === after?.code && before?.kind === after?.kind && before?.path === after?.path;
}

function errorText({ kind, message }: EvaluationError): string {
  return `${kind}: ${message}`;
}

/**
 * Compares documents. An alias of the same object in both is reported there; otherwise the alias differs.
 */
function compareDocuments(
  before: JsonObject,
  after: JsonObject,
  alias: Alias | null,
  shared: SharedParts | null,
): readonly ResultDifference[] {
  if (alias === null) return compareFields(before, after, shared);
  const text = aliasPath(alias).join(".");
  const [old, now] = [sharedPath(before, alias), sharedPath(after, alias)];
  const fields = compareFields(before, after, shared).filter(
    ({ name }) => old === null || old !== now || (name !== text && !name.startsWith(`${text}.`)),
  );
  if (old === now) return fields;
  const said = (document: JsonObject, share: string | null) =>
    share === null ? readPath(document, text.split(".")) : { $same: share };
  return [
    ...fields.filter(({ name }) => name !== text),
    { kind: "field", name: text, ...sides(said(before, old), said(after, now)) },
  ];
}

function compareFields(before: JsonObject, after: JsonObject, shared: SharedParts | null): readonly ResultDifference[] {
  const found: ResultDifference[] = [];
  collectFields(before, after, "", shared, found);
  return found;
}

function collectFields(
  before: JsonObject,
  after: JsonObject,
  prefix: string,
  shared: SharedParts | null,
  found: ResultDifference[],
): void {
  const isShared = shared?.has(before) === true && shared.has(after);
  const known = isShared ? compared.get(before)?.get(after) : undefined;
  if (known?.prefix === prefix) {
    for (const difference of known.found) found.push(difference);
    return;
  }
  const start = found.length;
  const compare = (key: string, old: Json | undefined, now: Json | undefined): void => {
    if (old === now) return;
    if (isObject(old) && isObject(now)) return collectFields(old, now, `${prefix}${key}.`, shared, found);
    if (!jsonEqual(old, now)) found.push({ kind: "field", name: `${prefix}${key}`, ...sides(old, now) });
  };
  for (const key of Object.keys(before)) compare(key, before[key], Object.hasOwn(after, key) ? after[key] : undefined);
  for (const key of Object.keys(after)) if (!Object.hasOwn(before, key)) compare(key, undefined, after[key]);
  if (!isShared) return;
  const others = compared.get(before) ?? new WeakMap<JsonObject, SharedDifferences>();
  compared.set(before, others.set(after, { prefix, found: found.slice(start) }));
}

/** Differences between shared parts, which documents mostly have at one place. */
interface SharedDifferences {
  readonly prefix: string;
  readonly found: readonly ResultDifference[];
}

const compared = new WeakMap<JsonObject, WeakMap<JsonObject, SharedDifferences>>();

function compareLogs(before: readonly LogEntry[], after: readonly LogEntry[]): readonly ResultDifference[] {
  if (sameLogs(before, after)) return [];
  const codes = [...new Set([...before, ...after].map(({ code }) => code))];
  const found = codes.flatMap((name): ResultDifference[] => {
    const [old = [], now = []] = [before, after].map((logs) => logs.filter(({ code }) => code === name));
    return sameLogs(old, now) ? [] : [{ kind: "log", name, ...sides(logText(old), logText(now)) }];
  });
  if (found.length > 0) return found;
  const order = (logs: readonly LogEntry[]) => logs.map(({ code }) => code).join(", ");
  return [{ kind: "log", name: firstOutOfOrder(before, after), before: order(before), after: order(after) }];
}

export function sameLogs(before: readonly LogEntry[], after: readonly LogEntry[]): boolean {
  return before.length === after.length && before.every((entry, index) => sameLog(entry, itemAt(after, index)));
}

function sameLog(before: LogEntry, after: LogEntry): boolean {
  return before.code === after.code && before.level === after.level && jsonEqual(before.params, after.params);
}

function firstOutOfOrder(before: readonly LogEntry[], after: readonly LogEntry[]): string {
  return itemAt(
    after,
    before.findIndex((entry, index) => !sameLog(entry, itemAt(after, index))),
  ).code;
}

function logText(logs: readonly LogEntry[]): string | undefined {
  return logs.length === 0 ? undefined : logs.map(({ level, message }) => `${level}: ${message}`).join(" / ");
}

function sides(before: Json | undefined, after: Json | undefined): { before?: Json; after?: Json } {
  return { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
}
