import { lastOf, must } from "../../common/must.js";
import { didYouMean } from "../../common/nearest.js";
import { callHint } from "./call-forms.js";
import type { Lowering } from "./lowering.js";
import { allowedName } from "./lower-path.js";
import type { ExpressionNode } from "./node.js";
import { Refusal } from "./refusal.js";
import { functions } from "./runtime/functions.js";
import { offsetOf, type SyntaxTree } from "./syntax-tree.js";
import { whyLeftOut } from "./left-out-functions.js";

/** Lowers a call; `before` are the arguments that `~>` prepends. */
export function lowerCall(tree: SyntaxTree, before: readonly SyntaxTree[], lowering: Lowering): ExpressionNode {
  const { text } = lowering;
  const procedure = must(tree.procedure, "`procedure` of a parsed expression");
  const offset = offsetOf(procedure, text);
  if (procedure.type !== "variable" || procedure.predicate !== undefined) {
    throw new Refusal(offset, "only named functions can be called", "write `$` before the function's name");
  }
  const name = procedure.value as string;
  const entry = functions[name];
  if (entry === undefined) {
    const why = whyLeftOut(name);
    throw why === null
      ? new Refusal(
          offset,
          `unknown function \`$${name}\``,
          didYouMean(
            `$${name}`,
            Object.keys(functions).map((known) => `$${known}`),
          )?.text ?? "see docs/reference/expressions.md for the functions",
        )
      : new Refusal(offset, `\`$${name}\` is not supported: ${why.message}`, why.hint);
  }
  const args = [...before, ...must(tree.arguments, "`arguments` of a parsed expression")];
  const most = entry.parameters.length;
  const least = entry.parameters.filter(({ leftOut }) => leftOut === "never").length;
  if (args.length > most || args.length < least) {
    const bounds = least === most ? `${most}` : `${least} to ${most}`;
    throw new Refusal(
      offset,
      `\`$${name}\` takes ${bounds} ${most === 1 ? "argument" : "arguments"}, not ${args.length}`,
      callHint(name),
    );
  }
  if (name === "lookup" && lastOf(args).type === "string") allowedName(lastOf(args), text);
  return { kind: "call", name, args: args.map((arg) => lowering.inner(arg)) };
}
