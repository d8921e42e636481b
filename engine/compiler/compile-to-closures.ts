import { kindOf } from "../language/actions/index.js";
import { disown, type Step } from "../language/actions/evaluation.js";
import { compileCondition, type Test } from "../language/conditions/conditions.js";
import type { ConditionNode } from "../language/node.js";
import type { Operators } from "../language/conditions/operators.js";
import type { LinkedPack, LinkedRule } from "../packs/linked.js";

/** Compiles a pack to closures, for environments that forbid code generation. */
export function compileToClosures(pack: LinkedPack, operators: Operators, run: (pack: string) => Step): Step {
  const named = new Map<ConditionNode, Test>();
  return sequence(
    pack.rules.map((rule) => {
      const test = rule.when === null ? null : compileCondition(rule.when, operators, named);
      let then: Step | undefined;
      return (evaluation) => {
        const { document, buffer } = evaluation;
        evaluation.rule = rule.id;
        buffer?.push(rule);
        const fired = test === null || test(document, buffer);
        if (buffer !== null) disown(evaluation);
        return fired ? (then ??= compileActions(rule, run))(evaluation) : true;
      };
    }),
  );
}

function compileActions(rule: LinkedRule, run: (pack: string) => Step): Step {
  return sequence(rule.then.map((action) => kindOf(action).compile(action, rule.id, run)));
}

export function sequence(steps: readonly Step[]): Step {
  return (evaluation) => {
    for (const step of steps) if (!step(evaluation)) return false;
    return true;
  };
}
