import { arrow, emit, emitRaw, literal, type Scope } from "./emit.js";
import type { Filter, PathNode, SelectNode, Step } from "./node.js";
import { plainName, planPath, type PathMove } from "./path-plan.js";

export function emitPath(path: PathNode, scope: Scope): string {
  const { rt, input } = scope;
  const names = path.start === "context" && !path.keep ? path.steps.map(plainName) : [];
  if (names.length > 0 && names.length <= 4 && names.every((name) => name !== null)) {
    return `${rt}.read${names.length}(${[input, ...names.map(literal)].join(",")})`;
  }
  const { head, moves } = planPath(path);
  const walk = (from: string, inner: Scope): string =>
    moves.reduce((before, move) => emitMove(before, move, inner), from);
  if (head === null) return walk(input, scope);
  if (path.start === "variable") return walk(`${rt}.items(${emitStep(head, scope)})`, scope);
  const make = arrow(scope, (inner) => emitStep(head, inner));
  const rest = arrow(scope, (inner) => walk(inner.input, inner));
  return `${rt}.fromArray(${input},${make},${rest},${path.keep})`;
}

export function emitSelect(node: SelectNode, scope: Scope): string {
  const raw = emitFilters(emitRaw(node.of, scope), node.filters, scope);
  return `${scope.rt}.${node.keep ? "sealKept" : "seal"}(${raw})`;
}

function emitMove(from: string, move: PathMove, scope: Scope): string {
  if (move.kind === "key") return `${scope.rt}.${move.by}(${from},${literal(move.name)})`;
  return `${scope.rt}.${move.by}(${from},${arrow(scope, (inner) => emitStep(move.step, inner))})`;
}

function emitStep(step: Step, scope: Scope): string {
  return emitFilters(emit(step.node, scope), step.filters, scope);
}

function emitFilters(of: string, filters: readonly Filter[], scope: Scope): string {
  return filters.reduce((before, filter) => {
    if (filter.kind === "index") return `${scope.rt}.at(${before},${filter.index})`;
    return `${scope.rt}.where(${before},${arrow(scope, (inner) => emit(filter.test, inner))})`;
  }, of);
}
