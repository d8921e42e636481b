import semver from "semver";
import type { Diagnostic } from "../../common/diagnostic.js";
import type { MaybeJson } from "../../common/json.js";
import { must } from "../../common/must.js";
import type { Fields } from "../../language/fields.js";
import type { ComparisonNode, ConditionNode, ValueNode } from "../../language/node.js";
import { standardOperators, type Operators } from "../../language/conditions/operators.js";
import { comparisonsOf, keyOf } from "../../language/walk.js";
import { finding } from "./finding.js";
import type { LinkedPack } from "../linked.js";
import { domainsOf } from "./value-domains.js";

/** Beyond this number of combinations, a rule is assumed to be reachable. */
const mostCombinations = 200_000;
/**
 * Each comparison beyond the usual number reduces the combinations that can be tried; above this, there are too many
 * candidate values.
 */
const usualComparisons = 10;
const mostComparisons = 200;

/**
 * Reports rules whose conditions are contradictory, by trying every combination of relevant values, and rules whose
 * version range does not intersect their pack's.
 */
export function checkReach(pack: LinkedPack, fields: Fields, operators: Operators): readonly Diagnostic[] {
  const warn = (at: string, message: string, hint: string) =>
    finding(pack, "never-runs", at, message, hint, { severity: "warning" });
  const { versions } = pack.pack;
  const outside = pack.pack.rules.flatMap((rule, index) => {
    if (versions === undefined || rule.versions === undefined || intersects(versions, rule.versions)) return [];
    const message = `\`${rule.id}\` can never run: \`${rule.versions}\` is outside the pack's \`${versions}\``;
    return [warn(`/rules/${index}/versions`, message, "fix one of the two ranges, or remove the rule")];
  });
  const contradicted = pack.rules.flatMap(({ when, at, rule }) => {
    if (when === null || canHold(when, fields, operators)) return [];
    return [
      warn(
        `${at}/when`,
        `\`${rule.id}\` can never run: its conditions contradict each other`,
        "remove it, or fix the comparison that contradicts the others",
      ),
    ];
  });
  return [...outside, ...contradicted];
}

function intersects(left: string, right: string): boolean {
  try {
    return semver.intersects(left, right, { includePrerelease: true });
  } catch {
    return true;
  }
}

/** The semantics of custom and decorated operators are unknown here. */
const decidable = new Set(standardOperators.map(({ name }) => name));

/** Items of another fact's list are not among the values tried. */
function isDecidable({ operator, value }: ComparisonNode): boolean {
  const searches =
    operator === "in" || operator === "notIn" || operator === "contains" || operator === "doesNotContain";
  return decidable.has(operator) && !(searches && value.kind !== "constant");
}

function canHold(when: ConditionNode, fields: Fields, operators: Operators): boolean {
  const comparisons = comparisonsOf(when);
  if (comparisons.length > mostComparisons || !comparisons.every(isDecidable)) return true;
  const domains = [...domainsOf(comparisons, fields)];
  const combinations = domains.reduce((product, [, { length }]) => product * length, 1);
  if (combinations * comparisons.length > mostCombinations * usualComparisons) return true;
  const slots = new Map(domains.map(([key], slot) => [key, slot]));
  const judge = judgeOf(when, slots, operators);
  const values: Assignment = domains.map(() => open);
  // What is false whatever the open facts are needs no further combinations.
  const attempt = (slot: number): boolean => {
    const verdict = judge(values);
    const domain = domains[slot];
    if (verdict !== null || domain === undefined) return verdict !== false;
    const found = domain[1].some((value) => {
      values[slot] = value;
      return attempt(slot + 1);
    });
    values[slot] = open;
    return found;
  };
  return attempt(0);
}

/** A fact that has no value yet. */
const open = Symbol("open");
type Assignment = (MaybeJson | typeof open)[];
/** Whether a condition holds; null if that depends on open facts. */
type Judge = (values: Assignment) => boolean | null;

function judgeOf(node: ConditionNode, slots: ReadonlyMap<string, number>, operators: Operators): Judge {
  switch (node.kind) {
    case "all":
      return judgeParts(node.of, false, slots, operators);
    case "any":
      return node.of.length === 0 ? () => true : judgeParts(node.of, true, slots, operators);
    case "not": {
      const inner = judgeOf(node.of, slots, operators);
      return (values) => {
        const verdict = inner(values);
        return verdict === null ? null : !verdict;
      };
    }
    case "named":
      return judgeOf(node.of, slots, operators);
    case "comparison": {
      const { test } = must(operators.get(node.operator), `the operator ${node.operator}`);
      const valueOf = (side: ValueNode) => {
        const slot = must(slots.get(keyOf(side)), "the values of a fact");
        return (values: Assignment) => values[slot];
      };
      const [fact, value] = [valueOf(node.fact), node.value.kind === "constant" ? null : valueOf(node.value)];
      const constant = node.value.kind === "constant" ? node.value.value : undefined;
      return (values) => {
        const [left, right] = [fact(values), value === null ? constant : value(values)];
        if (left === open || right === open) return null;
        try {
          return test(left, right);
        } catch {
          return true;
        }
      };
    }
  }
}

/** Parts of which one that has the value `deciding` decides. */
function judgeParts(
  parts: readonly ConditionNode[],
  deciding: boolean,
  slots: ReadonlyMap<string, number>,
  operators: Operators,
): Judge {
  const judges = parts.map((part) => judgeOf(part, slots, operators));
  return (values) => {
    let verdict: boolean | null = !deciding;
    for (const judge of judges) {
      const found = judge(values);
      if (found === deciding) return deciding;
      if (found === null) verdict = null;
    }
    return verdict;
  };
}
