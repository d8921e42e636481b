import { aliasPath } from "../../common/engine-adapter.js";
import { itemAt } from "../../common/must.js";
import { alike } from "./equality.js";
import { sequencesDiffer } from "./sequence.js";
import type { SymbolicFailure, SymbolicLog, SymbolicRun } from "./symbolic-run.js";
import type { Bool, Value } from "../term.js";
import type { Terms } from "../terms.js";
import { either, get } from "./values.js";

/** What differs: a field by its path, a log or a failure by its code. */
export interface Aspect {
  readonly kind: "field" | "log" | "failure";
  readonly name: string;
}

/** A possible difference of two runs, with the formula for where it occurs. */
export interface Difference {
  readonly aspect: Aspect;
  readonly differs: Bool;
}

/** Both runs over the documents in question. */
export interface Scope {
  readonly before: SymbolicRun;
  readonly after: SymbolicRun;
}

const otherOrder = "in another order";
const otherKind = "of any other kind";

/** Whether a difference has a name of its own, rather than covering all others. */
export const isNamed = ({ name }: Aspect): boolean => name !== otherOrder && name !== otherKind;

/**
 * Lists every possible difference of two runs over the same terms; together they encode `compareResults`. Fields come
 * first, since their witnesses often show the logs as well. Final documents differ only at paths that either run
 * writes, by any alias, since both start with the same document.
 */
export function differencesOf(terms: Terms, { before, after }: Scope, { logOrder = true } = {}): readonly Difference[] {
  const sameEnd = terms.not(endsDiffer(terms, before, after));
  const bothOk = terms.and(before.ok, after.ok);
  const fields = fieldsOf(before, after).map((path) =>
    difference("field", path, terms.and(bothOk, fieldDiffers(terms, before, after, path))),
  );
  const { alias } = terms.engine;
  const isAlias = terms.and(bothOk, terms.not(alike(terms, before.shared, after.shared)));
  const sharing = alias === null ? [] : [difference("field", aliasPath(alias).join("."), isAlias)];
  const logs = codesOf(before, after).map((code) =>
    difference("log", code, terms.and(sameEnd, logsDiffer(terms, before, after, code))),
  );
  const failures = failureCodes(before, after).map((code) =>
    difference("failure", code, failureDiffers(terms, before, after, code)),
  );
  const none = (of: readonly Difference[]) => terms.not(terms.or(...of.map(({ differs }) => differs)));
  const rest = [
    difference(
      "log",
      otherOrder,
      logOrder ? terms.and(sameEnd, orderDiffers(terms, before, after), none(logs)) : terms.no,
    ),
    difference("failure", otherKind, terms.and(terms.not(sameEnd), none(failures))),
  ];
  return [...fields, ...sharing, ...logs, ...failures, ...rest].filter(({ differs }) => differs !== terms.no);
}

/** Where two runs differ in any respect. */
export function behaviorDiffers(terms: Terms, scope: Scope, options: { readonly logOrder?: boolean } = {}): Bool {
  return terms.or(...differencesOf(terms, scope, options).map(({ differs }) => differs));
}

/**
 * Where the ledgers of two runs differ, if their writes can be paired in order; null if they cannot. A write records a
 * change if the value differs.
 */
export function ledgersDiffer(terms: Terms, before: SymbolicRun, after: SymbolicRun): Bool | null {
  const [one, other] = [before, after].map(({ rules }) => rules.flatMap(({ writes }) => writes)) as [Write[], Write[]];
  const isSame = (left: Write | undefined, right: Write | undefined) =>
    left !== undefined &&
    left.path === right?.path &&
    left.when === right.when &&
    left.before === right.before &&
    left.after === right.after;
  let start = 0;
  while (start < one.length && isSame(one[start], other[start])) start++;
  let end = 0;
  while (end < Math.min(one.length, other.length) - start && isSame(one.at(-1 - end), other.at(-1 - end))) end++;
  const [left, right] = [one, other].map((writes) => writes.slice(start, writes.length - end)) as [Write[], Write[]];
  if (left.length !== right.length || left.some(({ path }, index) => path !== itemAt(right, index).path)) return null;
  return terms.or(...left.map((write, index) => entriesDiffer(terms, write, itemAt(right, index))));
}

