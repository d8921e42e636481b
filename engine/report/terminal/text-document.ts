import { pathsOf } from "../../common/aliases.js";
import { aliasPath } from "../../common/engine-adapter.js";
import { isObject } from "../../common/json.js";
import { readPath } from "../../common/path.js";
import { escapeControls } from "../../common/printable.js";
import { certaintyOf, type CertaintyOf } from "../../explain/certainty.js";
import { changedFields } from "../../explain/changed-fields.js";
import type { Evaluated } from "../../explain/evaluated.js";
import { originOf } from "../../explain/origin-of.js";
import { showValue } from "../../common/show-value.js";
import type { Style } from "./style.js";

/** Marks before a value: whether it depends on assumed or unknown inputs. */
export const certaintyMarks = { known: " ", assumed: "~", unknown: "?" } as const;

const widest = { name: 40, value: 24 };
const longestValue = 120;

/**
 * Renders the fields of the resolved document by section, all or those that differ from defaults: a mark if the value
 * is uncertain, the value, and its rule or origin.
 */
export function documentLines(evaluated: Evaluated, style: Style): readonly string[] {
  const { document } = evaluated.result;
  if (document === null) return [];
  const certain = certaintyOf(evaluated);
  const isChanged = evaluated.fields === "all" ? () => true : changedFields(evaluated);
  const entries = Object.entries(document);
  const sections = entries.filter(([, value]) => isSection(value));
  const rest = entries
    .filter(([, value]) => !isSection(value))
    .map(([path, value]) => ({ path, text: showValue(value, longestValue) }));
  const blocks = [
    ...sections.map(([section, value]) => ({ section, fields: fieldsOf(value as object, section, evaluated) })),
    { section: "", fields: rest },
  ];
  return blocks
    .map(({ section, fields }) => ({ section, fields: fields.filter(({ path }) => isChanged(path)) }))
    .filter(({ fields }) => fields.length > 0)
    .map(({ section, fields }) => blockLines(section, fields, certain, evaluated, style))
    .flatMap((lines, index) => (index === 0 ? lines : ["", ...lines]));
}

function isSection(value: unknown): boolean {
  return isObject(value) && Object.keys(value).length > 0;
}

function blockLines(
  section: string,
  fields: readonly ShownField[],
  certain: CertaintyOf,
  { result, built, rules }: Evaluated,
  { colors }: Style,
): readonly string[] {
  const byRule = new Map(result.changes.map(({ path, rule }) => [path, rule]));
  const nameOf = (path: string) => escapeControls(section === "" ? path : path.slice(section.length + 1));
  const width = Math.min(widest.name, Math.max(0, ...fields.map(({ path }) => nameOf(path).length)));
  const rows = fields.map(({ path, text }) => {
    const rule = byRule.get(path);
    const origin =
      rule !== undefined
        ? colors.cyan(rule)
        : colors.dim(built === null ? "" : (originOf(path, built.origins, rules.engine.title) ?? "unset"));
    const mark = certaintyMarks[certain(path).kind];
    return `${mark} ${nameOf(path).padEnd(width)}  ${text.padEnd(widest.value)}  ${origin}`.trimEnd();
  });
  return [colors.bold(section === "" ? "document" : escapeControls(section)), ...rows];
}

interface ShownField {
  readonly path: string;
  readonly text: string;
}

function fieldsOf(value: object, prefix: string, evaluated: Evaluated): readonly ShownField[] {
  const { alias } = evaluated.rules.engine;
  const aliased = alias === null ? null : aliasPath(alias).join(".");
  return Object.entries(value).flatMap(([key, child]): readonly ShownField[] => {
    const path = `${prefix}.${key}`;
    const [, other] =
      path === aliased ? pathsOf(path.split("."), evaluated.result.document as Evaluated["before"], alias) : [];
    if (other !== undefined && readPath(evaluated.result.document, other) === child)
      return [{ path, text: `(the same as ${other.slice(1).join(".")})` }];
    return isSection(child)
      ? fieldsOf(child as object, path, evaluated)
      : [{ path, text: showValue(child, longestValue) }];
  });
}
