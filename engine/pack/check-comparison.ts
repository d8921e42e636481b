import { jsonType, type Field, type Fields } from "../lang/fields.js";
import type { ComparisonNode, ValueNode } from "../lang/node.js";
import type { Operator, Operators } from "../lang/operators.js";
import { pathOf } from "../lang/walk.js";
import { areApart, checkFits } from "./check-fits.js";
import { checkValue, type Report } from "./check-paths.js";
import { article, describeField } from "./describe-field.js";

/** Holds one comparison against the types and values of what it compares: at most one finding for each side. */
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

/** What stands on the operator's right: a constant of the wrong kind can never do what was meant. */
function checkConstant(value: unknown, { at, fact }: ComparisonNode, operator: Operator, field: Field | null, report: Report): void {
  const type = jsonType(value);
  const needs = { array: ["array"], boolean: ["boolean"], number: ["integer", "number"], any: null }[operator.values];
  if (needs !== null && !needs.includes(type)) {
    const wanted = article(operator.values);
    return report("wrong-value-type", `${at}/value`, `\`${operator.name}\` compares with ${wanted}, not with ${article(type)}`, `write ${wanted}`);
  }
  if (isEquality(operator) && (type === "array" || type === "object")) {
    const hint = type === "array" ? "use `in` for one of several values" : "compare its parts";
    return report("operator-type", `${at}/value`, `\`${operator.name}\` never finds two ${type}s equal`, hint);
  }
  if (field === null) return;
  if (isEquality(operator)) checkFits(value, field, nameOf(fact), `${at}/value`, report);
  if (isMembership(operator) && Array.isArray(value)) {
    value.forEach((item, index) => checkFits(item, field, nameOf(fact), `${at}/value/${index}`, report));
  }
}

/** A comparison with another field, whose type is known as well. */
function checkOther(value: ValueNode, node: ComparisonNode, operator: Operator, field: Field | null, fields: Fields, report: Report): void {
  const other = fieldOf(value, fields);
  if (other === null) return;
  const is = `\`${nameOf(value)}\` is ${describeField(other)}`;
  if (operator.values === "number" || operator.values === "array") {
    if (!canApply(operator.values, other)) {
      report("wrong-value-type", value.at, `\`${operator.name}\` compares with ${article(operator.values)}, but ${is}`, `name a field that is ${article(operator.values)}`);
    }
  } else if (isEquality(operator) && field !== null && areApart(field, other)) {
    const message = `\`${nameOf(node.fact)}\` is ${describeField(field)}, but ${is}`;
    report("wrong-value-type", value.at, message, "compare fields of one type");
  }
}

function isEquality({ name }: Operator): boolean {
  return name === "equal" || name === "notEqual";
}

function isMembership({ name }: Operator): boolean {
  return name === "in" || name === "notIn";
}

function canApply(needs: "any" | "number" | "array", { types }: Field): boolean {
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
