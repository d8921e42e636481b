import type { Json, MaybeJson } from "../../common/json.js";
import { closePath, closeSelect, type Close, type Run } from "./close-path.js";
import type { ArithmeticOperator, ArrayNode, CallNode, ExpressionNode, ObjectNode, OrderOperator } from "./node.js";
import { collectReads } from "./reads.js";
import { runtime as rt } from "./runtime.js";
import type { Value } from "./runtime/sequence.js";
import { shapeOf } from "./shape.js";

/**
 * An expression as a function of the document. The document is only read; the result is plain JSON that may share
 * parts with it, or undefined where the expression has no value. Throws `ExpressionError`. Closures are made at the first
 * call: of the expressions of a set, one evaluation needs few.
 */
export function closeExpression(node: ExpressionNode): (document: Json) => MaybeJson {
  let closed: ((document: Json) => MaybeJson) | undefined;
  return (document) => (closed ??= closeNow(node))(document);
}

function closeNow(node: ExpressionNode): (document: Json) => MaybeJson {
  const run = close(node);
  const settle = shapeOf(node) === "built" ? rt.plain : rt.plainRead;
  // Where nothing of the document is read, it must not matter that it is an empty array.
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

const close: Close = (node) => {
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
      return closePath(node, close);
    case "block":
      return close(node.of);
    case "select":
      return closeSelect(node, closeRaw(node.of), close);
    case "negate": {
      const of = close(node.of);
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
      const [left, right] = [close(node.left), close(node.right)];
      return node.operator === "and"
        ? (input, root) => rt.truth(left(input, root)) && rt.truth(right(input, root))
        : (input, root) => rt.truth(left(input, root)) || rt.truth(right(input, root));
    }
    case "condition": {
      const [test, then] = [close(node.test), close(node.then)];
      const otherwise = node.otherwise === null ? () => undefined : close(node.otherwise);
      return (input, root) => (rt.truth(test(input, root)) ? then(input, root) : otherwise(input, root));
    }
    case "default": {
      const [of, otherwise] = [close(node.of), close(node.otherwise)];
      const choose = node.when === "absent" ? rt.coalesce : rt.orElse;
      return (input, root) => choose(of(input, root), () => otherwise(input, root));
    }
    case "array":
      return closeArray(node);
    case "object":
      return closeObject(node);
    case "call": {
      const raw = closeRaw(node);
      return (input, root) => rt.seal(raw(input, root));
    }
  }
};

/** Like `close`, but leaves a sequence unsettled where a filter is to see it first. */
function closeRaw(node: ExpressionNode): Run {
  if (node.kind === "context") return rt.unwrap;
  if (node.kind === "name") return (input) => rt.member(input, node.name);
  return node.kind === "call" ? closeCall(node) : close(node);
}

function both(node: { left: ExpressionNode; right: ExpressionNode }, apply: (left: Value, right: Value) => Value): Run {
  const [left, right] = [close(node.left), close(node.right)];
  return (input, root) => apply(left(input, root), right(input, root));
}

function closeArray(node: ArrayNode): Run {
  const kinds = node.items.map((item) => (item.kind === "nested" ? "nested" : "spread"));
  const items = node.items.map(
    (item): Run => (item.kind === "range" ? () => rt.range(item.from, item.to) : close(item.node)),
  );
  const make = node.constructed ? rt.pathArray : rt.array;
  return (input, root) =>
    make(
      kinds,
      items.map((item) => item(input, root)),
    );
}

function closeObject(node: ObjectNode): Run {
  const pairs = node.pairs.map(({ key, value }) => [close(key), close(value)] as const);
  return (input, root) =>
    rt.object(
      input,
      pairs.map(([key, value]) => [(item: Value) => key(item, root), (item: Value) => value(item, root)]),
    );
}

function closeCall({ name, args }: CallNode): Run {
  const runs = args.map(close);
  return (input, root) =>
    rt.call(
      name,
      input,
      runs.map((run) => run(input, root)),
    );
}