type Write = SymbolicRun["rules"][number]["writes"][number];

function entriesDiffer(terms: Terms, left: Write, right: Write): Bool {
  const [one, other] = [left, right].map(({ when, before, after }) =>
    terms.and(when, terms.not(alike(terms, before, after))),
  ) as [Bool, Bool];
  const values = terms.or(
    ...(["before", "after"] as const).map((side) => terms.not(alike(terms, left[side], right[side]))),
  );
  return terms.or(terms.and(one, terms.not(other)), terms.and(other, terms.not(one)), terms.and(one, other, values));
}

function difference(kind: Aspect["kind"], name: string, differs: Bool): Difference {
  return { aspect: { kind, name }, differs };
}

const fieldsOf = (...runs: readonly SymbolicRun[]) => [
  ...new Set(runs.flatMap(({ fields }) => fields.map(({ path }) => path))),
];
const codesOf = (...runs: readonly SymbolicRun[]) => [
  ...new Set(runs.flatMap(({ logs }) => logs.map(({ code }) => code))),
];

/** The codes of failures that are known by name. */
function failureCodes(...runs: readonly SymbolicRun[]): readonly string[] {
  const codes = runs.flatMap(({ failures }) =>
    failures.flatMap(({ code }) => (code.kind === "constant" ? [code.value as string] : [])),
  );
  return [...new Set(codes)];
}

function fieldDiffers(terms: Terms, before: SymbolicRun, after: SymbolicRun, path: string): Bool {
  const valueIn = ({ after: end }: SymbolicRun) => path.split(".").reduce((value, key) => get(terms, value, key), end);
  return terms.not(alike(terms, valueIn(before), valueIn(after)));
}

/** Compares the logs of one code, in order, by level and params. */
function logsDiffer(terms: Terms, before: SymbolicRun, after: SymbolicRun, code: string): Bool {
  const own = ({ logs }: SymbolicRun) => logs.filter((log) => log.code === code).map(describeLog);
  return sequencesDiffer(terms, own(before), own(after));
}

/** Compares the order of logs with different codes. */
function orderDiffers(terms: Terms, before: SymbolicRun, after: SymbolicRun): Bool {
  const codes = ({ logs }: SymbolicRun) => logs.map(({ when, code }) => ({ when, head: code, values: [] }));
  return sequencesDiffer(terms, codes(before), codes(after));
}

/** Compares whether the evaluation fails, with which code and kind, and at which path. */
function endsDiffer(terms: Terms, before: SymbolicRun, after: SymbolicRun): Bool {
  const end = ({ failures }: SymbolicRun, pick: (failure: SymbolicFailure) => Value) =>
    failures.reduceRight<Value>(
      (rest, failure) => either(terms, failure.when, pick(failure), rest),
      terms.constant(undefined),
    );
  const picks = [
    ({ code }: SymbolicFailure) => code,
    ({ kind }: SymbolicFailure) => kind,
    ({ path }: SymbolicFailure) => terms.constant(path ?? undefined),
  ];
  return terms.or(...picks.map((pick) => terms.not(alike(terms, end(before, pick), end(after, pick)))));
}

/** Where only one of the runs fails with a code. */
function failureDiffers(terms: Terms, before: SymbolicRun, after: SymbolicRun, code: string): Bool {
  const met = ({ failures }: SymbolicRun) =>
    terms.or(...failures.map((failure) => terms.and(failure.when, alike(terms, failure.code, terms.constant(code)))));
  const [old, now] = [met(before), met(after)];
  if (old === now) return terms.no;
  return terms.or(terms.and(old, terms.not(now)), terms.and(now, terms.not(old)));
}

/** A log is identified by its level and the names of its params; the values of the params are compared. */
function describeLog({ when, level, params }: SymbolicLog) {
  const sorted = params.toSorted((left, right) => (left.name < right.name ? -1 : 1));
  return {
    when,
    head: JSON.stringify([level, sorted.map(({ name }) => name)]),
    values: sorted.map(({ value }) => value),
  };
}
