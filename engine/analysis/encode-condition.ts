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
  /** Enters a part of the condition, with where it is looked at; `fact` is what a comparison looks at. */
  note(node: ConditionNode, where: Bool, holds: Bool, fact: Value | null): void;
  /** Enters what may fail where a part is looked at. */
  fail(node: ConditionNode, where: Bool, faults: Computed["faults"]): void;
}

/** Whether a condition holds, as far as nothing in it fails; `all` and `any` stop as soon as the answer is known. */
export function judge(context: Judge, node: ConditionNode, where: Bool): Bool {
  const { terms } = context;
  switch (node.kind) {
    case "all":
    case "any": {
      const isAll = node.kind === "all";
      let open = where;
      const found = node.of.map((part) => {
        const holds = judge(context, part, open);
        open = terms.and(open, isAll ? holds : terms.not(holds));
        return holds;
      });
      // Of nothing, both hold.
      return noted(context, node, where, isAll || found.length === 0 ? terms.and(...found) : terms.or(...found));
    }
    case "not":
      return noted(context, node, where, terms.not(judge(context, node.of, where)));
    case "named":
      return noted(context, node, where, judge(context, node.of, where));
    case "comparison": {
      context.enter(node);
      const [fact, value] = [node.fact, node.value].map((side) => computeValue(terms, side, context.document)) as [Computed, Computed];
      const { holds, fails } = applyOperator(terms, context.operators, node.operator, fact.value, value.value);
      noted(context, node, where, holds, fact.value);
      context.fail(node, where, [...fact.faults, ...value.faults, { when: fails, code: terms.constant("fettle/operator"), kind: terms.constant("type") }]);
      return holds;
    }
  }
}

function noted(context: Judge, node: ConditionNode, where: Bool, holds: Bool, fact: Value | null = null): Bool {
  context.note(node, where, holds, fact);
  return holds;
}
