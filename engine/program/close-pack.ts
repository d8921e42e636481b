import { kindOf } from "../actions/index.js";
import type { Step } from "../actions/evaluation.js";
import { closeCondition } from "../lang/conditions.js";
import type { Operators } from "../lang/operators.js";
import { traceCondition } from "../lang/trace-condition.js";
import type { LinkedPack, LinkedRule } from "../pack/linked.js";

/** A pack as closures, for places where code cannot be generated. */
export function closePack(pack: LinkedPack, operators: Operators, run: (pack: string) => Step): Step {
  return sequence(
    pack.rules.map((rule) => {
      const test = rule.when === null ? null : closeCondition(rule.when, operators);
      const then = closeActions(rule, run);
      return (evaluation) => {
        evaluation.rule = rule.id;
        return test === null || test(evaluation.document) ? then(evaluation) : true;
      };
    }),
  );
}

/** The same, entering each rule that is reached and how its condition came out into the trace. */
export function closeTracedPack(pack: LinkedPack, operators: Operators, run: (pack: string) => Step): Step {
  return sequence(
    pack.rules.map((rule) => {
      const test = rule.when === null ? null : traceCondition(rule.when, operators);
      const then = closeActions(rule, run);
      return (evaluation) => {
        evaluation.rule = rule.id;
        const when = test?.(evaluation.document);
        const fired = when === undefined || when.result === true;
        evaluation.owned.length = 0;
        evaluation.trace?.push({ rule: rule.id, fired, ...(when === undefined ? {} : { when }) });
        return fired ? then(evaluation) : true;
      };
    }),
  );
}

function closeActions(rule: LinkedRule, run: (pack: string) => Step): Step {
  return sequence(rule.then.map((action) => kindOf(action).close(action, rule.id, run)));
}

export function sequence(steps: readonly Step[]): Step {
  return (evaluation) => {
    for (const step of steps) if (!step(evaluation)) return false;
    return true;
  };
}
