import type { Alias } from "../common/engine-adapter.js";
import { aliasedPath, aliasPath } from "../common/engine-adapter.js";
import { isObject, type JsonObject, type MaybeJson } from "../common/json.js";
import { memoize } from "../common/memoize.js";
import { fromMap, itemAt, must } from "../common/must.js";
import type { Path } from "../common/path.js";
import { documentChecker } from "../compiler/check-document.js";
import type { TracedCondition } from "../generated/result.js";
import { kindOf } from "../language/actions/index.js";
import type { ComparisonNode, ConditionNode } from "../language/node.js";
import { comparisonsOf } from "../language/walk.js";
import type { LinkedPacks, LinkedRule } from "../packs/linked.js";
import { mayMeet } from "../solver/encode/places.js";
import { pathsOf } from "../solver/encode/paths-of.js";
import { touchesOf } from "../solver/encode/touches.js";
import type { Versions } from "./behavior-of-versions.js";

/** Tells whether the value at a path may matter for what either version does with a document. */
export type Dependence = (path: Path) => boolean;

const onEverything: Dependence = () => true;

/**
 * Finds the parts of a document, and its JSON form, on which the evaluations of both versions depend: what the
 * conditions that were reached compare, and what the rules that fired read and write.
 *
 * Lemma: a document that differs only where nothing depends on it is evaluated in the same steps, with the same writes
 * and logs. Both results then differ from those for the other document in the same way, so they show no new difference.
 */
export function dependenceOf(json: JsonObject, document: JsonObject, versions: Versions): Dependence {
  const { engine } = versions.after;
  if (versions.before.engine !== engine || documentChecker(engine).documentError(document) !== null)
    return onEverything;
  const paths = new Set<string>([engine.dispatch.join(".")]);
  for (const side of ["before", "after"] as const) {
    const linked = versions[side];
    for (const path of pathsOfStages(linked)) paths.add(path);
    const { trace, error } = versions.run(side, document, { trace: true, validate: false });
    for (const { rule: id, fired, when } of must(trace, "the trace")) {
      const rule = fromMap(rulesOf(linked), id);
      if (rule.when !== null && when !== undefined) addReached(rule.when, when, paths);
      if (fired) for (const path of pathsOfActions(rule)) paths.add(path);
    }
    if (error !== null) {
      const rule = error.rule === null ? undefined : rulesOf(linked).get(error.rule);
      if (rule === undefined) return onEverything;
      const { reads, writes } = touchesOf(linked, [rule]);
      for (const path of [...reads, ...writes]) paths.add(path);
    }
  }
  // In JSON, an alias has a form of its own.
  const alias = document === json ? null : engine.alias;
  const known = new Map<string, boolean>();
  return (path) => {
    const place = firstChanged(json, path).join(".");
    const before = known.get(place);
    if (before !== undefined) return before;
    const found = isShared(place, alias) || [...paths].some((other) => mayMeet(place, other, null));
    known.set(place, found);
    return found;
  };
}

/**
 * Setting a field also creates the objects around it that are missing: the first of them is where the document changes.
 */
function firstChanged(document: JsonObject, path: Path): Path {
  let around: MaybeJson = document;
  for (const [depth, key] of path.entries()) {
    if (!isObject(around)) return path.slice(0, depth);
    around = Object.hasOwn(around, key) ? around[key] : undefined;
  }
  return path;
}

/** Whether a place may be shared by way of an alias. */
const isShared = (place: string, alias: Alias | null): boolean =>
  alias !== null && [aliasPath(alias), aliasedPath(alias)].some((path) => mayMeet(place, path.join("."), null));

/** Adds the paths of the comparisons that an evaluation reached. */
function addReached(node: ConditionNode, traced: TracedCondition, paths: Set<string>): void {
  switch (node.kind) {
    case "all":
    case "any": {
      const parts = must(traced[node.kind], "the parts of the condition");
      for (const [index, part] of node.of.entries()) addReached(part, itemAt(parts, index), paths);
      return;
    }
    case "not":
      return addReached(node.of, must(traced.not, "the negated condition"), paths);
    case "named":
      return addReached(node.of, must(traced.is, "the named condition"), paths);
    case "comparison":
      if (traced.result !== null) for (const path of pathsOfComparison(node)) paths.add(path);
  }
}

const pathsOfComparison = memoize(({ fact, value }: ComparisonNode) => [fact, value].flatMap(pathsOf));

const pathsOfActions = memoize(({ then }: LinkedRule) =>
  then.flatMap((action) => {
    const written = kindOf(action).writes(action);
    return [...kindOf(action).reads(action).flatMap(pathsOf), ...(written === null ? [] : [written.join(".")])];
  }),
);

const pathsOfStages = memoize(({ stages }: LinkedPacks) =>
  stages
    .flatMap((stage) => (stage.kind === "pack" && stage.when !== null ? comparisonsOf(stage.when) : []))
    .flatMap(pathsOfComparison),
);

const rulesOf = memoize(
  ({ packs }: LinkedPacks): ReadonlyMap<string, LinkedRule> =>
    new Map([...packs.values()].flatMap(({ rules }) => rules.map((rule) => [rule.id, rule] as const))),
);
