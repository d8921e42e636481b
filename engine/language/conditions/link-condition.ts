import { lastOf } from "../../common/must.js";
import { didYouMean, nearest, suggest } from "../../common/nearest.js";
import type { Comparison, Condition } from "../../generated/pack.js";
import type { LinkContext } from "../link-context.js";
import { linkOperand, linkReference } from "../link-value.js";
import type { ConditionNode } from "../node.js";
import { standardDecorators } from "./operators.js";

/** Resolves names in a condition AST and reports findings to the context. Returns null if a part is invalid. */
export function linkCondition(raw: Condition, at: string, context: LinkContext): ConditionNode | null {
  if ("all" in raw) return linkList("all", raw.all, at, context);
  if ("any" in raw) return linkList("any", raw.any, at, context);
  if ("not" in raw) {
    const of = linkCondition(raw.not, `${at}/not`, context);
    return of === null ? null : { kind: "not", at, of };
  }
  if ("condition" in raw) return linkNamed(raw.condition, at, context);
  return linkComparison(raw, at, context);
}

function linkList(
  kind: "all" | "any",
  raw: readonly Condition[],
  at: string,
  context: LinkContext,
): ConditionNode | null {
  const of = raw.map((part, index) => linkCondition(part, `${at}/${kind}/${index}`, context));
  return { kind, at, of: of.filter((part) => part !== null) };
}

function linkNamed(name: string, at: string, context: LinkContext): ConditionNode | null {
  const of = context.conditions.get(name);
  if (of !== undefined) {
    context.used.conditions.add(name);
    return { kind: "named", at, name, of };
  }
  if (!context.broken.has(name)) {
    const meant = nearest(name, [...context.conditions.keys(), ...context.broken]);
    if (meant !== null) context.used.conditions.add(meant);
    const hint = meant === null ? "name one of the pack's `conditions`" : suggest(meant);
    context.report("unknown-condition", `${at}/condition`, `unknown condition \`${name}\``, hint);
  }
  return null;
}

function linkComparison(raw: Comparison, at: string, context: LinkContext): ConditionNode | null {
  const fact = linkReference(raw.fact, `${at}/fact`, context);
  const value = linkOperand(raw.value, `${at}/value`, context);
  const operator = context.operators.get(raw.operator);
  if (operator === null) reportOperator(raw.operator, `${at}/operator`, context);
  return fact === null || value === null ? null : { kind: "comparison", at, fact, operator: raw.operator, value };
}

/** Reports an unknown operator. For a decorated one, names the unknown part: `everyFac` of `everyFac:equal`. */
function reportOperator(name: string, at: string, { operators, report }: LinkContext): void {
  const parts = name.split(":");
  const base = lastOf(parts);
  const decorator = parts.slice(0, -1).find((part) => operators.get(`${part}:equal`) === null);
  if (decorator !== undefined) {
    const hint = didYouMean(decorator, standardDecorators) ?? `known decorators: ${standardDecorators.join(", ")}`;
    report("unknown-operator", at, `unknown decorator \`${decorator}\``, hint, name.indexOf(decorator));
  } else {
    const hint = didYouMean(base, operators.names) ?? `known operators: ${operators.names.join(", ")}`;
    report(
      "unknown-operator",
      at,
      `unknown operator \`${base}\``,
      hint,
      parts.length === 1 ? undefined : name.lastIndexOf(base),
    );
  }
}
