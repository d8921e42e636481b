import rools from "rools";
import { makeActions } from "../../driver/actions.js";
import { act, finish, start } from "../../driver/run.js";
import { makeStages } from "../../driver/stages.js";
import { toFunction } from "./javascript.js";

/** One engine a pack; priorities keep the order, and a failure ends by leaving every premise false. */
export async function make() {
  const registered = [];
  const stages = makeStages(({ rules }) => {
    const engine = new rools.Rools();
    registered.push(engine.register(rules.map((rule, index) => toRule(rule, rules.length - index))));
    return engine;
  });
  await Promise.all(registered);
  return async (document) => {
    const run = start(document);
    for (const engine of stages(document)) {
      await engine.evaluate(run);
      if (run.error !== null) break;
    }
    return finish(run);
  };
}

function toRule(rule, priority) {
  const test = rule.when === null ? () => true : toFunction(rule.when);
  const actions = makeActions(rule);
  // Premises are told apart by their text, so each needs its own.
  const when = new Function("test", `return (facts) => /* ${rule.id} */ facts.error === null && test(facts.document);`)(
    test,
  );
  return new rools.Rule({ name: rule.id, priority, when, then: (facts) => void act(facts, actions) });
}
