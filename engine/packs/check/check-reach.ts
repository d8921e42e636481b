import semver from "semver";
import type { Diagnostic } from "../../common/diagnostic.js";
import type { MaybeJson } from "../../common/json.js";
import { must } from "../../common/must.js";
import type { Fields } from "../../language/fields.js";
import type { ComparisonNode, ConditionNode } from "../../language/node.js";
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
  const assignment = new Map<string, MaybeJson>();
  const attempt = (index: number): boolean => {
    const domain = domains[index];
    if (domain === undefined) return holds(when, assignment, operators);
    return domain[1].some((value) => {
      assignment.set(domain[0], value);
      return attempt(index + 1);
    });
  };
  return attempt(0);
}

function holds(node: ConditionNode, assignment: ReadonlyMap<string, MaybeJson>, operators: Operators): boolean {
  switch (node.kind) {
    case "all":
      return node.of.every((part) => holds(part, assignment, operators));
    case "any":
      return node.of.length === 0 || node.of.some((part) => holds(part, assignment, operators));
    case "not":
      return !holds(node.of, assignment, operators);
    case "named":
      return holds(node.of, assignment, operators);
    case "comparison": {
      const value = node.value.kind === "constant" ? node.value.value : assignment.get(keyOf(node.value));
      try {
        return must(operators.get(node.operator), `the operator ${node.operator}`).test(
          assignment.get(keyOf(node.fact)),
          value,
        );
      } catch {
        return true;
      }
    }
  }
}
