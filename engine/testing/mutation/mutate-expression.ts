import { fromRecord } from "../../common/must.js";
import type { MutantKind, Mutation } from "./mutant.js";

/** Strings and quoted names come first, so that no operator is matched inside them. */
const token =
  /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`|\$?[A-Za-z_]\w*|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|<=|>=|!=|\?\?|\?:|[-+*/%=<>?:&]/g;

const operators: Readonly<Record<string, readonly [MutantKind, string]>> = {
  "<": ["boundary", "<="],
  "<=": ["boundary", "<"],
  ">": ["boundary", ">="],
  ">=": ["boundary", ">"],
  "=": ["operator", "!="],
  "!=": ["operator", "="],
  and: ["operator", "or"],
  or: ["operator", "and"],
  "+": ["operator", "-"],
  "-": ["operator", "+"],
  "*": ["operator", "/"],
  "/": ["operator", "*"],
  true: ["constant", "false"],
  false: ["constant", "true"],
};

/** Mutates one token of an expression. Some mutants do not parse; they fail to load and are skipped. */
export function mutateExpression(text: string): Mutation<string>[] {
  return [...text.matchAll(token)].flatMap(({ 0: old, index }) =>
    othersThan(old).map(([kind, other]) => ({
      ...{ kind, at: "" },
      text: `\`${old}\` becomes \`${other}\`, at character ${index + 1}`,
      part: text.slice(0, index) + other + text.slice(index + old.length),
    })),
  );
}

function othersThan(old: string): readonly (readonly [MutantKind, string])[] {
  if (Object.hasOwn(operators, old)) return [fromRecord(operators, old)];
  if (/^\d/.test(old))
    return [
      ["constant", String(Number(old) - 1)],
      ["constant", String(Number(old) + 1)],
    ];
  return /^["']/.test(old) ? [["constant", `${old.slice(0, -1)}?${old[0]}`]] : [];
}
