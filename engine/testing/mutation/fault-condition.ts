import { isObject, type Json } from "../../common/json.js";
import type { Comparison, Condition } from "../../generated/pack.js";
import type { OperatorName } from "../../language/conditions/operators.js";
import type { Field } from "../../language/fields.js";
import { faultConstant } from "./fault-constant.js";
import { lift, replaceAt, type Fault, type MutantKind } from "./mutant.js";

const others: Readonly<Record<OperatorName, readonly (readonly [MutantKind, OperatorName])[]>> = {
  greaterThan: [
    ["boundary", "greaterThanInclusive"],
    ["operator", "lessThanInclusive"],
  ],
  greaterThanInclusive: [
    ["boundary", "greaterThan"],
    ["operator", "lessThan"],
  ],
  lessThan: [
    ["boundary", "lessThanInclusive"],
    ["operator", "greaterThanInclusive"],
  ],
  lessThanInclusive: [
    ["boundary", "lessThan"],
    ["operator", "greaterThan"],
  ],
  equal: [["operator", "notEqual"]],
  notEqual: [["operator", "equal"]],
  in: [["operator", "notIn"]],
  notIn: [["operator", "in"]],
  contains: [["operator", "doesNotContain"]],
  doesNotContain: [["operator", "contains"]],
  isSet: [["operator", "isPresent"]],
  isPresent: [["operator", "isSet"]],
};

/** Faults of a condition tree. `fieldOf` finds what the schema says of a fact. */
export function faultCondition(condition: Condition, fieldOf: (fact: string) => Field | null): Fault<Condition>[] {
  if ("not" in condition) {
    const { not } = condition;
    return [
      { kind: "condition", at: "", text: "`not` is left out", part: not },
      ...lift(faultCondition(not, fieldOf), "/not", (part) => ({ not: part! })),
    ];
  }
  if ("all" in condition) return faultList("all", condition.all, fieldOf);
  if ("any" in condition) return faultList("any", condition.any, fieldOf);
  return "condition" in condition ? [] : faultComparison(condition, fieldOf);
}

function faultList(
  kind: "all" | "any",
  of: readonly Condition[],
  fieldOf: (fact: string) => Field | null,
): Fault<Condition>[] {
  const make = (as: "all" | "any", parts: Condition[]): Condition => (as === "all" ? { all: parts } : { any: parts });
  const other = kind === "all" ? "any" : "all";
  if (of.length < 2)
    return of.flatMap((part) => lift(faultCondition(part, fieldOf), `/${kind}/0`, (changed) => make(kind, [changed!])));
  return [
    { kind: "operator", at: `/${kind}`, text: `\`${kind}\` becomes \`${other}\``, part: make(other, [...of]) },
    ...of.flatMap((part, index) => [
      {
        kind: "condition",
        at: `/${kind}/${index}`,
        text: "the condition is left out",
        part: make(kind, replaceAt(of, index, undefined)),
      } as const,
      ...lift(faultCondition(part, fieldOf), `/${kind}/${index}`, (changed) =>
        make(kind, replaceAt(of, index, changed)),
      ),
    ]),
  ];
}

function faultComparison(comparison: Comparison, fieldOf: (fact: string) => Field | null): Fault<Condition>[] {
  const decorated = comparison.operator.split(":");
  const operator = decorated.at(-1)!;
  const changed = Object.hasOwn(others, operator) ? others[operator as OperatorName] : [];
  const value = comparison.value as Json;
  const isFact = isObject(value) && typeof value.fact === "string";
  return [
    ...changed.map(([kind, name]) => ({
      ...{ kind, at: "/operator" },
      text: `\`${operator}\` becomes \`${name}\``,
      part: { ...comparison, operator: [...decorated.slice(0, -1), name].join(":") },
    })),
    ...(isFact
      ? []
      : lift(faultConstant(value, fieldOf(comparison.fact)), "/value", (part) => ({ ...comparison, value: part }))),
  ];
}
