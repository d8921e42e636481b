import nodeRules from "node-rules";
import { makeActions } from "../../driver/actions.js";
import { act, finish, start } from "../../driver/run.js";
import { makeStages } from "../../driver/stages.js";
import { toFunction } from "./javascript.js";

/** One engine a pack; documents stay outside of the session, which the engine would copy twice. */
export async function make() {
  let run;
  const stages = makeStages(
    ({ rules }) =>
      new nodeRules.RuleEngine(
        rules.map((rule) => toRule(rule, () => run)),
        { ignoreFactChanges: true },
      ),
  );
  return async (document) => {
    run = start(document);
    for (const engine of stages(document)) {
      await new Promise((resolve) => engine.execute({}, resolve));
      if (run.error !== null) break;
    }
    return finish(run);
  };
}

function toRule(rule, current) {
  const test = rule.when === null ? () => true : toFunction(rule.when);
  const actions = makeActions(rule);
  return {
    id: rule.id,
    condition: (R) => R.when(test(current().document)),
    consequence: (R) => (act(current(), actions) ? R.next() : R.stop()),
  };
}
