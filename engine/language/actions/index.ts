import type { Action } from "../../generated/pack.js";
import type { ActionKind } from "./action.js";
import { fail, type FailNode } from "./fail.js";
import { include, type IncludeNode } from "./include.js";
import { log, type LogNode } from "./log.js";
import { set, type SetNode } from "./set.js";
import { unset, type UnsetNode } from "./unset.js";

export type ActionNode = SetNode | UnsetNode | LogNode | FailNode | IncludeNode;

/** All actions of the language, by the key that identifies them. */
const actions = { set, unset, log, fail, include };

type AnyKind = ActionKind<Action, ActionNode>;
const kinds = Object.values(actions);

export function kindOfRaw(raw: Action): AnyKind {
  const kind = kinds.find(({ key }) => Object.hasOwn(raw, key));
  if (kind === undefined) throw new Error("an action passed the schema without a key that names it");
  return kind as unknown as AnyKind;
}

export function kindOf(node: ActionNode): AnyKind {
  return actions[node.kind] as unknown as AnyKind;
}
