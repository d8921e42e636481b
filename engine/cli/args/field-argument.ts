import type { EngineAdapter } from "../../common/engine-adapter.js";
import { diagnostic, FettleError } from "../../common/diagnostic.js";
import { isObject } from "../../common/json.js";
import { lastOf } from "../../common/must.js";
import { didYouMean } from "../../common/nearest.js";
import { parsePath, readPath, type Path } from "../../common/path.js";
import { fieldsOf, type Fields } from "../../language/fields.js";
import type { Evaluated } from "../../explain/evaluated.js";
import { isWritten } from "../../explain/explain-field.js";

/** Parses the dotted path of a field. @throws FettleError if the engine has no such field */
export function parseFieldPath(text: string, engine: EngineAdapter): Path {
  const parsed = parsePath(text);
  if (!parsed.ok) throw new FettleError([diagnostic(parsed.code, parsed.message, { hint: parsed.hint })]);
  const fields = fieldsOf(engine);
  const found = fields.find(parsed.path);
  if (found.kind !== "unknown") return parsed.path;
  const { name, section, known } = found;
  const meant = section === "" ? fullNames(name, fields) : [];
  const where = section === "" ? "the document" : `\`${section}\``;
  const hint =
    meant.length > 0 ? `did you mean ${meant.map((path) => `\`${path}\``).join(" or ")}?` : didYouMean(name, known);
  throw new FettleError([
    diagnostic("unknown-field", `${where} has no field \`${name}\``, {
      hint: hint ?? "run `fettle resolve MODEL --document` to list every field",
    }),
  ]);
}

/** Sections' fields of that name, for a name without its section. */
function fullNames(name: string, fields: Fields): readonly string[] {
  return [...fields.sections].flatMap((section) => {
    const found = fields.find([section, name]);
    return found.kind === "known" ? [`${section}.${name}`] : [];
  });
}

/** Any key is possible inside an open object: one that is absent and that no rule writes is taken for a misspelling. */
export function requireField(path: Path, evaluated: Evaluated): void {
  const { before, result, rules } = evaluated;
  if (fieldsOf(rules.engine).find(path).kind !== "open" || isWritten(path, evaluated)) return;
  if ([before, result.document].some((document) => readPath(document, path) !== undefined)) return;
  const parent = readPath(before, path.slice(0, -1));
  const hint = isObject(parent) ? didYouMean(lastOf(path), Object.keys(parent)) : null;
  const message = `\`${path.join(".")}\` is not in this document, and no rule writes it`;
  throw new FettleError([
    diagnostic("unknown-field", message, { hint: hint ?? "run `fettle resolve MODEL --document` to list every field" }),
  ]);
}
