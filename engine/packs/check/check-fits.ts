import { didYouMean } from "../../common/nearest.js";
import { isObject, type Json } from "../../common/json.js";
import { pointer, type Path } from "../../common/path.js";
import { isReference } from "../../common/aliases.js";
import { constantOf } from "../../language/expression/static.js";
import { fits, jsonType, type Field, type Fields } from "../../language/fields.js";
import type { ValueNode } from "../../language/node.js";
import { pathOf } from "../../language/walk.js";
import { article, describeField } from "./describe-field.js";
import { checkPath, type Report } from "./check-paths.js";

/** Reports a constant that a field never allows. */
export function reportUnfit(value: unknown, field: Field, name: string, at: string, report: Report): void {
  const type = jsonType(value);
  if (field.values !== null && (field.types.length === 0 || field.types.includes(type))) {
    const values = field.values.map(String);
    const hint = didYouMean(String(value), values) ?? `allowed: ${values.join(", ")}`;
    report("wrong-enum-value", at, `\`${String(value)}\` is not a value of \`${name}\``, hint);
  } else {
    report(
      "wrong-value-type",
      at,
      `\`${name}\` is ${describeField(field)}, not ${article(type)}`,
      `write ${describeField(field)}, or null for unset`,
    );
  }
}

/** Checks what an action writes to a field: a constant, possibly from an expression, or another field's value. */
export function checkWritten(value: ValueNode, field: Field, written: Path, fields: Fields, report: Report): void {
  const constant = value.kind === "constant" ? value : value.kind === "computed" ? constantOf(value.expression) : null;
  if (constant !== null) {
    if (isReference(written.join("."), constant.value, fields.alias)) {
      report(
        "bad-same",
        value.at,
        "`$same` is allowed in documents, not in values that a rule writes",
        'use `"jsonata"` with the path of the object, which sets that very object',
      );
    } else checkConstant(constant.value, field, written, value.at, value.kind === "constant", fields, report);
    return;
  }
  const path = pathOf(value);
  if (path === null) return;
  const found = fields.find(path);
  if (found.kind !== "known" || !areApart(found.field, field)) return;
  const message = `\`${written.join(".")}\` is ${describeField(field)}, but \`${path.join(".")}\` is ${describeField(found.field)}`;
  report("wrong-value-type", value.at, message, `compute ${describeField(field)} from it`);
}

/** Checks a constant recursively; `isPlain` if it is literal JSON in the file, not part of an expression. */
function checkConstant(
  value: Json,
  field: Field,
  written: Path,
  at: string,
  isPlain: boolean,
  fields: Fields,
  report: Report,
): void {
  if (!fits(value, field)) return reportUnfit(value, field, written.join("."), at, report);
  if (!isObject(value)) return;
  for (const [key, inner] of Object.entries(value)) {
    const place = isPlain ? at + pointer([key]) : at;
    const inside = checkPath([...written, key], place, fields, report);
    if (inside !== null) checkConstant(inner, inside, [...written, key], place, isPlain, fields, report);
  }
}

/** Whether two fields have no common value except null. */
export function areApart(left: Field, right: Field): boolean {
  if (left.types.length === 0 || right.types.length === 0) return false;
  const kinds = ({ types }: Field) => new Set(types.map((type) => (type === "integer" ? "number" : type)));
  const other = kinds(right);
  return [...kinds(left)].every((type) => !other.has(type));
}
