import { must } from "../../common/must.js";
import { fits, jsonType, type Field, type Fields } from "../../language/fields.js";
import type { ComparisonNode, ValueNode } from "../../language/node.js";
import type { Operator, Operators } from "../../language/conditions/operators.js";
import { pathOf } from "../../language/walk.js";
import { areApart, reportUnfit } from "./check-fits.js";
import { checkValue, type Report } from "./check-paths.js";
import { article, describeField } from "./describe-field.js";

/** Checks one comparison against the types and values of its operands, with at most one finding for each side. */
export function checkComparison(node: ComparisonNode, fields: Fields, operators: Operators, report: Report): void {
  const operator = operators.get(node.operator);
  checkValue(node.fact, fields, report);
  checkValue(node.value, fields, report);
  if (operator === null) return;
  const field = fieldOf(node.fact, fields);
  if (field !== null && !canApply(operator.facts, field)) {
    const needs = operator.facts === "array" ? "an array" : "a number";
    const message = `\`${operator.name}\` needs ${needs}, but \`${nameOf(node.fact)}\` is ${describeField(field)}`;
    return report("operator-type", `${node.at}/operator`, message, "compare with `equal` or `in`");
  }
  if (node.value.kind === "constant") checkConstant(node.value.value, node, operator, field, report);
  else checkOther(node.value, node, operator, field, fields, report);
}

/** JSON Schema types of the constants that an operator takes. */
const constantTypes = { array: ["array"], boolean: ["boolean"], number: ["integer", "number"], any: null } as const;

/** Explains why a constant as right operand can never have the intended effect; null if it can. */
export function constantProblem(
  value: unknown,
  operator: Operator,
  field: Field | null,
): "type" | "structure" | "unfit" | null {
  const needs: readonly string[] | null = constantTypes[operator.values];
  if (needs !== null && !needs.includes(jsonType(value))) return "type";
  if (isEquality(operator)) {
    if (typeof value === "object" && value !== null) return "structure";
    return field === null || fits(value, field) ? null : "unfit";
  }
  const isList = field !== null && isMembership(operator) && Array.isArray(value);
  return isList && !value.every((item) => fits(item, field)) ? "unfit" : null;
}

function checkConstant(
  value: unknown,
  { at, fact }: ComparisonNode,
  operator: Operator,
  field: Field | null,
  report: Report,
): void {
  const fault = constantProblem(value, operator, field);
  if (fault === null) return;
  const type = jsonType(value);
  if (fault === "type") {
    const wanted = article(operator.values);
    return report(
      "wrong-value-type",
      `${at}/value`,
      `\`${operator.name}\` compares with ${wanted}, not with ${article(type)}`,
      `write ${wanted}`,
    );
  }
  if (fault === "structure") {
    const hint = type === "array" ? "use `in` for one of several values" : "compare its parts";
    return report("operator-type", `${at}/value`, `\`${operator.name}\` never holds for two ${type}s`, hint);
  }
  if (field === null) return;
  if (isEquality(operator)) return reportUnfit(value, field, nameOf(fact), `${at}/value`, report);
  for (const [index, item] of (value as unknown[]).entries()) {
    if (!fits(item, field)) reportUnfit(item, field, nameOf(fact), `${at}/value/${index}`, report);
  }
}

/**
 * Explains why a comparison with another field can never have the intended effect; null if it can, or if the schema
 * does not decide.
 */
export function operandProblem(operator: Operator, field: Field | null, other: Field | null): "type" | "apart" | null {
  if (other === null) return null;
  if (operator.values === "number" || operator.values === "array")
    return canApply(operator.values, other) ? null : "type";
  return isEquality(operator) && field !== null && areApart(field, other) ? "apart" : null;
}

function checkOther(
  value: ValueNode,
  node: ComparisonNode,
  operator: Operator,
  field: Field | null,
  fields: Fields,
  report: Report,
): void {
  const other = fieldOf(value, fields);
  const fault = operandProblem(operator, field, other);
  if (fault === null) return;
  const is = `\`${nameOf(value)}\` is ${describeField(must(other, "the other field"))}`;
  if (fault === "type") {
    const wanted = article(operator.values);
    report(
      "wrong-value-type",
      value.at,
      `\`${operator.name}\` compares with ${wanted}, but ${is}`,
      `name a field that is ${wanted}`,
    );
  } else {
    report(
      "wrong-value-type",
      value.at,
      `\`${nameOf(node.fact)}\` is ${describeField(must(field, "the field"))}, but ${is}`,
      "compare fields of one type",
    );
  }
}

function isEquality({ name }: Operator): boolean {
  return name === "equal" || name === "notEqual";
}

function isMembership({ name }: Operator): boolean {
  return name === "in" || name === "notIn";
}

/** Whether an operator with this operand type can ever hold for a field. */
export function canApply(needs: "any" | "number" | "array", { types }: Field): boolean {
  if (needs === "any" || types.length === 0) return true;
  return needs === "array" ? types.includes("array") : types.includes("number") || types.includes("integer");
}

function fieldOf(value: ValueNode, fields: Fields): Field | null {
  const path = pathOf(value);
  const found = path === null ? null : fields.find(path);
  return found?.kind === "known" ? found.field : null;
}

function nameOf(value: ValueNode): string {
  return pathOf(value)?.join(".") ?? (value.kind === "constant" ? "" : value.text);
}
