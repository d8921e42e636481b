import type { ConditionNode, ValueNode } from "../lang/node.js";
import type { Operators } from "../lang/operators.js";
import { computeExpression, type Computed } from "./expression.js";
import { applyOperator } from "./operators.js";
import type { Bool, Value } from "./term.js";
import type { Terms } from "./terms.js";
import { get } from "./values.js";

/** What a value comes to, over a document. */
export function computeValue(terms: Terms, node: ValueNode, document: Value): Computed {
  switch (node.kind) {
    case "constant":
      return { value: terms.constant(node.value), faults: [] };
    case "path":
      return { value: node.path.reduce((from, key) => get(terms, from, key), document), faults: [] };
    case "fact":
    case "computed":
      return computeExpression(terms, node.expression, document);
  }
}

/** The surroundings of a condition: what it reads, and where its faults go. */
export interface Judge {
  readonly terms: Terms;
  readonly operators: Operators;
  readonly document: Value;
  /** Says what is being encoded. */
  enter(node: ConditionNode): void;
  /** Enters a part of the condition; `fact` is what a comparison looks at. */
  note(node: ConditionNode, reached: Bool, holds: Bool, fact: Value | null): void;
  /** Enters what may fail where a part is reached, and says where the evaluation still goes on. */
  survive(node: ConditionNode, reached: Bool, faults: Computed["faults"]): Bool;
}

/** Whether a condition holds, as far as nothing in it fails; `all` and `any` stop as soon as the answer is known. */
export function judge(context: Judge, node: ConditionNode, reached: Bool): { readonly holds: Bool; readonly left: Bool } {
  const verdict = judgePart(context, node, reached);
  context.note(node, reached, verdict.holds, verdict.fact ?? null);
  return verdict;
}

/** `left` is where the part was reached and did not fail. */
function judgePart(context: Judge, node: ConditionNode, reached: Bool): { readonly holds: Bool; readonly left: Bool; readonly fact?: Value } {
  const { terms } = context;
  switch (node.kind) {
    case "all":
    case "any": {
      if (node.of.length === 0) return { holds: terms.yes, left: reached };
      const isAll = node.kind === "all";
      let [open, left] = [reached, terms.no];
      const found: Bool[] = [];
      for (const part of node.of) {
        const verdict = judge(context, part, open);
        found.push(verdict.holds);
        const goesOn = isAll ? verdict.holds : terms.not(verdict.holds);
        left = terms.or(left, terms.and(verdict.left, terms.not(goesOn)));
        open = terms.and(verdict.left, goesOn);
      }
      return { holds: isAll ? terms.and(...found) : terms.or(...found), left: terms.or(left, open) };
    }
    case "not": {
      const { holds, left } = judge(context, node.of, reached);
      return { holds: terms.not(holds), left };
    }
    case "named": {
      const { holds, left } = judge(context, node.of, reached);
      return { holds, left };
    }
    case "comparison": {
      context.enter(node);
      const [fact, value] = [node.fact, node.value].map((side) => computeValue(terms, side, context.document)) as [Computed, Computed];
      const { holds, fails } = applyOperator(terms, context.operators, node.operator, fact.value, value.value);
      const failure = { when: fails, code: terms.constant("fettle/operator"), kind: terms.constant("type") };
      return { holds, left: context.survive(node, reached, [...fact.faults, ...value.faults, failure]), fact: fact.value };
    }
  }
}
