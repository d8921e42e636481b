import type {
  ArrayNode,
  CallNode,
  ExpressionNode,
  Filter,
  PathNode,
  SelectNode,
  Step,
} from "../../language/expression/node.js";
import { plainName, planPath, type PathMove } from "../../language/expression/path-plan.js";
import { collectReads } from "../../language/expression/reads.js";
import { functions as signatures } from "../../language/expression/runtime/functions.js";
import { isBoolean, shapeOf } from "../../language/expression/shape.js";
import { atom, call, enclose, flatten, list, pythonText, pythonValue, type Code, type Functions } from "./code.js";

/** Thrown for an expression that calls a function missing from the Python runtime. */
export class NotInPython extends Error {
  constructor(readonly construct: string) {
    super(construct);
  }
}

/**
 * JavaScript's `**` differs in the last digit from the C library that Python calls; a rejected pack is better than a
 * different result.
 */
const missing: ReadonlySet<string> = new Set(["power"]);

const arithmetic = { "+": "_add", "-": "_subtract", "*": "_multiply", "/": "_divide", "%": "_remainder" } as const;
const walks = {
  step: "_step",
  lastStep: "_last_step",
  first: "_first",
  next: "_next",
  last: "_last",
  lastKept: "_last_kept",
  only: "_only",
  onlyKept: "_only_kept",
} as const;

const [context, document, absent] = [atom("i"), atom("d"), atom("_ABSENT")];

/** Declares an expression as a Python function of the document and returns the function's name. */
export function declareExpression(node: ExpressionNode, functions: Functions): string {
  const code = emit(node, functions);
  const shape = shapeOf(node);
  const settled = shape === "scalar" ? code : call(shape === "built" ? "_plain" : "_plain_read", code);
  // An expression that reads nothing must not depend on the document being an empty array.
  const input = collectReads(node).size === 0 ? "_ABSENT" : "_enter(d)";
  return functions.declare("value", "d: Any", "Any", ["_begin()", `i = ${input}`, `return ${settled.text}`]);
}

function emit(node: ExpressionNode, functions: Functions): Code {
  return flatten(emitNode(node, functions), functions, "part", "i, d", "Any");
}

function emitNode(node: ExpressionNode, functions: Functions): Code {
  const part = (inner: ExpressionNode): Code => emit(inner, functions);
  switch (node.kind) {
    case "literal":
      return pythonValue(node.value);
    case "context":
      return call("_context", context);
    case "root":
      return document;
    case "name":
      return call(node.keep ? "_name_kept" : "_name", context, atom(pythonText(node.name)));
    case "path":
      return emitPath(node, functions);
    case "block":
      return part(node.of);
    case "select":
      return emitSelect(node, functions);
    case "negate":
      return call("_negate", part(node.of));
    case "arithmetic":
      return call(arithmetic[node.operator], part(node.left), part(node.right));
    case "order":
      return call("_order", atom(pythonText(node.operator)), part(node.left), part(node.right));
    case "equality":
      return call(node.operator === "=" ? "_equal" : "_unequal", part(node.left), part(node.right));
    case "includes":
      return call("_includes", part(node.left), part(node.right));
    case "concat":
      return call("_concat", part(node.left), part(node.right));
    case "logic":
      return enclose("(", [truth(node.left, functions), truth(node.right, functions)], ` ${node.operator} `, ")");
    case "condition": {
      const otherwise = node.otherwise === null ? absent : part(node.otherwise);
      const choice = enclose("", [part(node.then), truth(node.test, functions)], " if ", "");
      return enclose("(", [choice, otherwise], " else ", ")");
    }
    case "default": {
      const otherwise = enclose("lambda: ", [part(node.otherwise)], "", "");
      return call(node.when === "absent" ? "_coalesce" : "_or_else", part(node.of), otherwise);
    }
    case "array":
      return emitArray(node, functions);
    case "object": {
      const pairs = node.pairs.map(({ key, value }) => enclose("(", [visit(part(key)), visit(part(value))], ", ", ")"));
      return call("_object", context, list(pairs));
    }
    case "call":
      return call("_seal", emitCall(node, functions));
  }
}

/** Like `emit`, but does not settle a sequence, for a filter that must see it first. */
function emitRaw(node: ExpressionNode, functions: Functions): Code {
  if (node.kind === "context") return call("_unwrap", context);
  if (node.kind === "name") return call("_member", context, atom(pythonText(node.name)));
  return node.kind === "call" ? emitCall(node, functions) : emit(node, functions);
}

function emitCall({ name, args }: CallNode, functions: Functions): Code {
  if (missing.has(name)) throw new NotInPython(`$${name}`);
  const isFull = args.length === signatures[name]?.parameters.length;
  const values = args.map((arg) => emit(arg, functions));
  return call("_call", atom(pythonText(name)), isFull ? absent : context, list(values));
}

function emitPath(path: PathNode, functions: Functions): Code {
  const names = path.start === "context" && !path.keep ? path.steps.map(plainName) : [null];
  if (names.every((name) => name !== null))
    return call("_keys_of", context, ...names.map((name) => atom(pythonText(name))));
  const { head, moves } = planPath(path);
  const walk = (from: Code): Code =>
    moves.reduce((before, move) => {
      const walked = flatten(before, functions, "part", "i, d", "Any");
      return emitMove(walked, move, functions);
    }, from);
  if (head === null) return walk(context);
  const made = emitStep(head, functions);
  if (path.start === "variable") return walk(call("_items", made));
  return call("_from_array", context, visit(made), visit(walk(context)), pythonValue(path.keep));
}

function emitMove(from: Code, move: PathMove, functions: Functions): Code {
  const how = move.kind === "key" ? atom(pythonText(move.name)) : visit(emitStep(move.step, functions));
  return call(walks[move.by], from, how);
}

function emitStep({ node, filters }: Step, functions: Functions): Code {
  return emitFilters(emit(node, functions), filters, functions);
}

function emitSelect(node: SelectNode, functions: Functions): Code {
  const raw = emitFilters(emitRaw(node.of, functions), node.filters, functions);
  return call(node.keep ? "_seal_kept" : "_seal", raw);
}

function emitFilters(of: Code, filters: readonly Filter[], functions: Functions): Code {
  return filters.reduce((before, filter) => {
    const from = flatten(before, functions, "part", "i, d", "Any");
    if (filter.kind === "index") return call("_at", from, atom(String(filter.index)));
    return call("_where", from, visit(emit(filter.test, functions)));
  }, of);
}

function emitArray(node: ArrayNode, functions: Functions): Code {
  const nested = node.items.map((item) => pythonValue(item.kind === "nested"));
  const items = node.items.map((item) =>
    item.kind === "range" ? atom(`list(range(${item.from}, ${item.to + 1}))`) : emit(item.node, functions),
  );
  return call(node.constructed ? "_path_array" : "_array", list(nested), list(items));
}

/** Emits a function of an item that is the context of the code. */
function visit(code: Code): Code {
  return enclose("lambda i: ", [code], "", "");
}

function truth(node: ExpressionNode, functions: Functions): Code {
  const code = emit(node, functions);
  return isBoolean(node) ? code : call("_truth", code);
}
