import type { JsonObject, MaybeJson } from "../common/json.js";
import { itemAt } from "../common/must.js";
import { readPath, type Path } from "../common/path.js";
import type { Evaluation, Step } from "../language/actions/evaluation.js";
import type { CompiledPacks } from "./compile-packs.js";

/** A stage of a set. Its condition is linked, or already code in a built module. */
export type Stage<Condition> =
  | { readonly kind: "dispatch"; readonly packs: ReadonlyMap<string, string> }
  | {
      readonly kind: "pack";
      readonly pack: string;
      readonly architectures: ReadonlySet<string> | null;
      readonly when: Condition | null;
    };

/** Returns a function that reads the architecture, usually a field of a section. */
function architectureAt(dispatch: Path): (evaluation: Evaluation) => string {
  const read = readerOf(dispatch);
  return ({ document }) => {
    const architecture = read(document);
    return typeof architecture === "string" ? architecture : "";
  };
}

function readerOf(dispatch: Path): (document: JsonObject) => MaybeJson {
  if (dispatch.length !== 2) return (document) => readPath(document, dispatch);
  const [section, field] = [itemAt(dispatch, 0), itemAt(dispatch, 1)];
  return (document) => (document[section] as JsonObject | null | undefined)?.[field];
}

/** Compiles the stages of a set to one step: each pack runs where its architectures and conditions match. */
export function compileSet<Condition>(
  stages: readonly Stage<Condition>[],
  packs: CompiledPacks<Condition>,
  dispatch: Path,
): { step: Step; traced: Step } {
  const of = (run: (pack: string) => Step) => runStages(stages, packs, run, architectureAt(dispatch));
  return { step: of(packs.step), traced: of(packs.traced) };
}

/** The steps for an architecture, and the stages at which they run. */
interface Plan {
  readonly steps: readonly Step[];
  readonly at: readonly number[];
}

/** Looks up the plan once for an architecture, and again after a rule changes the architecture. */
function runStages<Condition>(
  stages: readonly Stage<Condition>[],
  packs: CompiledPacks<Condition>,
  run: (pack: string) => Step,
  architectureOf: (evaluation: Evaluation) => string,
): Step {
  const plans = new Map<string, Plan>();
  const planFor = (architecture: string): Plan => {
    const known = plans.get(architecture);
    if (known !== undefined) return known;
    const found = stages.map((stage) => stepOf(stage, architecture, packs, run));
    const running = [...found.entries()].flatMap(([at, step]) => (step === null ? [] : [{ at, step }]));
    const plan = { steps: running.map(({ step }) => step), at: running.map(({ at }) => at) };
    plans.set(architecture, plan);
    return plan;
  };
  return (evaluation) => {
    let architecture = architectureOf(evaluation);
    let { steps, at } = planFor(architecture);
    for (let index = 0; index < steps.length; index++) {
      const changes = evaluation.changes.length;
      if (!itemAt(steps, index)(evaluation)) return false;
      if (evaluation.changes.length === changes) continue;
      const next = architectureOf(evaluation);
      if (next === architecture) continue;
      const done = itemAt(at, index);
      ({ steps, at } = planFor((architecture = next)));
      index = at.findLastIndex((stage) => stage <= done);
    }
    return true;
  };
}

/** Returns the step of a stage for an architecture. A pack is compiled when a document first reaches it. */
function stepOf<Condition>(
  stage: Stage<Condition>,
  architecture: string,
  packs: CompiledPacks<Condition>,
  run: (pack: string) => Step,
): Step | null {
  if (stage.kind === "dispatch") {
    const pack = stage.packs.get(architecture);
    return pack === undefined ? null : run(pack);
  }
  if (stage.architectures !== null && !stage.architectures.has(architecture)) return null;
  return stage.when === null ? run(stage.pack) : packs.guarded(stage.when, stage.pack, run);
}
