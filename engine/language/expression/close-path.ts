import type { ExpressionNode, Filter, PathNode, SelectNode, Step } from "./node.js";
import { planPath, type PathMove } from "./path-plan.js";
import { runtime as rt } from "./runtime.js";
import type { Value } from "./runtime/sequence.js";

/** One node, ready to run in a context of a document. */
export type Run = (input: Value, root: Value) => Value;
export type Close = (node: ExpressionNode) => Run;

type Move = (from: Value, root: Value) => Value;

export function closePath(path: PathNode, close: Close): Run {
  const { head, moves } = planPath(path);
  const walk = moves
    .map((move) => closeMove(move, close))
    .reduce((before, move) => (from, root) => move(before(from, root), root));
  if (head === null) return walk;
  const begin = closeStep(head, close);
  if (path.start === "variable") return (input, root) => walk(rt.items(begin(input, root)), root);
  return (input, root) =>
    rt.fromArray(
      input,
      (context) => begin(context, root),
      (from) => walk(from, root),
      path.keep,
    );
}

/** `of` gives what is selected from before it is settled. */
export function closeSelect(node: SelectNode, of: Run, close: Close): Run {
  const raw = closeFilters(of, node.filters, close);
  const settle = node.keep ? rt.sealKept : rt.seal;
  return (input, root) => settle(raw(input, root));
}

function closeMove(move: PathMove, close: Close): Move {
  if (move.kind === "key") {
    const { name } = move;
    const walk = rt[move.by];
    return (from) => walk(from, name);
  }
  const visit = closeStep(move.step, close);
  const walk = rt[move.by];
  return (from, root) => walk(from, (item) => visit(item, root));
}

function closeStep(step: Step, close: Close): Run {
  return closeFilters(close(step.node), step.filters, close);
}

function closeFilters(of: Run, filters: readonly Filter[], close: Close): Run {
  return filters.reduce<Run>((before, filter) => {
    if (filter.kind === "index") return (input, root) => rt.at(before(input, root), filter.index);
    const test = close(filter.test);
    return (input, root) => rt.where(before(input, root), (item) => test(item, root));
  }, of);
}
