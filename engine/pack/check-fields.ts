import { kindOf } from "../actions/index.js";
import type { Diagnostic, DiagnosticCode } from "../base/diagnostic.js";
import { didYouMean } from "../base/nearest.js";
import type { Path } from "../base/path.js";
import { readsOf } from "../lang/expression/static.js";
import { fits, jsonType, type Field, type Fields } from "../lang/fields.js";
import type { ComparisonNode, ValueNode } from "../lang/node.js";
import type { Operator, Operators } from "../lang/operators.js";
import { comparisonsOf, pathOf } from "../lang/walk.js";
import { finding } from "./finding.js";
import type { LinkedPack } from "./linked.js";

type Report = (code: DiagnosticCode, at: string, message: string, hint: string | null) => void;

/** Holds every field that a pack reads or writes against the document's schema: its name, its type, its values. */
export function checkFields(pack: LinkedPack, fields: Fields, operators: Operators): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const seen = new Set<string>();
  const report: Report = (code, at, message, hint) => {
    if (!seen.has(`${code} ${at}`)) diagnostics.push(finding(pack, code, at, message, hint));
    seen.add(`${code} ${at}`);
  };
  for (const fact of pack.facts) for (const path of readsOf(fact.expression)) checkPath(path, fact.at, fields, report);
  for (const { when, then } of pack.rules) {
    for (const comparison of when === null ? [] : comparisonsOf(when)) checkComparison(comparison, fields, operators, report);
    for (const action of then) {
      for (const value of kindOf(action).reads(action)) checkValue(value, fields, report);
      const written = kindOf(action).writes(action);
      if (written === null) continue;
      const field = checkPath(written, `${action.at}/${action.kind}`, fields, report);
      if (field !== null && action.kind === "set" && action.value.kind === "constant") {
        checkFits(action.value.value, field, written.join("."), `${action.at}/value`, report);
      }
    }
  }
  return diagnostics;
}

/** The field at a path, where the schema types it. */
function checkPath(path: Path, at: string, fields: Fields, report: Report): Field | null {
  const found = fields.find(path);
  if (found.kind === "known") return found.field;
  if (found.kind === "unknown") {
    const where = found.section === "" ? "the document" : `\`${found.section}\``;
    const hint = didYouMean(found.name, found.known) ?? `${where} has ${found.known.slice(0, 12).join(", ")}${found.known.length > 12 ? ", …" : ""}`;
    report("unknown-field", at, `${where} has no field \`${found.name}\``, hint);
  }
  return null;
}

function checkValue(value: ValueNode, fields: Fields, report: Report): void {
  if (value.kind === "path") checkPath(value.path, value.at, fields, report);
  if (value.kind === "computed") for (const path of readsOf(value.expression)) checkPath(path, value.at, fields, report);
}

function checkComparison(node: ComparisonNode, fields: Fields, operators: Operators, report: Report): void {
  const operator = operators.get(node.operator)!;
  checkValue(node.fact, fields, report);
  checkValue(node.value, fields, report);
  checkOperand(node, operator, report);
  const path = pathOf(node.fact);
  const found = path === null ? null : fields.find(path);
  if (found?.kind !== "known") return;
  const name = path!.join(".");
  if (!canApply(operator, found.field)) {
    const message = `\`${operator.name}\` needs ${operator.facts === "array" ? "an array" : "a number"}, but \`${name}\` is ${describe(found.field)}`;
    report("operator-type", `${node.at}/operator`, message, "compare with `equal` or `in`");
  } else if (node.value.kind === "constant" && operator.values === "any" && isStandardEquality(operator.name)) {
    checkFits(node.value.value, found.field, name, node.value.at, report);
  } else if (node.value.kind === "constant" && Array.isArray(node.value.value) && /^(?:in|notIn)$/.test(operator.name)) {
    node.value.value.forEach((value, index) => checkFits(value, found.field, name, `${node.value.at}/${index}`, report));
  }
}

function isStandardEquality(name: string): boolean {
  return name === "equal" || name === "notEqual";
}

function canApply({ facts }: Operator, { types }: Field): boolean {
  if (facts === "any" || types.length === 0) return true;
  if (facts === "array") return types.includes("array");
  return types.includes("number") || types.includes("integer");
}

/** What stands on the operator's right: a constant of the wrong kind can never do what was meant. */
function checkOperand({ value, at }: ComparisonNode, operator: Operator, report: Report): void {
  if (value.kind !== "constant") return;
  const type = jsonType(value.value);
  const needs = { array: ["array"], boolean: ["boolean"], number: ["integer", "number"], any: null }[operator.values];
  if (needs !== null && !needs.includes(type)) {
    report("wrong-value-type", `${at}/value`, `\`${operator.name}\` compares with ${article(operator.values)}, not with ${article(type)}`, `write ${article(operator.values)}`);
  } else if (isStandardEquality(operator.name) && (type === "array" || type === "object")) {
    report("operator-type", `${at}/value`, `\`${operator.name}\` never finds two ${type}s equal`, "compare their parts, or write a fact that compares them");
  }
}

function checkFits(value: unknown, field: Field, name: string, at: string, report: Report): void {
  if (fits(value, field)) return;
  const type = jsonType(value);
  if (field.values !== null && (field.types.length === 0 || field.types.includes(type))) {
    const values = field.values.map(String);
    const hint = didYouMean(String(value), values) ?? `allowed: ${values.join(", ")}`;
    report("wrong-enum-value", at, `\`${String(value)}\` is not a value of \`${name}\``, hint);
  } else {
    report("wrong-value-type", at, `\`${name}\` is ${describe(field)}, not ${article(type)}`, `write ${describe(field)}, or null for unset`);
  }
}

function describe({ types, values }: Field): string {
  if (types.length === 0) return values === null ? "anything" : `one of ${values.join(", ")}`;
  return types.map(article).join(" or ");
}

function article(type: string): string {
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}
