import { literal } from "../emitter.js";
import { arrow, type Emit, type Scope } from "./emit-scope.js";
import type { Filter, PathNode, SelectNode, Step } from "./node.js";
import { factOf, plainName, planPath, type PathMove } from "./path-plan.js";

export function emitPath(path: PathNode, scope: Scope, emit: Emit): string {
  const fact = factOf(path);
  if (fact === null) return emitSteps(path, scope, emit);
  const cell = scope.facts.get(fact) ?? `fact${scope.facts.size}`;
  scope.facts.set(fact, cell);
  return `${scope.rt}.once(${cell},()=>${emitSteps(path, scope, emit)})`;
}

function emitSteps(path: PathNode, scope: Scope, emit: Emit): string {
  const { rt, input } = scope;
  const names = path.steps.map(plainName);
  if (names.length <= 4 && names.every((name) => name !== null)) {
    const slow = `${rt}.read${names.length}(${[input, ...names.map(literal)].join(",")})`;
    return scope.depth === 0 && scope.read !== undefined ? scope.read(names as string[], slow) : slow;
  }
  const { head, moves } = planPath(path);
  const walk = (from: string, inner: Scope): string =>
    moves.reduce((before, move) => emitMove(before, move, inner, emit), from);
  if (head === null) return walk(input, scope);
  if (path.start === "variable") return walk(`${rt}.items(${emitStep(head, scope, emit)})`, scope);
  const make = arrow(scope, (inner) => emitStep(head, inner, emit));
  const rest = arrow(scope, (inner) => walk(inner.input, inner));
  return `${rt}.fromArray(${input},${make},${rest},${path.keep})`;
}

/** Emits a selection; `of` is the source of the unsettled value that is selected from. */
export function emitSelect(node: SelectNode, of: string, scope: Scope, emit: Emit): string {
  const raw = emitFilters(of, node.filters, scope, emit);
  return `${scope.rt}.${node.keep ? "sealKept" : "seal"}(${raw})`;
}

function emitMove(from: string, move: PathMove, scope: Scope, emit: Emit): string {
  if (move.kind === "key") return `${scope.rt}.${move.by}(${from},${literal(move.name)})`;
  return `${scope.rt}.${move.by}(${from},${arrow(scope, (inner) => emitStep(move.step, inner, emit))})`;
}

function emitStep(step: Step, scope: Scope, emit: Emit): string {
  return emitFilters(emit(step.node, scope), step.filters, scope, emit);
}

function emitFilters(of: string, filters: readonly Filter[], scope: Scope, emit: Emit): string {
  return filters.reduce((before, filter) => {
    if (filter.kind === "index") return `${scope.rt}.at(${before},${filter.index})`;
    return `${scope.rt}.where(${before},${arrow(scope, (inner) => emit(filter.test, inner))})`;
  }, of);
}
