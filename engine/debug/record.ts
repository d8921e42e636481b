import { kindOf, type ActionNode } from "../language/actions/index.js";
import { disown, type Evaluation, type Step } from "../language/actions/evaluation.js";
import { compileCondition } from "../language/conditions/conditions.js";
import type { ComparisonNode, ConditionNode } from "../language/node.js";
import { readCondition } from "../language/trace-buffer.js";
import type { JsonObject } from "../common/json.js";
import { readShared } from "../common/aliases.js";
import { compileSet } from "../compiler/compile-set.js";
import { runProgram } from "../compiler/run-program.js";
import type { Result, TracedCondition } from "../generated/result.js";
import type { LinkedPack, LinkedPacks, LinkedRule, LinkedStage } from "../packs/linked.js";

/** A running pack: in a stage, or included by a rule of another pack. */
export interface Call {
  readonly pack: LinkedPack;
  /** Null if the pack runs alone. */
  readonly stage: LinkedStage | null;
  /** The step that includes the pack. */
  readonly from: Moment | null;
}

/** The next event: the start of a stage or rule, a comparison or action, or the end. */
export type Moment = State &
  (
    | { readonly kind: "stage"; readonly stage: LinkedStage; readonly condition: TracedCondition | null }
    | {
        readonly kind: "rule";
        readonly call: Call;
        readonly rule: LinkedRule;
        readonly condition: TracedCondition | null;
      }
    | {
        readonly kind: "comparison";
        readonly node: ComparisonNode;
        readonly traced: TracedCondition;
        /** Null for the condition of a stage. */
        readonly call: Call | null;
        readonly rule: LinkedRule | null;
        readonly stage: LinkedStage | null;
      }
    | { readonly kind: "action"; readonly call: Call; readonly rule: LinkedRule; readonly action: ActionNode }
    | { readonly kind: "end" }
  );

/** State of the evaluation at a moment. Later documents share unchanged parts with it. */
interface State {
  readonly document: JsonObject;
  /** Number of entries in the ledger and in the logs. */
  readonly changes: number;
  readonly logs: number;
  /** Depth: stages, their rules, the parts of a rule, the rules of an included pack. */
  readonly depth: number;
}

/** A complete evaluation, moment by moment. */
export interface Recording {
  readonly input: JsonObject;
  readonly moments: readonly Moment[];
  readonly result: Result;
}

/**
 * Evaluates a valid document and records every moment, so that a debugger can step in both directions. A test ensures
 * that the result equals that of `makeRun`.
 */
export function record(rules: LinkedPacks, given: JsonObject, pack: string | null): Recording {
  const read = readShared({ value: given, file: null, locate: () => null }, rules.engine.alias);
  const document = read.ok ? read.document : given;
  const recorder = new Recorder(rules);
  const result = runProgram(recorder.program(pack), document, rules.engine.alias, false);
  return { input: document, moments: recorder.finish(result), result };
}

class Recorder {
  readonly #rules: LinkedPacks;
  readonly #moments: Moment[] = [];
  #call: Call | null = null;
  #depth = 0;
  #evaluation: Evaluation | null = null;

  constructor(rules: LinkedPacks) {
    this.#rules = rules;
  }

  program(pack: string | null): Step {
    const stages = this.#rules.stages.map((stage) => this.#stage(stage));
    const run =
      pack === null ? (evaluation: Evaluation) => stages.every((step) => step(evaluation)) : this.#pack(pack, null);
    return (evaluation) => {
      this.#evaluation = evaluation;
      return run(evaluation);
    };
  }

