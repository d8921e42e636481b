import { evaluateIn } from "../../engine/solver/evaluate-term.js";
import type { SymbolicRule, SymbolicRun } from "../../engine/solver/encode/symbolic-run.js";
import type { Terms } from "../../engine/solver/terms.js";
import { isObject, jsonEqual, type Json, type JsonObject, type MaybeJson } from "../../engine/common/json.js";
import { readPath } from "../../engine/common/path.js";
import type { Result, TracedCondition } from "../../engine/generated/result.js";
import type { ConditionNode } from "../../engine/language/node.js";
import type { Encoded } from "./agree.js";

/** One thing in which encoder and engine disagree about a document. */
export interface Disagreement {
  readonly about: string;
  readonly engine: unknown;
  readonly encoder: unknown;
}

/** As deep below hf_config as the text config may be one object with a part of it. */
const deepest = 3;

/** Everything that the terms say of a document and the engine does otherwise; empty where they agree. */
export function disagreements({ terms, run }: Encoded, document: JsonObject): readonly Disagreement[] {
  return compareEncoding(terms, run, document);
}

/** Whether the text config is a part that can make no difference: it is encoded as an object apart. */
export function isEncodedApart(terms: Terms, document: JsonObject): boolean {
  const share = shareOf(document);
  return share !== "none" && !terms.shared.domain.values!.includes(share);
}

/**
 * The part that stands for that of the document: a key that no pack knows stands for all parts that no pack names, in
 * what is read as a whole around them. Null if none does.
 */
function representativeOf(terms: Terms, document: JsonObject): readonly string[] | null {
  if (!isEncodedApart(terms, document)) return null;
  const keys = shareOf(document).split(".");
  const shares = terms.shared.domain.values!.map((share) => String(share).split("."));
  const isFor = (share: readonly string[]) =>
    /^part_\d+$/.test(share.at(-1)!) &&
    share.length <= keys.length &&
    share.slice(0, -1).every((key, index) => key === keys[index] || /^part_\d+$/.test(key));
  return shares.find(isFor) ?? null;
}

/**
 * The document with the key of its part replaced by that which stands for it, which no pack can tell: the part is then
 * one that terms know. Null if another key would have to stand for two, or for one that is not beside it.
 */
function asRepresented(document: JsonObject, share: readonly string[]): JsonObject | null {
  const keys = shareOf(document).split(".");
  if (share.length !== keys.length) return null;
  const model = document["model_config"] as JsonObject;
  let part = model["hf_text_config"]!;
  const around = (value: JsonObject, depth: number): JsonObject | null => {
    const [key, other] = [keys[depth]!, share[depth]!];
    if (key !== other && Object.hasOwn(value, other)) return null;
    const inner =
      depth === keys.length - 1 ? (part = { ...(part as JsonObject) }) : around(value[key] as JsonObject, depth + 1);
    return inner === null
      ? null
      : Object.fromEntries(Object.entries(value).map(([name, held]) => (name === key ? [other, inner] : [name, held])));
  };
  const config = around(model["hf_config"] as JsonObject, 0);
  return config === null ? null : { ...document, model_config: { ...model, hf_config: config, hf_text_config: part } };
}

/** Where there are too many parts, a verdict says that it does not cover those that were left out. */
function isLeftOut(terms: Terms, document: JsonObject): boolean {
  return !terms.isComplete && isEncodedApart(terms, document);
}

