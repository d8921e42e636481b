import { kindOf } from "../../language/actions/index.js";
import type { Diagnostic } from "../../common/diagnostic.js";
import { pointerKeys, readPath } from "../../common/path.js";
import type { JsonSource } from "../../common/read-json.js";
import { readsOf } from "../../language/expression/static.js";
import type { Fields } from "../../language/fields.js";
import type { ConditionNode } from "../../language/node.js";
import type { Operators } from "../../language/conditions/operators.js";
import { visitComparisons } from "../../language/walk.js";
import { checkComparison } from "./check-comparison.js";
import { checkWritten } from "./check-fits.js";
import { checkPath, checkValue, type Report } from "./check-paths.js";
import { finding } from "./finding.js";
import type { Linking } from "../link-pack.js";

/** Checks every field that a pack reads or writes against the document's schema: name, type and values. */
export function checkFields({ pack, facts }: Linking, fields: Fields, operators: Operators): readonly Diagnostic[] {
  const [diagnostics, report] = collector(pack);
  for (const fact of facts) for (const path of readsOf(fact.expression)) checkPath(path, fact.at, fields, report);
  for (const { when, then } of pack.rules) {
    if (when !== null) visitComparisons(when, (comparison) => checkComparison(comparison, fields, operators, report));
    for (const action of then) {
      for (const value of kindOf(action).reads(action)) checkValue(value, fields, report);
      const written = kindOf(action).writes(action);
      if (written === null) continue;
      const field = checkPath(written, `${action.at}/${action.kind}`, fields, report);
      if (field !== null && action.kind === "set") checkWritten(action.value, field, written, fields, report);
    }
  }
  return diagnostics;
}

/** Checks the fields of a single condition outside of a pack. */
export function checkConditionFields(
  read: { readonly file: string; readonly source: JsonSource },
  condition: ConditionNode,
  fields: Fields,
  operators: Operators,
): readonly Diagnostic[] {
  const [diagnostics, report] = collector(read);
  visitComparisons(condition, (comparison) => checkComparison(comparison, fields, operators, report));
  return diagnostics;
}

/** Deduplicates findings: a named condition is checked at every use but reported once. */
function collector(read: { readonly file: string | null; readonly source: JsonSource }): [Diagnostic[], Report] {
  const diagnostics: Diagnostic[] = [];
  const seen = new Set<string>();
  const report: Report = (code, at, message, hint, word) => {
    const key = `${at} ${message}`;
    if (!seen.has(key))
      diagnostics.push(
        finding(read, code, at, message, hint, {
          offset: word === undefined ? undefined : offsetOf(word, at, read.source),
        }),
      );
    seen.add(key);
  };
  return [diagnostics, report];
}

/** Returns the offset of a name inside the string at a location; undefined if it is the whole string. */
function offsetOf(word: string, at: string, source: JsonSource): number | undefined {
  const text = readPath(source.value, pointerKeys(at));
  if (typeof text !== "string") return undefined;
  const found = [...text.matchAll(/[\w-]+/g)].find(([name]) => name === word);
  return found?.index;
}
