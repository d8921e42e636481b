import type { Json } from "../../common/json.js";
import { itemAt } from "../../common/must.js";
import type { Action } from "../../generated/pack.js";
import type { Field } from "../../language/fields.js";
import { mutateConstant } from "./mutate-constant.js";
import { mutateExpression } from "./mutate-expression.js";
import { lift, type Mutation } from "./mutant.js";

const levels = ["debug", "info", "warning", "error"] as const;

/** Mutates what an action writes or logs; removing the action is a mutation of its rule. */
export function mutateAction(action: Action, fieldOf: (fact: string) => Field | null): Mutation<Action>[] {
  if ("jsonata" in action)
    return lift(mutateExpression(action.jsonata), "/jsonata", (part) => ({ ...action, jsonata: part }));
  // The expression of a fact is mutated where the pack defines it.
  if ("set" in action && "fact" in action) return [];
  if ("set" in action)
    return lift(mutateConstant(action.value as Json, fieldOf(action.set)), "/value", (part) => ({
      ...action,
      value: part,
    }));
  if ("log" in action) {
    const log = itemAt(levels, (levels.indexOf(action.log) + 1) % levels.length);
    return [{ kind: "constant", at: "/log", text: `level ${action.log} becomes ${log}`, part: { ...action, log } }];
  }
  if (!("fail" in action)) return [];
  const kind = action.kind === "value" ? "assertion" : "value";
  return [{ kind: "constant", at: "/kind", text: `kind ${action.kind} becomes ${kind}`, part: { ...action, kind } }];
}
