import type { DiagnosticCode, Hint } from "../../common/diagnostic.js";
import { didYouMean } from "../../common/nearest.js";
import type { Path } from "../../common/path.js";
import { readsOf } from "../../language/expression/static.js";
import type { Field, Fields } from "../../language/fields.js";
import type { ValueNode } from "../../language/node.js";
import { describeField } from "./describe-field.js";

/** Reports a finding; `word` is the relevant part of the string at `at`. */
export type Report = (code: DiagnosticCode, at: string, message: string, hint: Hint, word?: string) => void;

/** Returns the field at a path if the schema types it; reports a path that leads to no field. */
export function checkPath(path: Path, at: string, fields: Fields, report: Report): Field | null {
  const found = fields.find(path);
  if (found.kind === "known") return found.field;
  if (found.kind === "unknown") {
    const where = found.section === "" ? "the document" : `\`${found.section}\``;
    report(
      "unknown-field",
      at,
      `${where} has no field \`${found.name}\``,
      hintFor(found.name, found.section, found.known, fields),
      found.name,
    );
  }
  return null;
}

function hintFor(name: string, section: string, known: readonly string[], fields: Fields): Hint {
  const outer = section === "" ? null : fields.find(section.split("."));
  if (known.length === 0 && outer?.kind === "known") return `it is ${describeField(outer.field)}`;
  const elsewhere = didYouMean(name, known) === null ? sectionsWith(name, fields) : [];
  if (elsewhere.length > 0) return `it is a field of ${elsewhere.map((other) => `\`${other}\``).join(" and of ")}`;
  return didYouMean(name, known) ?? `its fields: ${known.slice(0, 12).join(", ")}${known.length > 12 ? ", …" : ""}`;
}

/** Sections that have a field of exactly this name. */
function sectionsWith(name: string, fields: Fields): readonly string[] {
  return [...fields.sections].filter((section) => fields.find([section, name]).kind === "known").slice(0, 3);
}

/** Checks every path that a value reads. */
export function checkValue(value: ValueNode, fields: Fields, report: Report): void {
  if (value.kind === "path") checkPath(value.path, value.at, fields, report);
  if (value.kind === "computed")
    for (const path of readsOf(value.expression)) checkPath(path, value.at, fields, report);
}
