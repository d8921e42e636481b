import type { EngineAdapter } from "../common/engine-adapter.js";
import type { ActionNode } from "../language/actions/index.js";
import type { JsonSource } from "../common/read-json.js";
import type { Pack, Rule } from "../generated/pack.js";
import type { Operators } from "../language/conditions/operators.js";
import type { ConditionNode } from "../language/node.js";
import type { ReadPacks } from "./read-packs.js";
import type { Target } from "./target.js";

/** A pack linked for one target. */
export interface LinkedPack {
  readonly kind: "pack";
  readonly name: string;
  readonly file: string | null;
  readonly source: JsonSource;
  readonly pack: Pack;
  readonly rules: readonly LinkedRule[];
}

export interface LinkedRule {
  /** vendor/family/id. */
  readonly id: string;
  readonly rule: Rule;
  readonly at: string;
  readonly when: ConditionNode | null;
  readonly then: readonly ActionNode[];
}

/** A stage of a set: dispatch by architecture, or one pack with its conditions. */
export type LinkedStage =
  | { readonly kind: "dispatch"; readonly packs: ReadonlyMap<string, string> }
  | {
      readonly kind: "pack";
      readonly pack: string;
      readonly architectures: ReadonlySet<string> | null;
      readonly when: ConditionNode | null;
      /** Set if the stage runs only for whole deployments. */
      readonly isForDeployments?: boolean;
    };

/** Checked packs for one target, in execution order. */
export interface LinkedPacks {
  readonly set: string;
  readonly target: Target;
  /** The serving engine that the set is for. */
  readonly engine: EngineAdapter;
  readonly packs: ReadonlyMap<string, LinkedPack>;
  readonly stages: readonly LinkedStage[];
  /** All stages, including those that run only for whole deployments. */
  readonly everyStage: readonly LinkedStage[];
  readonly operators: Operators;
  /** The parsed files with their cases; only if the packs were not loaded already linked. */
  readonly read: ReadPacks;
}
