import { firstOf } from "../../common/must.js";
import type { Path } from "../../common/path.js";
import type { ExpressionNode } from "../../language/expression/node.js";
import { constantOf, plainPath, readsOf } from "../../language/expression/static.js";
import { membersOf } from "./calls.js";

/** Functions of one argument that depend only on the type of a structure, not on its contents. */
const shallow: ReadonlySet<string> = new Set([
  "exists",
  "type",
  "number",
  "abs",
  "floor",
  "ceil",
  "round",
  "sqrt",
  "length",
  "lowercase",
  "uppercase",
  "trim",
]);

/** Paths at which an expression may depend on the contents of a structure; at its other paths, only on the type. */
export function deepReadsOf(node: ExpressionNode): readonly Path[] {
  /** Depends only on the type, or on the value if it is a scalar. */
  const asScalar = (part: ExpressionNode): readonly Path[] => (plainPath(part) === null ? deepReadsOf(part) : []);
  switch (node.kind) {
    case "block":
      return deepReadsOf(node.of);
    case "equality": {
      const isWritten = [node.left, node.right].some((side) => constantOf(side) !== null);
      return [node.left, node.right].flatMap(isWritten ? asScalar : deepReadsOf);
    }
    case "includes": {
      const isWritten = membersOf(node.right)?.every((member) => constantOf(member) !== null) === true;
      return isWritten ? asScalar(node.left) : readsOf(node);
    }
    case "order":
    case "arithmetic":
      return [node.left, node.right].flatMap(asScalar);
    case "negate":
      return asScalar(node.of);
    case "logic":
      return [node.left, node.right].flatMap(deepReadsOf);
    case "condition":
      return [node.test, node.then, ...(node.otherwise === null ? [] : [node.otherwise])].flatMap(deepReadsOf);
    case "default":
      return [node.of, node.otherwise].flatMap(deepReadsOf);
    case "call":
      return node.args.length === 1 && shallow.has(node.name) ? asScalar(firstOf(node.args)) : readsOf(node);
    default:
      return readsOf(node);
  }
}
