import { memoize } from "../../common/memoize.js";
import type { ExpressionNode, Filter, PathNode, SelectNode, Step } from "./node.js";
import { factOf, planPath, type PathMove } from "./path-plan.js";
import { runtime as rt } from "./runtime.js";
import type { Value } from "./runtime/sequence.js";

/** A compiled node, applied to a context and the document. */
export type Run = (input: Value, root: Value) => Value;
export type Compile = (node: ExpressionNode) => Run;

type Move = (from: Value, root: Value) => Value;

export function compilePath(path: PathNode, compile: Compile): Run {
  const fact = factOf(path);
  return fact === null ? compileSteps(path, compile) : compileFact(fact, path, compile);
}

/** Shared by all uses of a fact, which are the same path. */
const cells = memoize((_: ExpressionNode) => rt.cell<Value>());

function compileFact(fact: ExpressionNode, path: PathNode, compile: Compile): Run {
  const [cell, run] = [cells(fact), compileSteps(path, compile)];
  return (input, root) => rt.once(cell, () => run(input, root));
}

function compileSteps(path: PathNode, compile: Compile): Run {
  const { head, moves } = planPath(path);
  const walk = moves
    .map((move) => compileMove(move, compile))
    .reduce((before, move) => (from, root) => move(before(from, root), root));
  if (head === null) return walk;
  const begin = compileStep(head, compile);
  if (path.start === "variable") return (input, root) => walk(rt.items(begin(input, root)), root);
  return (input, root) =>
    rt.fromArray(
      input,
      (context) => begin(context, root),
      (from) => walk(from, root),
      path.keep,
    );
}

/** Compiles a selection; `of` yields the unsettled value that is selected from. */
export function compileSelect(node: SelectNode, of: Run, compile: Compile): Run {
  const raw = compileFilters(of, node.filters, compile);
  const settle = node.keep ? rt.sealKept : rt.seal;
  return (input, root) => settle(raw(input, root));
}

function compileMove(move: PathMove, compile: Compile): Move {
  if (move.kind === "key") {
    const { name } = move;
    const walk = rt[move.by];
    return (from) => walk(from, name);
  }
  const visit = compileStep(move.step, compile);
  const walk = rt[move.by];
  return (from, root) => walk(from, (item) => visit(item, root));
}

function compileStep(step: Step, compile: Compile): Run {
  return compileFilters(compile(step.node), step.filters, compile);
}

function compileFilters(of: Run, filters: readonly Filter[], compile: Compile): Run {
  return filters.reduce<Run>((before, filter) => {
    if (filter.kind === "index") return (input, root) => rt.at(before(input, root), filter.index);
    const test = compile(filter.test);
    return (input, root) => rt.where(before(input, root), (item) => test(item, root));
  }, of);
}
