import { fromRecord } from "../../common/must.js";
import { functions } from "./runtime/functions.js";
import { Refusal } from "./refusal.js";
import { offsetOf, type SyntaxTree } from "./syntax-tree.js";

const useFact = "make the value a fact";
export const useFilter = "write a path with a filter, such as `items[size > 1].name`";

/** Unsupported constructs, by node type of jsonata's AST. */
const leftOut: Readonly<Record<string, readonly [message: string, hint: string]>> = {
  lambda: ["function definitions are not supported", useFilter],
  partial: ["partial application is not supported", "write all arguments"],
  apply: ["the right side of `~>` must be a function call", "write a call with its arguments, such as `$sum(sizes)`"],
  bind: ["`:=` is not supported", useFact],
  regex: ["regular expressions are not supported", "compare strings, or use `$contains`"],
  transform: ["transforms `| |` are not supported", "use `set` actions"],
  parent: ["the parent operator `%` is not supported", "write the path from the document's root with `$$`"],
  wildcard: ["the wildcard `*` is not supported", "name the keys"],
  descendant: ["the wildcard `**` is not supported", "name the keys"],
  sort: ["ordering with `^( )` is not supported", "use `$sort`, `$min` or `$max`"],
  index: ["`@`, `#` and `%` are not supported", "use a filter, or write the path from the document's root with `$$`"],
  block: ["parentheses must contain exactly one expression", useFact],
};

/** Refuses a node of the AST with a specific message. */
export function refuse(tree: SyntaxTree, text: string): never {
  if (tree.group !== undefined) {
    throw new Refusal(
      tree.group.position - 1,
      "grouping with `{ }` after a path is not supported",
      "write `.{ }` to make one object per item",
    );
  }
  const offset = offsetOf(tree, text);
  if (tree.tuple === true) throw new Refusal(offset, ...fromRecord(leftOut, "index"));
  if (tree.type === "variable") throw variable(tree.value as string, offset);
  throw new Refusal(offset, ...fromRecord(leftOut, tree.type));
}

function variable(name: string, offset: number): Refusal {
  return functions[name] === undefined
    ? new Refusal(offset, `unknown variable \`$${name}\``, "write a path; `$` is the context, `$$` the document")
    : new Refusal(offset, `the function \`$${name}\` is not a value`, `call it: \`$${name}( )\``);
}
