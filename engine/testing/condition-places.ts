import type { Json } from "../common/json.js";
import { firstOf, must } from "../common/must.js";
import { pointer } from "../common/path.js";
import type { Condition, Pack } from "../generated/pack.js";
import type { TracedCondition } from "../generated/result.js";

/** One condition of a pack, located by a JSON Pointer. A named condition has one location, and one for each use. */
export interface ConditionPlace {
  readonly at: string;
  readonly kind: "comparison" | "all" | "any" | "not" | "named";
  /** Rendered on one line. */
  readonly text: string;
  /** Its part, if the two results determine each other: a `not`, or a singleton list. */
  readonly mirrors: string | null;
  readonly parent: string | null;
}

/** Lists the conditions of a pack in order: named ones, then those of the rules. */
export function conditionPlaces({ conditions = {}, rules }: Pack): readonly ConditionPlace[] {
  return [
    ...Object.entries(conditions).flatMap(([name, condition]) =>
      placesOf(condition, pointer(["conditions", name]), null),
    ),
    ...rules.flatMap(({ when }, index) =>
      when === undefined ? [] : placesOf(when, pointer(["rules", index, "when"]), null),
    ),
  ];
}

function placesOf(condition: Condition, at: string, parent: string | null): ConditionPlace[] {
  const parts = partsOf(condition, at);
  const kind = kindOf(condition);
  const mirrors =
    kind === "not" || (parts.length === 1 && (kind === "all" || kind === "any")) ? firstOf(parts)[1] : null;
  return [
    { at, kind, text: conditionText(condition), mirrors, parent },
    ...parts.flatMap(([part, place]) => placesOf(part, place, at)),
  ];
}

function partsOf(condition: Condition, at: string): readonly (readonly [Condition, string])[] {
  if ("all" in condition) return condition.all.map((part, index) => [part, `${at}/all/${index}`]);
  if ("any" in condition) return condition.any.map((part, index) => [part, `${at}/any/${index}`]);
  return "not" in condition ? [[condition.not, `${at}/not`]] : [];
}

function kindOf(condition: Condition): ConditionPlace["kind"] {
  if ("all" in condition) return "all";
  if ("any" in condition) return "any";
  if ("not" in condition) return "not";
  return "condition" in condition ? "named" : "comparison";
}

export function conditionText(condition: Condition): string {
  if ("all" in condition) return `all of ${condition.all.length}`;
  if ("any" in condition) return `any of ${condition.any.length}`;
  if ("not" in condition) return `not (${conditionText(condition.not)})`;
  if ("condition" in condition) return condition.condition;
  return `${condition.fact} ${condition.operator} ${operandText(condition.value as Json)}`;
}

function operandText(value: Json): string {
  const fact = typeof value === "object" && value !== null && "fact" in value ? value.fact : undefined;
  return typeof fact === "string" ? fact : JSON.stringify(value);
}

/** Visits every condition that a trace reached, with its location and result. */
export function visitTrace(traced: TracedCondition, at: string, visit: (at: string, result: boolean) => void): void {
  if (traced.result === null) return;
  visit(at, traced.result);
  traced.all?.forEach((part, index) => visitTrace(part, `${at}/all/${index}`, visit));
  traced.any?.forEach((part, index) => visitTrace(part, `${at}/any/${index}`, visit));
  if (traced.not !== undefined) visitTrace(traced.not, `${at}/not`, visit);
  if (traced.is !== undefined)
    visitTrace(traced.is, pointer(["conditions", must(traced.condition, "condition")]), visit);
}