  finish({ document, changes, logs }: Result): readonly Moment[] {
    const last = (document ?? this.#evaluation?.document ?? {}) as JsonObject;
    const state = { document: last, changes: changes.length, logs: logs.length, depth: 0 };
    return [...this.#moments, { kind: "end", ...state }];
  }

  /** Runs one stage, looked up for the architecture that the document has at that point. */
  #stage(stage: LinkedStage): Step {
    const begin = (evaluation: Evaluation, condition: TracedCondition | null): void => {
      this.#depth = 0;
      this.#moments.push({ kind: "stage", stage, condition, ...this.#stateOf(evaluation) });
    };
    const runPack = (name: string): Step => {
      const step = this.#pack(name, stage);
      return (evaluation) => {
        begin(evaluation, null);
        return step(evaluation);
      };
    };
    const { step } = compileSet(
      [stage],
      {
        step: runPack,
        traced: runPack,
        guarded: (condition: ConditionNode, name) => {
          const guarded = this.#pack(name, stage);
          return (evaluation) => {
            const place = this.#moments.length;
            const where = { call: null, rule: null, stage };
            this.#depth = 1;
            const { fired, traced } = this.#condition(condition, evaluation, where);
            const parts = this.#moments.splice(place);
            begin(evaluation, traced);
            this.#moments.push(...parts);
            return !fired || guarded(evaluation);
          };
        },
      },
      this.#rules.engine.dispatch,
    );
    return step;
  }

  #pack(name: string, stage: LinkedStage | null): Step {
    const pack = this.#rules.packs.get(name);
    if (pack === undefined) throw new Error(`the pack ${name} was not linked`);
    return (evaluation) => {
      const [outer, depth] = [this.#call, this.#depth];
      const isIncluded = outer !== null;
      const call: Call = {
        pack,
        stage: outer?.stage ?? stage,
        from: isIncluded ? (this.#moments.at(-1) ?? null) : null,
      };
      this.#call = call;
      const ruleDepth = isIncluded ? depth + 1 : 1;
      for (const rule of pack.rules) if (!this.#rule(rule, call, ruleDepth, evaluation)) return false;
      [this.#call, this.#depth] = [outer, depth];
      return true;
    };
  }

  #rule(rule: LinkedRule, call: Call, depth: number, evaluation: Evaluation): boolean {
    evaluation.rule = rule.id;
    const place = this.#moments.length;
    const state = this.#stateOf(evaluation, depth);
    const begin = (condition: TracedCondition | null): void => {
      this.#moments.splice(place, 0, { kind: "rule", call, rule, condition, ...state });
    };
    this.#depth = depth + 1;
    let fired = true;
    if (rule.when === null) begin(null);
    else {
      const where = { call, rule, stage: call.stage };
      const found = this.#condition(rule.when, evaluation, where, begin);
      fired = found.fired;
      begin(found.traced);
    }
    if (!fired) return true;
    for (const action of rule.then) {
      this.#depth = depth + 1;
      this.#moments.push({ kind: "action", call, rule, action, ...this.#stateOf(evaluation) });
      const step = kindOf(action).compile(action, rule.id, (name) => this.#pack(name, null));
      if (!step(evaluation)) return false;
    }
    return true;
  }

  /** Tests a condition and records each comparison that was reached; on an error, the last one failed. */
  #condition(
    node: ConditionNode,
    evaluation: Evaluation,
    where: Pick<Moment & { kind: "comparison" }, "call" | "rule" | "stage">,
    failed: (traced: TracedCondition) => void = () => {},
  ): { readonly fired: boolean; readonly traced: TracedCondition } {
    const buffer: unknown[] = [];
    const state = this.#stateOf(evaluation);
    const read = (hasFailed: boolean): TracedCondition => {
      const traced = readCondition(node, { buffer, next: 0 });
      const parts = reachedIn(node, traced, hasFailed);
      this.#moments.push(...parts.map((part) => ({ kind: "comparison" as const, ...part, ...where, ...state })));
      return traced;
    };
    try {
      const fired = compileCondition(node, this.#rules.operators)(evaluation.document, buffer);
      return { fired, traced: read(false) };
    } catch (error) {
      failed(read(true));
      throw error;
    }
  }

  /** The objects created so far are shared with the moment, so a later write has to copy them. */
  #stateOf(evaluation: Evaluation, depth = this.#depth): State {
    disown(evaluation);
    return {
      ...{ document: evaluation.document, depth },
      ...{ changes: evaluation.changes.length, logs: evaluation.logs.length },
    };
  }
}

interface Part {
  readonly node: ComparisonNode;
  readonly traced: TracedCondition;
}

/** The comparisons that were reached, in evaluation order; after an error, the last one failed. */
function reachedIn(node: ConditionNode, traced: TracedCondition, hasFailed: boolean): readonly Part[] {
  const fails = hasFailed && traced.result === null;
  switch (node.kind) {
    case "comparison":
      return traced.result !== null || fails ? [{ node, traced }] : [];
    case "not":
      return traced.not === undefined ? [] : reachedIn(node.of, traced.not, fails);
    case "named":
      return traced.is === undefined ? [] : reachedIn(node.of, traced.is as TracedCondition, fails);
    default: {
      const parts = traced[node.kind] ?? [];
      const failing = fails ? parts.findIndex(({ result }) => result === null) : -1;
      return node.of.flatMap((part, index) => {
        const found = parts[index];
        return found === undefined ? [] : reachedIn(part, found, index === failing);
      });
    }
  }
}