export function compareEncoding(terms: Terms, run: SymbolicRun, document: JsonObject): readonly Disagreement[] {
  if (isLeftOut(terms, document)) return [];
  const represented = representativeOf(terms, document);
  if (represented !== null) {
    const other = asRepresented(document, represented);
    return other === null || isEncodedApart(terms, other) ? [] : compareEncoding(terms, run, other);
  }
  const result = run.evaluate(document, { trace: true });
  const { truth, value } = evaluateIn(terms, document);
  const shares = terms.shared.domain.values!.slice(1) as readonly string[];
  const share = shareOf(document);
  const isApart = isEncodedApart(terms, document);
  const isAround = ({ path }: { readonly path: string }) =>
    isApart && `model_config.hf_config.${share}.`.startsWith(`${path}.`);
  const found: Disagreement[] = [];
  const compare = (about: string, engine: unknown, encoder: unknown) => {
    // What is equal as it stands is so as JSON, and nearly everything is.
    if (!jsonEqual(engine, encoder) && !jsonEqual(plain(engine), plain(encoder)))
      found.push({ about, engine: plain(engine), encoder: plain(encoder) });
  };
  const held = <Item extends { readonly when: Parameters<typeof truth>[0] }>(items: readonly Item[]) =>
    items.filter(({ when }) => truth(when));
  const reached = run.rules.filter((rule) => truth(rule.reached));
  compare("ok", result.ok, truth(run.ok));
  compare(
    "reached rules",
    result.trace!.map(({ rule }) => rule),
    reached.map(({ id }) => id),
  );
  compare(
    "fired rules",
    result.trace!.filter(({ fired }) => fired).map(({ rule }) => rule),
    run.rules.filter(({ fired }) => truth(fired)).map(({ id }) => id),
  );
  const parts = (rule: SymbolicRule) =>
    Object.fromEntries(
      rule.conditions.filter((part) => truth(part.reached)).map((part) => [part.at, truth(part.holds)]),
    );
  // A part whose evaluation fails has no result.
  const isFailing = (index: number) => !result.ok && index === result.trace!.length - 1;
  for (const [index, { rule, when }] of result.trace!.entries()) {
    const encoded = reached[index];
    if (encoded === undefined || encoded.id !== rule || encoded.rule.when === null || isFailing(index)) continue;
    compare(`conditions of ${rule}`, Object.fromEntries(partsOf(encoded.rule.when, when!)), parts(encoded));
  }
  const writes = run.rules.flatMap(({ id, writes: all }) => all.map((write) => ({ ...write, rule: id })));
  const changes = held(writes).map((write) => ({
    path: write.path,
    before: value(write.before),
    after: value(write.after),
    rule: write.rule,
  }));
  compare(
    "changes",
    sortedChanges(result.changes.filter((change) => !isAround(change))),
    sortedChanges(
      changes.filter((change) => !isAround(change) && !jsonEqual(plain(change.before), plain(change.after))),
    ),
  );
  compare(
    "logs",
    result.logs.map(({ level, code, params, rule }) => [rule, level, code, params]),
    held(run.logs).map(({ level, code, params, rule }) => [
      rule,
      level,
      code,
      Object.fromEntries(params.map((param) => [param.name, value(param.value)])),
    ]),
  );
  const failures = held(run.failures).map((failure) => ({
    code: value(failure.code),
    kind: value(failure.kind),
    rule: failure.rule,
    ...("path" in failure ? { path: failure.path ?? undefined } : {}),
  }));
  const isPathEncoded = run.failures.length > 0 && "path" in run.failures[0]!;
  compare("failure", result.error === null ? [] : [errorOf(result.error, isPathEncoded)], failures);
  if (!result.ok) return found;
  for (const { path, after } of run.fields.filter((field) => !isAround(field)))
    compare(`field ${path}`, readPath(result.document, path.split(".")), value(after));
  if (isApart) return found;
  compare("document", result.document, value(run.after));
  const after = shareOf(result.document as JsonObject);
  if (shares.length > 0) compare("hf_text_config is the same object as", after, value(run.shared));
  return found;
}

const errorOf = ({ code, kind, rule, path }: NonNullable<Result["error"]>, isPathEncoded: boolean) => ({
  code,
  kind,
  rule,
  ...(isPathEncoded ? { path } : {}),
});

/** JSON has one zero, and no key is there with nothing in it. */
function plain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

/** Rules that include others write before and after those do: the ledger's order is that of the writes of each rule. */
function sortedChanges<Change extends { readonly rule: string }>(changes: readonly Change[]): readonly Change[] {
  return changes.toSorted((left, right) => (left.rule < right.rule ? -1 : left.rule > right.rule ? 1 : 0));
}

/** The results of a condition's parts that were reached, by their places. */
function partsOf(node: ConditionNode, traced: TracedCondition): readonly (readonly [string, boolean])[] {
  if (traced.result === null) return [];
  const own = [node.at, traced.result] as const;
  switch (node.kind) {
    case "all":
    case "any":
      return [own, ...node.of.flatMap((part, index) => partsOf(part, (traced.all ?? traced.any)![index]!))];
    case "not":
      return [own, ...partsOf(node.of, traced.not!)];
    case "named":
      return [own, ...partsOf(node.of, traced.is as TracedCondition)];
    case "comparison":
      return [own];
  }
}

/** The path of hf_text_config below hf_config: `self` where it is hf_config, `none` where it is no part of it. */
export function shareOf(document: JsonObject): string {
  const model = document["model_config"];
  if (!isObject(model) || !isObject(model["hf_text_config"])) return "none";
  const text = model["hf_text_config"];
  const find = (value: MaybeJson, path: readonly string[]): string | null => {
    if (value === text) return path.length === 0 ? "self" : path.join(".");
    if (!isObject(value) || path.length >= deepest) return null;
    for (const [key, child] of Object.entries(value) as [string, Json][]) {
      const found = find(child, [...path, key]);
      if (found !== null) return found;
    }
    return null;
  };
  return find(model["hf_config"], []) ?? "none";
}
