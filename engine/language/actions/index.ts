import type { Action } from "../../generated/pack.js";
import type { ActionKind, ActionSyntax } from "./action.js";
import { fail, type FailNode } from "./fail.js";
import { include, type IncludeNode } from "./include.js";
import { log, type LogNode } from "./log.js";
import { set, type SetNode } from "./set.js";
import { unset, type UnsetNode } from "./unset.js";

/** What actions are linked to: those with an effect of their own. */
export type ActionNode = SetNode | UnsetNode | LogNode | FailNode | IncludeNode;

/** All actions of the language, by the key that identifies them. */
const actions = { set, unset, log, fail, include };

type ActionKey = keyof typeof actions;
/** The actions of the schema that this table has. A caller that passes any other does not compile. */
type KnownAction = Extract<Action, { [Key in ActionKey]: Readonly<Record<Key, unknown>> }[ActionKey]>;
type AnyKind = ActionKind<Action, ActionNode>;

const syntaxes = Object.values(actions) as unknown as readonly ActionSyntax<
  Action,
  ActionNode | readonly ActionNode[]
>[];

export function syntaxOf(raw: KnownAction): ActionSyntax<Action, ActionNode | readonly ActionNode[]> {
  const found = syntaxes.find(({ key }) => Object.hasOwn(raw, key));
  if (found === undefined) throw new Error("an action passed the schema without a key that names it");
  return found;
}

export function kindOf(node: ActionNode): AnyKind {
  return actions[node.kind] as unknown as AnyKind;
}
