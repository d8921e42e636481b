import { makeActions } from "./actions.js";
import { act, finish, start } from "./run.js";
import { makeStages } from "./stages.js";

/**
 * For engines that only decide: an evaluation that asks `compile`'s functions, rule by rule, and performs the actions.
 */
export function drive(compile) {
  const stages = makeStages(makeRules(compile));
  return (document) => {
    const run = start(document);
    for (const rules of stages(document)) if (!runRules(run, rules)) break;
    return finish(run);
  };
}

function runRules(run, rules) {
  for (const { test, actions } of rules) if ((test === null || test(run.document)) && !act(run, actions)) return false;
  return true;
}

/** The same for engines that answer with a promise. */
export function driveAsync(compile) {
  const stages = makeStages(makeRules(compile));
  return async (document) => {
    const run = start(document);
    for (const rules of stages(document)) if (!(await runRulesAsync(run, rules))) break;
    return finish(run);
  };
}

async function runRulesAsync(run, rules) {
  for (const { test, actions } of rules)
    if ((test === null || (await test(run.document))) && !act(run, actions)) return false;
  return true;
}

function makeRules(compile) {
  return ({ rules }) =>
    rules.map((rule) => ({ test: rule.when === null ? null : compile(rule.when, rule), actions: makeActions(rule) }));
}
