import { isObject, type Json } from "../../common/json.js";
import { lastOf } from "../../common/must.js";
import type { Comparison, Condition } from "../../generated/pack.js";
import { isOperatorName, operators } from "../../language/conditions/operators.js";
import type { Field } from "../../language/fields.js";
import { mutateConstant } from "./mutate-constant.js";
import { lift, replaceAt, type Mutation } from "./mutant.js";

/** Mutates a condition AST. `fieldOf` looks up the schema of a fact. */
export function mutateCondition(condition: Condition, fieldOf: (fact: string) => Field | null): Mutation<Condition>[] {
  if ("not" in condition) {
    const { not } = condition;
    return [
      { kind: "condition", at: "", text: "`not` is removed", part: not },
      ...lift(mutateCondition(not, fieldOf), "/not", (part) => ({ not: part })),
    ];
  }
  if ("all" in condition) return mutateList("all", condition.all, fieldOf);
  if ("any" in condition) return mutateList("any", condition.any, fieldOf);
  return "condition" in condition ? [] : mutateComparison(condition, fieldOf);
}

function mutateList(
  kind: "all" | "any",
  of: readonly Condition[],
  fieldOf: (fact: string) => Field | null,
): Mutation<Condition>[] {
  const make = (as: "all" | "any", parts: Condition[]): Condition => (as === "all" ? { all: parts } : { any: parts });
  const other = kind === "all" ? "any" : "all";
  if (of.length < 2)
    return of.flatMap((part) => lift(mutateCondition(part, fieldOf), `/${kind}/0`, (changed) => make(kind, [changed])));
  return [
    { kind: "operator", at: `/${kind}`, text: `\`${kind}\` becomes \`${other}\``, part: make(other, [...of]) },
    ...of.flatMap((part, index) => [
      {
        kind: "condition",
        at: `/${kind}/${index}`,
        text: "the condition is removed",
        part: make(kind, replaceAt(of, index, undefined)),
      } as const,
      ...lift(mutateCondition(part, fieldOf), `/${kind}/${index}`, (changed) =>
        make(kind, replaceAt(of, index, changed)),
      ),
    ]),
  ];
}

function mutateComparison(comparison: Comparison, fieldOf: (fact: string) => Field | null): Mutation<Condition>[] {
  const decorated = comparison.operator.split(":");
  const operator = lastOf(decorated);
  const changed = isOperatorName(operator) ? operators[operator].mutants : [];
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
      : lift(mutateConstant(value, fieldOf(comparison.fact)), "/value", (part) => ({ ...comparison, value: part }))),
  ];
}
