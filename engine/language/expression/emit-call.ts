import { literal } from "../emitter.js";
import type { Emit, Scope } from "./emit-scope.js";
import type { CallNode } from "./node.js";
import { functionNamed } from "./runtime/functions.js";

/** Emits calls whose one argument needs no check and whose result is not a sequence; null for all others. */
export function emitFree({ name, args }: CallNode, scope: Scope, emit: Emit): string | null {
  const [only, ...others] = args;
  if (only === undefined || others.length > 0 || !free.has(name)) return null;
  const argument = emit(only, scope);
  return name === "exists" ? `(${argument}!==undefined)` : `${scope.rt}.${name}(${argument})`;
}

const free: ReadonlySet<string> = new Set(["exists", "not", "boolean", "string", "type", "count"]);

export function emitCall({ name, args }: CallNode, scope: Scope, emit: Emit): string {
  const isFull = args.length === functionNamed(name).parameters.length;
  const values = args.map((arg) => emit(arg, scope)).join(",");
  return `${scope.rt}.call(${literal(name)},${isFull ? "undefined" : scope.input},[${values}])`;
}
