import { makeActions } from "./actions.js";
import { act, finish, start } from "./run.js";
import { makeStages } from "./stages.js";

/**
 * For engines that decide a whole pack at once: `decide(pack)` gives a function that resolves to the ids of rules to
 * fire.
 */
export function driveFired(decide) {
  const stages = makeStages((pack) => ({
    decide: decide(pack),
    actions: new Map(pack.rules.map((rule) => [rule.id.split("/").at(-1), makeActions(rule)])),
  }));
  return async (document) => {
    const run = start(document);
    for (const pack of stages(document)) if (!runPack(run, pack, await pack.decide(run.document))) break;
    return finish(run);
  };
}

function runPack(run, { actions }, fired) {
  for (const id of fired) if (!act(run, actions.get(id))) return false;
  return true;
}
