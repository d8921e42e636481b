import { isObject } from "../base/json.js";
import { escapeControls } from "../lang/template.js";
import type { Evaluated } from "./evaluated.js";
import { originOf } from "./origin-of.js";
import { showValue } from "./show-value.js";
import type { Style } from "./style.js";

/** Every field of the resolved document: its value and, where the document was built, where that comes from. */
export function documentLines({ result, built }: Evaluated, { colors }: Style): readonly string[] {
  if (result.document === null) return [];
  const byRule = new Map(result.changes.map(({ path, rule }) => [path, rule]));
  const fields = fieldsOf(result.document, "");
  const width = Math.min(48, Math.max(0, ...fields.map(({ path }) => path.length)));
  const lines = fields.map(({ path, value }) => {
    const rule = byRule.get(path);
    const origin = rule !== undefined ? colors.cyan(`by ${rule}`) : built === null ? null : originOf(path, built.origins);
    return `  ${escapeControls(path).padEnd(width)}  ${showValue(value)}${origin === null ? "" : colors.dim(`  ${origin}`)}`;
  });
  return [colors.bold("document"), ...lines];
}

function fieldsOf(value: object, prefix: string): readonly { path: string; value: unknown }[] {
  return Object.entries(value).flatMap(([key, child]) => {
    const path = prefix === "" ? key : `${prefix}.${key}`;
    return isObject(child) && Object.keys(child).length > 0 ? fieldsOf(child, path) : [{ path, value: child }];
  });
}
