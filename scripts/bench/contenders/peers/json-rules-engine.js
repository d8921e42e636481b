import { Engine } from "json-rules-engine";
import { makeActions } from "../../driver/actions.js";
import { reader } from "../../driver/reads.js";
import { act, finish, start } from "../../driver/run.js";
import { makeStages } from "../../driver/stages.js";

/**
 * One engine a pack; priorities keep the order, and each rule's actions run when it succeeds. `tuned` reads each path
 * by a fact of its own, uncached; otherwise sections are facts, and paths into them JSONPath, as the manual has it.
 */
export async function make({ tuned }) {
  const current = { run: null };
  const stages = makeStages(({ rules }) => makeEngine(rules, current, tuned));
  return async (document) => {
    const run = start(document);
    current.run = run;
    for (const engine of stages(document)) {
      await (tuned ? engine.run() : engine.run(run.document));
      if (run.error !== null) break;
    }
    return finish(run);
  };
}

function makeEngine(rules, current, tuned) {
  const engine = new Engine([], { allowUndefinedFacts: true });
  engine.addOperator("isSet", (actual, expected) => (actual != null) === expected);
  engine.addOperator("isPresent", (actual, expected) => (actual !== undefined) === expected);
  const paths = new Set(rules.flatMap(({ when }) => factsIn(when)));
  for (const path of paths) {
    const isComputed = path.includes("?");
    if (!tuned && !isComputed) continue;
    const read = reader(path);
    engine.addFact(path, () => read(current.run.document), { cache: false });
  }
  for (const [index, rule] of rules.entries()) {
    const actions = makeActions(rule);
    engine.addRule({
      name: rule.id,
      priority: rules.length - index,
      conditions: rule.when === null ? { all: [] } : topLevel(tuned ? rule.when : withPaths(rule.when)),
      event: { type: rule.id },
      onSuccess: (_event, almanac) => {
        const { run } = current;
        const { document } = run;
        if (!act(run, actions)) engine.stop();
        if (tuned || run.document === document) return;
        for (const section of Object.keys(run.document)) {
          if (run.document[section] !== document[section]) almanac.addRuntimeFact(section, run.document[section]);
        }
      },
    });
  }
  return engine;
}

function topLevel(condition) {
  return "fact" in condition ? { all: [condition] } : condition;
}

function factsIn(condition) {
  if (typeof condition !== "object" || condition === null) return [];
  const own = typeof condition.fact === "string" ? [condition.fact] : [];
  return [...own, ...Object.values(condition).flatMap(factsIn)];
}

/** Dotted facts as a section and a JSONPath below it. */
function withPaths(condition) {
  if (Array.isArray(condition)) return condition.map(withPaths);
  if (typeof condition !== "object" || condition === null) return condition;
  const rest = Object.fromEntries(Object.entries(condition).map(([key, part]) => [key, withPaths(part)]));
  if (typeof rest.fact !== "string" || rest.fact.includes("?")) return rest;
  const [section, ...keys] = rest.fact.split(".");
  return { ...rest, fact: section, path: `$.${keys.join(".")}` };
}
