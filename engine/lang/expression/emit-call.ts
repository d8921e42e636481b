import { emit, literal, type Scope } from "./emit.js";
import type { CallNode } from "./node.js";
import { functions } from "./runtime/functions.js";

/** Calls that need no check of their one argument and give no sequence, as source; null for every other. */
export function emitFree({ name, args }: CallNode, scope: Scope): string | null {
  if (args.length !== 1 || !free.has(name)) return null;
  const argument = emit(args[0]!, scope);
  return name === "exists" ? `(${argument}!==undefined)` : `${scope.rt}.${name}(${argument})`;
}

const free: ReadonlySet<string> = new Set(["exists", "not", "boolean", "string", "type", "count"]);

export function emitCall({ name, args }: CallNode, scope: Scope): string {
  const isFull = args.length === functions[name]!.parameters.length;
  const values = args.map((arg) => emit(arg, scope)).join(",");
  return `${scope.rt}.call(${literal(name)},${isFull ? "undefined" : scope.input},[${values}])`;
}
