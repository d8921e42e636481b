import type { ExpressionNode } from "./node.js";
import { functionNamed } from "./runtime/functions.js";

/**
 * Shape of a result: `scalar` (absent, null, boolean, number, string); `read`, where the expression created at most the
 * outermost array; or `built`, which may contain intermediate arrays anywhere.
 */
export type Shape = "scalar" | "read" | "built";

export function shapeOf(node: ExpressionNode): Shape {
  switch (node.kind) {
    case "context":
    case "root":
    case "name":
      return "read";
    case "path":
      return node.steps.some((step) => shapeOf(step.node) === "built") ? "built" : "read";
    case "block":
      return shapeOf(node.of);
    case "select":
      return shapeOf(node.of) === "built" ? "built" : "read";
    case "condition":
      return wider(shapeOf(node.then), node.otherwise === null ? "scalar" : shapeOf(node.otherwise));
    case "default":
      return wider(shapeOf(node.of), shapeOf(node.otherwise));
    case "array":
    case "object":
      return "built";
    case "call":
      return functionNamed(node.name).gives === "value" ? "built" : "scalar";
    default:
      return "scalar";
  }
}

function wider(left: Shape, right: Shape): Shape {
  if (left === "built" || right === "built") return "built";
  return left === "read" ? left : right;
}

/** Whether the result is always a boolean, never absent. */
export function isBoolean(node: ExpressionNode): boolean {
  switch (node.kind) {
    case "equality":
    case "includes":
    case "logic":
      return true;
    case "literal":
      return typeof node.value === "boolean";
    case "block":
      return isBoolean(node.of);
    case "call":
      return functionNamed(node.name).gives === "boolean";
    default:
      return false;
  }
}
