import { close, closeRaw, type Run } from "./closures.js";
import type { Filter, PathNode, SelectNode, Step } from "./node.js";
import { planPath, type PathMove } from "./path-plan.js";
import { runtime as rt } from "./runtime.js";
import type { Value } from "./runtime/sequence.js";

type Move = (from: Value, root: Value) => Value;

export function closePath(path: PathNode): Run {
  const { head, moves } = planPath(path);
  const walk = moves.map(closeMove).reduce((before, move) => (from, root) => move(before(from, root), root));
  if (head === null) return walk;
  const begin = closeStep(head);
  if (path.start === "variable") return (input, root) => walk(rt.items(begin(input, root)), root);
  return (input, root) =>
    rt.fromArray(input, (context) => begin(context, root), (from) => walk(from, root), path.keep);
}

export function closeSelect(node: SelectNode): Run {
  const raw = closeFilters(closeRaw(node.of), node.filters);
  const settle = node.keep ? rt.sealKept : rt.seal;
  return (input, root) => settle(raw(input, root));
}

function closeMove(move: PathMove): Move {
  if (move.kind === "key") {
    const { name } = move;
    const walk = rt[move.by];
    return (from) => walk(from, name);
  }
  const visit = closeStep(move.step);
  const walk = rt[move.by];
  return (from, root) => walk(from, (item) => visit(item, root));
}

function closeStep(step: Step): Run {
  return closeFilters(close(step.node), step.filters);
}

function closeFilters(of: Run, filters: readonly Filter[]): Run {
  return filters.reduce<Run>((before, filter) => {
    if (filter.kind === "index") return (input, root) => rt.at(before(input, root), filter.index);
    const test = close(filter.test);
    return (input, root) => rt.where(before(input, root), (item) => test(item, root));
  }, of);
}
