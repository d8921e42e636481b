import type { Diagnostic } from "../base/diagnostic.js";
import type { MaybeJson } from "../base/json.js";
import { fits, type Fields } from "../lang/fields.js";
import type { ComparisonNode, ConditionNode, ValueNode } from "../lang/node.js";
import { standardOperators, type Operators } from "../lang/operators.js";
import { comparisonsOf, keyOf, pathOf } from "../lang/walk.js";
import { finding } from "./finding.js";
import type { LinkedPack } from "./linked.js";

/** Above this many combinations a rule is taken to be able to run. */
const mostCombinations = 20_000;

/**
 * Finds rules whose own conditions contradict each other. Every combination of the values that matter is tried:
 * the constants compared with, their neighbours, what the schema allows, null and absent.
 */
export function checkReach(pack: LinkedPack, fields: Fields, operators: Operators): readonly Diagnostic[] {
  return pack.rules.flatMap(({ when, at, rule }) => {
    if (when === null || canHold(when, fields, operators)) return [];
    const hint = "remove it, or mend the comparison that rules the others out";
    return [finding(pack, "never-runs", `${at}/when`, `\`${rule.id}\` can never run: its conditions contradict each other`, hint, { severity: "warning" })];
  });
}

function canHold(when: ConditionNode, fields: Fields, operators: Operators): boolean {
  const comparisons = comparisonsOf(when);
  if (comparisons.some(({ operator }) => !decidable.has(operator))) return true;
  const domains = domainsOf(comparisons, fields);
  const combinations = [...domains.values()].reduce((product, { length }) => product * length, 1);
  if (combinations > mostCombinations) return true;
  const keys = [...domains.keys()];
  const assignment = new Map<string, MaybeJson>();
  const attempt = (index: number): boolean => {
    if (index === keys.length) return holds(when, assignment, operators);
    return domains.get(keys[index]!)!.some((value) => {
      assignment.set(keys[index]!, value);
      return attempt(index + 1);
    });
  };
  return attempt(0);
}

/** What a custom or decorated operator holds for is not known here. */
const decidable = new Set(standardOperators.map(({ name }) => name));

/** For each fact, the values between which its comparisons can tell. */
function domainsOf(comparisons: readonly ComparisonNode[], fields: Fields): ReadonlyMap<string, readonly MaybeJson[]> {
  const constants = comparisons.flatMap(({ value, operator }) =>
    value.kind !== "constant" || operator === "isSet" || operator === "isPresent" ? [] : [value.value].flat(),
  );
  const between = comparisons.filter(({ value }) => value.kind !== "constant").map((_, index) => index + 1);
  const numbers = [...constants.filter((value) => typeof value === "number"), ...between];
  const candidates: MaybeJson[] = [
    undefined,
    ...new Set([null, true, false, "", "another value", 0, ...constants, ...numbers.flatMap((value) => [value - 1, value, value + 0.5, value + 1])]),
    [],
    ...constants.map((value) => [value]),
  ];
  const domain = (node: ValueNode): readonly MaybeJson[] => {
    const path = pathOf(node);
    const found = path === null ? null : fields.find(path);
    if (found?.kind !== "known" || found.field.types.length === 0) return candidates;
    const { values } = found.field;
    if (values !== null) return [undefined, null, ...values];
    return candidates.filter((value) => value === undefined || fits(value, found.field));
  };
  const nodes = comparisons.flatMap(({ fact, value }) => (value.kind === "constant" ? [fact] : [fact, value]));
  return new Map(nodes.map((node) => [keyOf(node), domain(node)]));
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
        return operators.get(node.operator)!.test(assignment.get(keyOf(node.fact)), value);
      } catch {
        return true;
      }
    }
  }
}
