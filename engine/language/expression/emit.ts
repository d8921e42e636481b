import { literal } from "../emitter.js";
import { arrow, type Emit, type EmitEnvironment, type Scope } from "./emit-scope.js";
import { emitPath, emitSelect } from "./emit-path.js";
import type { ArithmeticOperator, ArrayNode, CallNode, EqualityNode, ExpressionNode, OrderOperator } from "./node.js";
import { collectReads } from "./reads.js";
import { isBoolean, shapeOf } from "./shape.js";
import { functionNamed } from "./runtime/functions.js";

/**
 * Emits an expression as a single JavaScript expression, parenthesized where necessary. It has the same value and
 * throws the same errors as `compileExpression`.
 */
export function emitExpression(node: ExpressionNode, environment: EmitEnvironment): string {
  const { rt, root, read } = environment;
  if (node.kind === "literal") return literal(node.value);
  if (node.kind === "root") return root;
  // An expression that reads nothing must not depend on the document being an empty array.
  const input = collectReads(node).size === 0 ? "undefined" : `${rt}.enter(${root})`;
  const facts = new Map<ExpressionNode, string>();
  const code = emit(node, { rt, root, read, input, depth: 0, facts });
  const shape = shapeOf(node);
  const settled = shape === "scalar" ? code : `${rt}.${shape === "built" ? "plain" : "plainRead"}(${code})`;
  const cells = [...facts.values()].map((name) => `${name}=${rt}.cell()`);
  return `(${rt}.begin(),${cells.length === 0 ? settled : `((${cells.join(",")})=>${settled})()`})`;
}

const arithmetic: Readonly<Record<ArithmeticOperator, string>> = {
  "+": "add",
  "-": "subtract",
  "*": "multiply",
  "/": "divide",
  "%": "remainder",
};
const order: Readonly<Record<OrderOperator, string>> = {
  "<": "less",
  "<=": "lessOrEqual",
  ">": "greater",
  ">=": "greaterOrEqual",
};

const emit: Emit = (node, scope) => {
  const { rt, input } = scope;
  switch (node.kind) {
    case "literal":
      return literal(node.value);
    case "context":
      return `${rt}.context(${input})`;
    case "root":
      return scope.root;
    case "name":
      return `${rt}.${node.keep ? "nameKept" : "name"}(${input},${literal(node.name)})`;
    case "path":
      return emitPath(node, scope, emit);
    case "block":
      return emit(node.of, scope);
    case "select":
      return emitSelect(node, emitRaw(node.of, scope), scope, emit);
    case "negate":
      return `${rt}.negate(${emit(node.of, scope)})`;
    case "arithmetic":
      return both(arithmetic[node.operator], node, scope);
    case "order":
      return both(order[node.operator], node, scope);
    case "equality":
      return emitEquality(node, scope);
    case "includes":
      return both("includes", node, scope);
    case "concat":
      return both("concat", node, scope);
    case "logic":
      return `(${truth(node.left, scope)}${node.operator === "and" ? "&&" : "||"}${truth(node.right, scope)})`;
    case "condition": {
      const otherwise = node.otherwise === null ? "undefined" : emit(node.otherwise, scope);
      return `(${truth(node.test, scope)}?${emit(node.then, scope)}:${otherwise})`;
    }
    case "default": {
      const [of, otherwise] = [emit(node.of, scope), emit(node.otherwise, scope)];
      if (node.when === "false") return `${rt}.orElse(${of},()=>${otherwise})`;
      return node.otherwise.kind === "literal"
        ? `${rt}.present(${of},${otherwise})`
        : `${rt}.coalesce(${of},()=>${otherwise})`;
    }
    case "array":
      return emitArray(node, scope);
    case "object": {
      const pairs = node.pairs.map(({ key, value }) => `[${visit(key, scope)},${visit(value, scope)}]`);
      return `${rt}.object(${input},[${pairs.join(",")}])`;
    }
    case "call":
      return emitFree(node, scope, emit) ?? `${rt}.seal(${emitCall(node, scope, emit)})`;
  }
};

/** Like `emit`, but does not settle a sequence, for a filter that must see it first. */
function emitRaw(node: ExpressionNode, scope: Scope): string {
  if (node.kind === "context") return `${scope.rt}.unwrap(${scope.input})`;
  if (node.kind === "name") return `${scope.rt}.member(${scope.input},${literal(node.name)})`;
  return node.kind === "call" ? emitCall(node, scope, emit) : emit(node, scope);
}

function visit(node: ExpressionNode, scope: Scope): string {
  return arrow(scope, (inner) => emit(node, inner));
}

function both(name: string, node: { left: ExpressionNode; right: ExpressionNode }, scope: Scope): string {
  return `${scope.rt}.${name}(${emit(node.left, scope)},${emit(node.right, scope)})`;
}

/** Emits equality. A literal needs no deep comparison; an absent operand is neither equal nor unequal. */
function emitEquality(node: EqualityNode, scope: Scope): string {
  const { operator, left, right } = node;
  if (right.kind === "literal" && operator === "=") return `(${emit(left, scope)}===${literal(right.value)})`;
  if (right.kind === "literal" && right.value === null) return `(${emit(left, scope)}!=null)`;
  return both(operator === "=" ? "equal" : "unequal", node, scope);
}

function truth(node: ExpressionNode, scope: Scope): string {
  const code = emit(node, scope);
  if (isBoolean(node)) return code;
  return node.kind === "order" ? `(${code}===true)` : `${scope.rt}.truth(${code})`;
}

function emitArray(node: ArrayNode, scope: Scope): string {
  const kinds = node.items.map((item) => (item.kind === "nested" ? "nested" : "spread"));
  const items = node.items.map((item) =>
    item.kind === "range" ? `${scope.rt}.range(${item.from},${item.to})` : emit(item.node, scope),
  );
  return `${scope.rt}.${node.constructed ? "pathArray" : "array"}(${JSON.stringify(kinds)},[${items.join(",")}])`;
}

/** Emits calls whose one argument needs no check and whose result is not a sequence; null for all others. */
function emitFree({ name, args }: CallNode, scope: Scope, emit: Emit): string | null {
  const [only, ...others] = args;
  if (only === undefined || others.length > 0 || !free.has(name)) return null;
  const argument = emit(only, scope);
  return name === "exists" ? `(${argument}!==undefined)` : `${scope.rt}.${name}(${argument})`;
}

const free: ReadonlySet<string> = new Set(["exists", "not", "boolean", "string", "type", "count"]);

function emitCall({ name, args }: CallNode, scope: Scope, emit: Emit): string {
  const isFull = args.length === functionNamed(name).parameters.length;
  const values = args.map((arg) => emit(arg, scope)).join(",");
  return `${scope.rt}.call(${literal(name)},${isFull ? "undefined" : scope.input},[${values}])`;
}
