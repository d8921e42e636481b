import { firstOf } from "../../common/must.js";
import type { ExpressionNode, PathNode, Step } from "./node.js";

/** Execution plan of a path: one runtime function for each step, in order. */
export type PathMove =
  | { readonly kind: "key"; readonly by: "step" | "lastStep"; readonly name: string }
  | {
      readonly kind: "visit";
      readonly by: "first" | "next" | "last" | "lastKept" | "only" | "onlyKept";
      readonly step: Step;
    };

export interface PathPlan {
  /** A first step that is evaluated once rather than for every item of the context. */
  readonly head: Step | null;
  readonly moves: readonly PathMove[];
}

export function planPath(path: PathNode): PathPlan {
  const head = path.start === "context" ? null : firstOf(path.steps);
  const steps = head === null ? path.steps : path.steps.slice(1);
  return {
    head,
    moves: steps.map((step, index) => move(step, head === null && index === 0, index === steps.length - 1, path.keep)),
  };
}

function move(step: Step, isFirst: boolean, isLast: boolean, keep: boolean): PathMove {
  const name = plainName(step);
  if (name !== null && !(isLast && keep)) return { kind: "key", by: isLast ? "lastStep" : "step", name };
  if (!isLast) return { kind: "visit", by: isFirst ? "first" : "next", step };
  if (isFirst) return { kind: "visit", by: keep ? "onlyKept" : "only", step };
  return { kind: "visit", by: keep ? "lastKept" : "last", step };
}

/** Returns the key if a step is nothing else, otherwise null. */
export function plainName({ node, filters }: Step): string | null {
  return node.kind === "name" && !node.keep && filters.length === 0 ? node.name : null;
}

/**
 * Returns the expression of a fact if the path uses one inside a step or filter. Its value does not depend on the item,
 * so one evaluation computes it once.
 */
export function factOf({ start, steps, keep }: PathNode): ExpressionNode | null {
  const [head, last, ...more] = steps;
  if (start !== "variable" || keep || head === undefined || last === undefined || more.length > 0) return null;
  if (head.node.kind !== "root" || last.node.kind !== "block") return null;
  return head.filters.length === 0 && last.filters.length === 0 ? last.node.of : null;
}
