import { jsonEqual, type Json } from "../common/json.js";
import { firstOf, itemAt } from "../common/must.js";
import { pointer } from "../common/path.js";
import type { Rule } from "../generated/pack.js";
import type { LinkedPack } from "../packs/linked.js";
import { differingParts, type DifferingPart } from "./differing-parts.js";

export interface RuleDifference {
  readonly kind: "added" | "removed" | "moved" | "changed" | "renamed";
  /** The id inside the pack; the old one if the rule was removed. */
  readonly rule: string;
  /** The old id of a renamed rule. */
  readonly was: string | null;
  readonly isMoved: boolean;
  readonly line: number | null;
  readonly lineBefore: number | null;
  readonly parts: readonly DifferingPart[];
}

/** A rule as written, whether or not it applies to the target. */
interface WrittenRule {
  readonly rule: Rule;
  readonly at: string;
  readonly isActive: boolean;
}

interface Pair {
  readonly before: WrittenRule;
  readonly after: WrittenRule;
}

/**
 * Lists how the rules of a pack changed, in the order of head; removed rules come last. A rule that applies to only one
 * of the two targets counts as added or removed.
 */
export function differingRules(before: LinkedPack, after: LinkedPack): readonly RuleDifference[] {
  const [oldRules, newRules] = [writtenRules(before), writtenRules(after)];
  const pairs = matchRules(oldRules, newRules);
  const byNew = new Map(pairs.map((pair) => [pair.after, pair]));
  const stayed = inOrder(pairs, oldRules);
  const found = newRules.flatMap((rule) => {
    const pair = byNew.get(rule);
    if (pair === undefined) return [{ ...head(rule), kind: "added" as const, line: lineOf(after, rule) }];
    return differencesOf(pair, !stayed.has(pair), before, after);
  });
  const kept = new Set(pairs.map((pair) => pair.before));
  const gone = oldRules.filter((rule) => !kept.has(rule));
  return [
    ...found,
    ...gone.map((rule) => ({ ...head(rule), kind: "removed" as const, lineBefore: lineOf(before, rule) })),
  ];
}

function differencesOf(pair: Pair, isMoved: boolean, before: LinkedPack, after: LinkedPack): readonly RuleDifference[] {
  const [old, now] = [standing(before, pair.before), standing(after, pair.after)];
  const parts = differingParts(old, now).filter(({ path }) => path !== "id");
  const isRenamed = pair.before.rule.id !== pair.after.rule.id;
  const isSwitched = pair.before.isActive !== pair.after.isActive;
  if (!isMoved && !isRenamed && !isSwitched && parts.length === 0) return [];
  const kind = isSwitched
    ? pair.after.isActive
      ? "added"
      : "removed"
    : isRenamed
      ? "renamed"
      : parts.length > 0
        ? "changed"
        : "moved";
  const was = isRenamed ? pair.before.rule.id : null;
  return [
    {
      kind,
      rule: pair.after.rule.id,
      was,
      isMoved,
      line: lineOf(after, pair.after),
      lineBefore: lineOf(before, pair.before),
      parts,
    },
  ];
}

function head({ rule }: WrittenRule): Omit<RuleDifference, "kind"> {
  return { rule: rule.id, was: null, isMoved: false, line: null, lineBefore: null, parts: [] };
}

function lineOf({ source }: LinkedPack, { at }: WrittenRule): number | null {
  return source.locate(at)?.line ?? null;
}

function standing({ source }: LinkedPack, { rule, at }: WrittenRule) {
  return { value: rule as unknown as Json, source, at };
}

function writtenRules({ pack, rules }: LinkedPack): readonly WrittenRule[] {
  const active = new Set(rules.map(({ rule }) => rule));
  return pack.rules.map((rule, index) => ({ rule, at: pointer(["rules", index]), isActive: active.has(rule) }));
}

/** Pairs rules with the same id, then those remaining with the same conditions and actions. */
function matchRules(before: readonly WrittenRule[], after: readonly WrittenRule[]): readonly Pair[] {
  const byId = new Map(before.map((rule) => [rule.rule.id, rule]));
  const found = new Map<WrittenRule, WrittenRule>();
  for (const rule of after) {
    const old = byId.get(rule.rule.id);
    if (old !== undefined) found.set(rule, old);
  }
  const taken = new Set(found.values());
  const left = before.filter((rule) => !taken.has(rule));
  for (const rule of after.filter((entry) => !found.has(entry))) {
    const at = left.findIndex(
      (old) => jsonEqual(old.rule.when, rule.rule.when) && jsonEqual(old.rule.then, rule.rule.then),
    );
    if (at >= 0) found.set(rule, firstOf(left.splice(at, 1)));
  }
  return after.flatMap((rule) => {
    const before = found.get(rule);
    return before === undefined ? [] : [{ before, after: rule }];
  });
}

/** Longest subsequence of pairs, in the order of head, that has the same order in base: the others have moved. */
function inOrder(pairs: readonly Pair[], before: readonly WrittenRule[]): ReadonlySet<Pair> {
  const places = pairs.map((pair) => before.indexOf(pair.before));
  const best: { readonly length: number; readonly previous: number }[] = [];
  for (const [index, place] of places.entries()) {
    let [length, previous] = [1, -1];
    for (let earlier = 0; earlier < index; earlier++) {
      if (itemAt(places, earlier) < place && itemAt(best, earlier).length >= length)
        [length, previous] = [itemAt(best, earlier).length + 1, earlier];
    }
    best.push({ length, previous });
  }
  let last = best.reduce(
    (found, entry, index) => (found < 0 || entry.length > itemAt(best, found).length ? index : found),
    -1,
  );
  const stayed = new Set<Pair>();
  for (; last >= 0; last = itemAt(best, last).previous) stayed.add(itemAt(pairs, last));
  return stayed;
}
