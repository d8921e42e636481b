import jsonata from "jsonata";
import { Engine, type NestedCondition, type TopLevelCondition } from "json-rules-engine";
import { parsePath, readPath } from "../common/path.js";
import type { Condition, Pack } from "../generated/pack.js";
import type { CustomOperators } from "../language/conditions/operators.js";
import { addOperators } from "../language/conditions/stock-operators.js";

/**
 * Converts a pack to a stock json-rules-engine engine whose facts jsonata itself evaluates. Run it with the document as
 * the fact `document`: each rule whose conditions hold emits an event with its id, and its actions as `params.then`.
 * The engine evaluates all rules at once and performs no action, so no rule sees another's writes.
 */
export function toJsonRulesEngine(pack: Pack, custom: CustomOperators = {}): Engine {
  const engine = new Engine();
  addOperators(engine, custom);
  for (const [name, text] of Object.entries(pack.facts ?? {})) {
    const expression = jsonata(text);
    engine.addFact(name, async (_params, almanac) => expression.evaluate(await almanac.factValue("document")));
  }
  for (const [name, condition] of Object.entries(pack.conditions ?? {})) engine.setCondition(name, topLevel(condition));
  const rules = pack.rules.map(({ id, when, then }, index) => ({
    name: id,
    priority: pack.rules.length - index,
    conditions: topLevel(when ?? { all: [] }),
    event: { type: id, params: { then } },
  }));
  const conditions = [...Object.values(pack.conditions ?? {}), ...pack.rules.flatMap(({ when }) => when ?? [])];
  for (const name of new Set(conditions.flatMap(factsIn))) {
    const parsed = parsePath(name);
    if (Object.hasOwn(pack.facts ?? {}, name) || !parsed.ok) continue;
    engine.addFact(name, async (_params, almanac) => readPath(await almanac.factValue("document"), parsed.path));
  }
  for (const rule of rules) engine.addRule(rule);
  return engine;
}

/** json-rules-engine requires a comparison at the top level to be wrapped. */
function topLevel(condition: Condition): TopLevelCondition {
  return ("fact" in condition ? { all: [condition as NestedCondition] } : condition) as TopLevelCondition;
}

function factsIn(condition: unknown): string[] {
  if (typeof condition !== "object" || condition === null) return [];
  const own = "fact" in condition ? [condition.fact as string] : [];
  return [...own, ...Object.values(condition).flatMap(factsIn)];
}
