import { isObject } from "../base/json.js";
import { readPath } from "../base/path.js";
import { escapeControls } from "../lang/template.js";
import type { Evaluated } from "./evaluated.js";
import { originOf } from "./origin-of.js";
import { showValue } from "./show-value.js";
import type { Style } from "./style.js";
import { pathsOf } from "./why/field-paths.js";

const widest = { name: 40, value: 32 };

/** Every field of the resolved document by section: its value, and the rule or the origin that it comes from. */
export function documentLines(evaluated: Evaluated, { colors }: Style): readonly string[] {
  const { result, built } = evaluated;
  if (result.document === null) return [];
  const byRule = new Map(result.changes.map(({ path, rule }) => [path, rule]));
  return Object.entries(result.document).flatMap(([section, value]) => {
    const fields = isObject(value) ? fieldsOf(value, section, evaluated) : [{ path: section, text: showValue(value, 120) }];
    const nameOf = (path: string) => escapeControls(path === section ? path : path.slice(section.length + 1));
    const width = Math.min(widest.name, Math.max(0, ...fields.map(({ path }) => nameOf(path).length)));
    const rows = fields.map(({ path, text }) => {
      const rule = byRule.get(path);
      const origin = rule !== undefined ? colors.cyan(rule) : colors.dim(built === null ? "" : (originOf(path, built.origins) ?? "unset"));
      return `  ${nameOf(path).padEnd(width)}  ${text.padEnd(widest.value)}  ${origin}`.trimEnd();
    });
    return ["", colors.bold(escapeControls(section)), ...rows];
  }).slice(1);
}

interface ShownField {
  readonly path: string;
  readonly text: string;
}

function fieldsOf(value: object, prefix: string, evaluated: Evaluated): readonly ShownField[] {
  return Object.entries(value).flatMap(([key, child]): readonly ShownField[] => {
    const path = `${prefix}.${key}`;
    const [, other] = path === "model_config.hf_text_config" ? pathsOf(path.split("."), evaluated.result.document as Evaluated["before"]) : [];
    if (other !== undefined && readPath(evaluated.result.document, other) === child) return [{ path, text: `(the same as ${other.slice(1).join(".")})` }];
    return isObject(child) && Object.keys(child).length > 0 ? fieldsOf(child, path, evaluated) : [{ path, text: showValue(child, 120) }];
  });
}
