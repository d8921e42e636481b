import { fromRecord } from "../../common/must.js";
import { functions } from "./runtime/functions.js";
import { Refusal } from "./refusal.js";
import { offsetOf, type SyntaxTree } from "./syntax-tree.js";

const useFact = "give the value a name among the facts";
/** Hint for syntax that the parser accepts and no row above covers. */
export const constructsHint = "docs/reference/expressions.md lists what an expression can hold";
export const useFilter = "write a path with a filter, such as `items[size > 1].name`";

/** Unsupported constructs, by node type of jsonata's AST. */
const leftOut: Readonly<Record<string, readonly [message: string, hint: string]>> = {
  lambda: ["functions cannot be defined", useFilter],
  partial: ["functions cannot be applied in part", "write all arguments"],
  apply: ["`~>` takes only the call of a function", "write the call with its arguments, such as `$sum(sizes)`"],
  bind: ["`:=` is left out", useFact],
  regex: ["regular expressions are left out", "compare strings, or use `$contains`"],
  transform: ["transforms `| |` are left out", "use `set` actions"],
  parent: ["the parent operator `%` is left out", "write the path from the document's root with `$$`"],
  wildcard: ["the wildcard `*` is left out", "name the keys"],
  descendant: ["the wildcard `**` is left out", "name the keys"],
  sort: ["ordering with `^( )` is left out", "use `$sort`, `$min` or `$max`"],
  index: ["`@`, `#` and `%` are left out", "use a filter, or write the path from the document's root with `$$`"],
  block: ["brackets hold exactly one expression", useFact],
};

/** Refuses a node of the AST with a specific message. */
export function refuse(tree: SyntaxTree, text: string): never {
  if (tree.group !== undefined) {
    throw new Refusal(
      tree.group.position - 1,
      "grouping with `{ }` after a path is left out",
      "write `.{ }` to make one object an item",
    );
  }
  const offset = offsetOf(tree, text);
  if (tree.tuple === true) throw new Refusal(offset, ...fromRecord(leftOut, "index"));
  if (tree.type === "variable") throw variable(tree.value as string, offset);
  const known = leftOut[tree.type];
  if (known !== undefined) throw new Refusal(offset, ...known);
  throw new Refusal(offset, `\`${String(tree.value ?? tree.type)}\` is left out`, constructsHint);
}

function variable(name: string, offset: number): Refusal {
  return functions[name] === undefined
    ? new Refusal(
        offset,
        `the variable \`$${name}\` has no value`,
        "write a path; `$` is the context, `$$` the document",
      )
    : new Refusal(offset, `the function \`$${name}\` is no value`, `call it: \`$${name}( )\``);
}
