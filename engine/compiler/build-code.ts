import { must } from "../common/must.js";
import type { Step } from "../language/actions/evaluation.js";
import { names } from "../language/emitter.js";
import { runtime } from "../language/expression/runtime.js";
import type { Operators } from "../language/conditions/operators.js";
import type { Emitted } from "./emit-pack.js";
import { helpers } from "./helpers.js";

const parameters = [names.constants, names.helpers, names.expressions, names.includes, names.operators];

/** Makes what emitted code returns, given its operators and what finds the steps of other packs. */
export type CompiledCode = (operators: Operators, run: (pack: string) => Step) => unknown;

/** Compiles emitted code; throws an EvalError where the surroundings forbid code generation. */
export function compileCode({ source, constants }: Emitted): CompiledCode {
  const body = new Function(...parameters, source);
  return (operators, run) => {
    const test = (name: string) => must(operators.get(name), `the operator ${name}`).test;
    return body(constants, helpers, runtime, lazily(run), test);
  };
}

/** Finds steps of packs that are made only when they first run. */
export function lazily(run: (pack: string) => Step): (pack: string) => Step {
  return (pack) => {
    let step: Step | undefined;
    return (evaluation) => (step ??= run(pack))(evaluation);
  };
}
