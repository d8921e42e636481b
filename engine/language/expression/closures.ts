import type { Json, MaybeJson } from "../../common/json.js";
import { memoize } from "../../common/memoize.js";
import { compilePath, compileSelect, type Compile, type Run } from "./compile-path.js";
import type { ArithmeticOperator, ArrayNode, CallNode, ExpressionNode, ObjectNode, OrderOperator } from "./node.js";
import { collectReads } from "./reads.js";
import { runtime as rt } from "./runtime.js";
import type { Value } from "./runtime/sequence.js";
import { shapeOf } from "./shape.js";

/**
 * Compiles an expression to a function of the document. The document is only read; the result is plain JSON that may
 * share parts with it, or undefined if the expression has no value. Throws `ExpressionError`. Closures are created on
 * the first call, since one evaluation needs few of the expressions of a set.
 */
export const compileExpression = memoize((node: ExpressionNode): ((document: Json) => MaybeJson) => {
  let closed: ((document: Json) => MaybeJson) | undefined;
  return (document) => (closed ??= closeNow(node))(document);
});

function closeNow(node: ExpressionNode): (document: Json) => MaybeJson {
  const run = compile(node);
  const settle = shapeOf(node) === "built" ? rt.plain : rt.plainRead;
  // An expression that reads nothing must not depend on the document being an empty array.
  let isConstant: boolean | undefined;
  const isUnread = (document: Json) => Array.isArray(document) && (isConstant ??= collectReads(node).size === 0);
  return (document) => {
    rt.begin();
    return settle(run(isUnread(document) ? undefined : rt.enter(document), document));
  };
}

const arithmetic: Readonly<Record<ArithmeticOperator, (left: Value, right: Value) => Value>> = {
  "+": rt.add,
  "-": rt.subtract,
  "*": rt.multiply,
  "/": rt.divide,
  "%": rt.remainder,
};
const order: Readonly<Record<OrderOperator, (left: Value, right: Value) => Value>> = {
  "<": rt.less,
  "<=": rt.lessOrEqual,
  ">": rt.greater,
  ">=": rt.greaterOrEqual,
};

const compile: Compile = (node) => {
  switch (node.kind) {
    case "literal": {
      const { value } = node;
      return () => value;
    }
    case "context":
      return rt.context;
    case "root":
      return (_, root) => root;
    case "name": {
      const { name } = node;
      return node.keep ? (input) => rt.nameKept(input, name) : (input) => rt.name(input, name);
    }
    case "path":
      return compilePath(node, compile);
    case "block":
      return compile(node.of);
    case "select":
      return compileSelect(node, compileRaw(node.of), compile);
    case "negate": {
      const of = compile(node.of);
      return (input, root) => rt.negate(of(input, root));
    }
    case "arithmetic":
      return both(node, arithmetic[node.operator]);
    case "order":
      return both(node, order[node.operator]);
    case "equality":
      return both(node, node.operator === "=" ? rt.equal : rt.unequal);
    case "includes":
      return both(node, rt.includes);
    case "concat":
      return both(node, rt.concat);
    case "logic": {
      const [left, right] = [compile(node.left), compileLater(node.right)];
      return node.operator === "and"
        ? (input, root) => rt.truth(left(input, root)) && rt.truth(right(input, root))
        : (input, root) => rt.truth(left(input, root)) || rt.truth(right(input, root));
    }
    case "condition": {
      const [test, then] = [compile(node.test), compileLater(node.then)];
      const otherwise = node.otherwise === null ? () => undefined : compileLater(node.otherwise);
      return (input, root) => (rt.truth(test(input, root)) ? then(input, root) : otherwise(input, root));
    }
    case "default": {
      const [of, otherwise] = [compile(node.of), compileLater(node.otherwise)];
      const choose = node.when === "absent" ? rt.coalesce : rt.orElse;
      return (input, root) => choose(of(input, root), () => otherwise(input, root));
    }
    case "array":
      return compileArray(node);
    case "object":
      return compileObject(node);
    case "call": {
      const raw = compileRaw(node);
      return (input, root) => rt.seal(raw(input, root));
    }
  }
};

/** Compiles a part that some evaluations do not reach when one first does. */
function compileLater(node: ExpressionNode): Run {
  let run: Run | undefined;
  return (input, root) => (run ??= compile(node))(input, root);
}

/** Like `compile`, but does not settle a sequence, for a filter that must see it first. */
function compileRaw(node: ExpressionNode): Run {
  if (node.kind === "context") return rt.unwrap;
  if (node.kind === "name") return (input) => rt.member(input, node.name);
  return node.kind === "call" ? compileCall(node) : compile(node);
}

function both(node: { left: ExpressionNode; right: ExpressionNode }, apply: (left: Value, right: Value) => Value): Run {
  const [left, right] = [compile(node.left), compile(node.right)];
  return (input, root) => apply(left(input, root), right(input, root));
}

function compileArray(node: ArrayNode): Run {
  const kinds = node.items.map((item) => (item.kind === "nested" ? "nested" : "spread"));
  const items = node.items.map(
    (item): Run => (item.kind === "range" ? () => rt.range(item.from, item.to) : compile(item.node)),
  );
  const make = node.constructed ? rt.pathArray : rt.array;
  return (input, root) =>
    make(
      kinds,
      items.map((item) => item(input, root)),
    );
}

function compileObject(node: ObjectNode): Run {
  const pairs = node.pairs.map(({ key, value }) => [compile(key), compile(value)] as const);
  return (input, root) =>
    rt.object(
      input,
      pairs.map(([key, value]) => [(item: Value) => key(item, root), (item: Value) => value(item, root)]),
    );
}

function compileCall({ name, args }: CallNode): Run {
  const runs = args.map(compile);
  return (input, root) =>
    rt.call(
      name,
      input,
      runs.map((run) => run(input, root)),
    );
}
