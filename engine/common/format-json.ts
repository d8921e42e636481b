import type { AnyNode, ObjectNode } from "@humanwhocodes/momoa";
import { chooseBranch } from "./choose-branch.js";
import { isObject, type JsonObject } from "./json.js";
import { fromRecord, itemAt, must } from "./must.js";
import { resolve, type Located } from "./schema-errors.js";
import { memberKey, parseTree } from "./source-text.js";

/** A value with its layouts: on one line, or with each part on its own line. */
interface Block {
  /** Null if the value does not fit on any line or must be expanded. */
  readonly line: string | null;
  readonly brackets: "{}" | "[]";
  readonly parts: readonly { readonly name: string; readonly block: Block }[];
}

/**
 * Formats JSON text canonically: two spaces, at most `width` columns, one line for what fits on it, and keys in schema
 * order, followed by unknown keys in their original order. To keep diffs small, these are always expanded: the
 * outermost value, lists of several objects, and values whose schema has an `id` or a `name`. Strings and numbers keep
 * their spelling. The text must be accepted by readJson.
 */
export function formatJson(text: string, schema: Located | null = null, width = 120): string {
  const body = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  const root = blockOf(parseTree(body).body, body, schema, width);
  return `${print(root.parts.length === 0 ? root : { ...root, line: null }, "", 0, width)}\n`;
}

function blockOf(node: AnyNode, text: string, schema: Located | null, width: number): Block {
  if (node.type === "Array") {
    const items = node.elements.map(({ value }) => ({
      name: "",
      block: blockOf(value, text, below(schema, "items"), width),
    }));
    return group("[]", items, items.filter(({ block }) => block.brackets === "{}").length > 1, width);
  }
  if (node.type !== "Object")
    return { line: text.slice(...must(node.range, "the place of a value")), brackets: "[]", parts: [] };
  const own = schema === null ? null : branchOf(node, schema);
  const known = propertiesOf(own);
  const order = Object.keys(known);
  const place = (key: string) => (Object.hasOwn(known, key) ? order.indexOf(key) : order.length);
  const members = node.members.map(({ name, value }) => {
    const key = memberKey(name);
    const inner = Object.hasOwn(known, key)
      ? { ...must(own, "the schema of the object"), schema: fromRecord(known, key) }
      : below(own, "additionalProperties");
    return {
      key,
      name: `${text.slice(...must(name.range, "the place of a key"))}: `,
      block: blockOf(value, text, inner, width),
    };
  });
  const isNamed = Object.hasOwn(known, "id") || Object.hasOwn(known, "name");
  return group(
    "{}",
    members.toSorted((left, right) => place(left.key) - place(right.key)),
    isNamed,
    width,
  );
}

function group(brackets: "{}" | "[]", parts: Block["parts"], isOpen: boolean, width: number): Block {
  const lines = parts.map(({ name, block }) => (block.line === null ? null : name + block.line));
  if ((isOpen && parts.length > 0) || lines.includes(null)) return { line: null, brackets, parts };
  const inner = lines.join(", ");
  const line = brackets === "{}" && parts.length > 0 ? `{ ${inner} }` : brackets[0] + inner + brackets[1];
  return { line: line.length > width ? null : line, brackets, parts };
}

/** Prints a block; `used` counts the other columns of the line: the indent, a key, a comma. */
function print({ line, brackets, parts }: Block, indent: string, used: number, width: number): string {
  if (line !== null && (parts.length === 0 || used + line.length <= width)) return line;
  const inner = `${indent}  `;
  const lines = parts.map(
    ({ name, block }) => inner + name + print(block, inner, inner.length + name.length + 1, width),
  );
  return `${brackets[0]}\n${lines.join(",\n")}\n${indent}${brackets[1]}`;
}

/** Selects the alternative whose keys an object has; null if none is identifiable. */
function branchOf(node: ObjectNode, written: Located): Located | null {
  const located = resolve(written);
  const { anyOf } = located.schema;
  if (!Array.isArray(anyOf)) return located;
  const branches = (anyOf as JsonObject[]).map((schema) => resolve({ ...located, schema }));
  const keys = Object.fromEntries(node.members.map(({ name }) => [memberKey(name), null]));
  const choice = chooseBranch(
    keys,
    branches.map(({ schema }) => schema),
  );
  return choice.kind === "branch" ? itemAt(branches, choice.index) : null;
}

function propertiesOf(located: Located | null): Readonly<Record<string, JsonObject>> {
  return (located?.schema.properties ?? {}) as Record<string, JsonObject>;
}

function below(written: Located | null, keyword: "items" | "additionalProperties"): Located | null {
  const located = written === null ? null : resolve(written);
  const schema = located?.schema[keyword];
  return located !== null && isObject(schema) ? { ...located, schema } : null;
}
