import type { EngineAdapter } from "../common/engine-adapter.js";
import { fromMap } from "../common/must.js";
import type { Step } from "../language/actions/evaluation.js";
import { compileCondition, type Test } from "../language/conditions/conditions.js";
import type { ConditionNode } from "../language/node.js";
import type { Operators } from "../language/conditions/operators.js";
import type { LinkedPack, LinkedPacks } from "../packs/linked.js";
import { compileToClosures } from "./compile-to-closures.js";
import { memoize } from "../common/memoize.js";
import { compileCode, lazily } from "./build-code.js";
import type { CompileMode } from "./compile-mode.js";
import { emitGuarded, emitPack } from "./emit-pack.js";

/** Steps of packs by name, each compiled on first use. Traced steps record into the trace buffer. */
export interface CompiledPacks<Condition> {
  step(pack: string): Step;
  traced(pack: string): Step;
  /** The step of a pack, found by `run`, guarded by a condition outside of it. */
  guarded(condition: Condition, pack: string, run: (pack: string) => Step): Step;
}

export function compilePacks(
  { packs, operators, engine }: Pick<LinkedPacks, "packs" | "operators" | "engine">,
  mode: CompileMode,
): CompiledPacks<ConditionNode> {
  const table = (compile: (pack: LinkedPack) => Step) => {
    const steps = new Map<string, Step>();
    return (name: string): Step => {
      const step = steps.get(name) ?? compile(fromMap(packs, name));
      steps.set(name, step);
      return step;
    };
  };
  if (mode === "closures") {
    const step: (name: string) => Step = table((pack) => compileToClosures(pack, operators, step));
    return {
      step,
      traced: step,
      guarded: (condition, pack, run) => guard(compileCondition(condition, operators), lazily(run)(pack)),
    };
  }
  const step: (name: string) => Step = table((pack) => plainCode(pack)(operators)(engine)(operators, step) as Step);
  const traced: (name: string) => Step = table(
    (pack) => tracedCode(pack)(operators)(engine)(operators, traced) as Step,
  );
  return {
    step,
    traced,
    guarded: (condition, pack, run) => compileCode(emitGuarded(condition, pack, operators))(operators, run) as Step,
  };
}

/** Releases with the same rules share a linked pack and its code. */
const plainCode = memoize((pack: LinkedPack) =>
  memoize((operators: Operators) =>
    memoize(({ alias }: EngineAdapter) => compileCode(emitPack(pack, operators, alias, false))),
  ),
);
const tracedCode = memoize((pack: LinkedPack) =>
  memoize((operators: Operators) =>
    memoize(({ alias }: EngineAdapter) => compileCode(emitPack(pack, operators, alias, true))),
  ),
);

function guard(test: Test, step: Step): Step {
  return (evaluation) => !test(evaluation.document, null) || step(evaluation);
}
