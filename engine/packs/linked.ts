import type { ActionNode } from "../language/actions/index.js";
import type { JsonSource } from "../common/read-json.js";
import type { Pack, Rule } from "../generated/pack.js";
import type { ConditionNode } from "../language/node.js";

/** A pack whose names are resolved, for one target. */
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
