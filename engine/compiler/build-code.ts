import { must } from "../common/must.js";
import type { Step } from "../language/actions/evaluation.js";
import { names } from "../language/emitter.js";
import { runtime } from "../language/expression/runtime.js";
import type { Operators } from "../language/conditions/operators.js";
import type { Emitted } from "./emit-pack.js";
import { helpers } from "./helpers.js";

const parameters = [names.constants, names.helpers, names.expressions, names.includes, names.operators];

/** Instantiates emitted code with its operators and a lookup for the steps of other packs. */
export type CompiledCode = (operators: Operators, run: (pack: string) => Step) => unknown;

/** Compiles emitted code. Throws an EvalError if the environment forbids code generation. */
export function compileCode({ source, constants }: Emitted): CompiledCode {
  const body = new Function(...parameters, source);
  return (operators, run) => {
    const test = (name: string) => must(operators.get(name), `the operator ${name}`).test;
    return body(constants, helpers, runtime, lazily(run), test);
  };
}

/** Defers looking up a pack's step until it first runs. */
export function lazily(run: (pack: string) => Step): (pack: string) => Step {
  return (pack) => {
    let step: Step | undefined;
    return (evaluation) => (step ??= run(pack))(evaluation);
  };
}
