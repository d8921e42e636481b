import type { Json } from "../../common/json.js";
import type { Action } from "../../generated/pack.js";
import type { Operand } from "../../language/actions/action.js";
import { syntaxOf } from "../../language/actions/index.js";
import type { Field } from "../../language/fields.js";
import { mutateConstant } from "./mutate-constant.js";
import { mutateExpression } from "./mutate-expression.js";
import { lift, type Mutation } from "./mutant.js";

type Members = Readonly<Record<string, Json>>;

/** Mutates what an action writes or logs; removing the action is a mutation of its rule. */
export function mutateAction(action: Action, fieldOf: (fact: string) => Field | null): Mutation<Action>[] {
  const members = action as unknown as Members;
  return syntaxOf(action).operands.flatMap((operand) => {
    const { member } = operand;
    if (!Object.hasOwn(members, member)) return [];
    return lift(mutateOperand(operand, members, fieldOf), `/${member}`, (part) => ({ ...action, [member]: part }));
  });
}

function mutateOperand(operand: Operand, members: Members, fieldOf: (fact: string) => Field | null): Mutation<Json>[] {
  const value = members[operand.member] ?? null;
  switch (operand.kind) {
    case "constant":
      return mutateConstant(value, fieldOf(String(members[operand.field])));
    case "expression":
      return mutateExpression(String(value));
    case "choice": {
      const part = operand.next(String(value));
      return [{ kind: "constant", at: "", text: `${operand.title} ${String(value)} becomes ${part}`, part }];
    }
  }
}
