import type { Alias } from "../common/engine-adapter.js";
import type { JsonObject } from "../common/json.js";
import { fromRecord } from "../common/must.js";
import type { Path } from "../common/path.js";
import type { Step } from "../language/actions/evaluation.js";
import { runtime } from "../language/expression/runtime.js";
import { standardOperators } from "../language/conditions/operators.js";
import { lazily } from "./build-code.js";
import type { Stage } from "./compile-set.js";
import { makeEvaluator, type Evaluator } from "./evaluator.js";
import { helpers } from "./helpers.js";
import { makeRun } from "./make-run.js";

export { lazyJson } from "../common/lazy-json.js";
export { FettleError } from "../common/diagnostic.js";

/** Code emitted for a pack or a condition, as a function of k, h, x, i and o: see emit-pack.ts. */
type Code = (
  k: readonly unknown[],
  h: typeof helpers,
  x: typeof runtime,
  i: (pack: string) => Step,
  o: (name: string) => unknown,
) => unknown;

/** Code with its constants as JSON. */
type Part = readonly [code: Code, constants: string];

/** The packs and stages of a set in a built module. */
export interface BuiltSet {
  /** The schema is JSON. */
  readonly engine: {
    readonly schema: string;
    readonly alias: Alias | null;
    readonly dispatch: Path;
  };
  readonly packs: Readonly<Record<string, { readonly step: Part; readonly traced: Part }>>;
  readonly stages: readonly (
    | { readonly kind: "dispatch"; readonly packs: readonly (readonly [string, string])[] }
    | {
        readonly kind: "pack";
        readonly pack: string;
        readonly architectures: readonly string[] | null;
        readonly when: Part | null;
      }
  )[];
}

type Find = (pack: string) => Step;

const operators = new Map(standardOperators.map(({ name, test }) => [name, test]));

/** Runs a set of a built module. */
export function runBuilt({ engine, packs, stages }: BuiltSet): Evaluator {
  const make = ([code, constants]: Part, run: (pack: string) => Step): unknown =>
    code(JSON.parse(constants) as unknown[], helpers, runtime, lazily(run), (name) => operators.get(name));
  const table = (kind: "step" | "traced") => {
    const steps = new Map<string, Step>();
    const find = (name: string): Step => {
      const step = steps.get(name) ?? (make(fromRecord(packs, name)[kind], find) as Step);
      steps.set(name, step);
      return step;
    };
    return find;
  };
  const step = table("step");
  const ready = stages.map(
    (stage): Stage<Part> =>
      stage.kind === "dispatch"
        ? { kind: "dispatch", packs: new Map(stage.packs) }
        : { ...stage, architectures: stage.architectures === null ? null : new Set(stage.architectures) },
  );
  let schema: JsonObject | undefined;
  const model = { ...engine, schema: () => (schema ??= JSON.parse(engine.schema) as JsonObject) };
  const compiled = {
    step,
    traced: table("traced"),
    guarded: (part: Part, _: string, find: Find) => make(part, find) as Step,
  };
  return makeEvaluator(new Set(Object.keys(packs)), makeRun(ready, compiled, model), model);
}
