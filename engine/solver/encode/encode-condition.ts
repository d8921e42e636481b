import type { JsonObject, MaybeJson } from "../../common/json.js";
import { must } from "../../common/must.js";
import { ExpressionError } from "../../language/expression/expression-error.js";
import { inputsOfExpression } from "./inputs.js";
import type { ExpressionNode } from "../../language/expression/node.js";
import type { ComparisonNode, ConditionNode, ValueNode } from "../../language/node.js";
import { OperatorError, type Operators } from "../../language/conditions/operators.js";
import { compileValue } from "../../language/values.js";
import { computeExpression, type Computed } from "./expression.js";
import { originOf, type Origin } from "./identity.js";
import { applyOperator, type Verdict } from "./operators.js";
import { withShare } from "./sharing.js";
import type { Bool, Value } from "../term.js";
import { choose, type Terms } from "../terms.js";
import { either, get } from "./values.js";

/** Computes a value over a document. */
export function computeValue(terms: Terms, node: ValueNode, document: Value, shared: Value): Computed {
  switch (node.kind) {
    case "constant":
      return { value: terms.constant(node.value), faults: [] };
    case "path":
      return { value: node.path.reduce((from, key) => get(terms, from, key), document), faults: [] };
    case "fact":
    case "computed":
      return computeExpression(terms, node.expression, document, shared);
  }
}

/** Context of encoding a condition: its inputs, and the receiver of its faults. */
export interface Judge {
  readonly terms: Terms;
  readonly operators: Operators;
  readonly document: Value;
  /** What the alias is in that document: see sharing.ts. */
  readonly shared: Value;
  /** Announces the condition being encoded. */
  enter(node: ConditionNode): void;
  /** Records a part of the condition, with where it is evaluated; `fact` is the fact of a comparison. */
  note(node: ConditionNode, where: Bool, holds: Bool, fact: Value | null): void;
  /** Records the faults that may occur where a part is evaluated. */
  fail(node: ConditionNode, where: Bool, faults: Computed["faults"]): void;
}

const nothing: ReadonlySet<ExpressionNode> = new Set();

/**
 * Encodes whether a condition holds, provided that nothing in it fails; `all` and `any` short-circuit. `computed` are
 * expressions that were evaluated before it: over the same document, they do not fail again.
 */
export function judge(context: Judge, node: ConditionNode, where: Bool, computed = nothing): Bool {
  const { terms } = context;
  switch (node.kind) {
    case "all":
    case "any": {
      const isAll = node.kind === "all";
      let open = where;
      const before = new Set(computed);
      const found = node.of.map((part) => {
        const holds = judge(context, part, open, before);
        open = terms.and(open, isAll ? holds : terms.not(holds));
        if (part.kind === "comparison")
          for (const side of [part.fact, part.value]) if ("expression" in side) before.add(side.expression);
        return holds;
      });
      // Both hold for an empty list.
      return noted(context, node, where, isAll || found.length === 0 ? terms.and(...found) : terms.or(...found));
    }
    case "not":
      return noted(context, node, where, terms.not(judge(context, node.of, where, computed)));
    case "named":
      return noted(context, node, where, judge(context, node.of, where, computed));
    case "comparison": {
      context.enter(node);
      const [fact, value] = [node.fact, node.value].map((side) => {
        const { value: of, faults } = computeValue(terms, side, context.document, context.shared);
        return { value: of, faults: "expression" in side && computed.has(side.expression) ? [] : faults };
      }) as [Computed, Computed];
      const { holds, fails } = compare(context, node, fact.value, value.value);
      noted(context, node, where, holds, fact.value);
      context.fail(node, where, [
        ...fact.faults,
        ...value.faults,
        { when: fails, code: terms.constant("fettle/operator"), kind: terms.constant("type") },
      ]);
      return holds;
    }
  }
}

function isMapped(terms: Terms, origin: Origin): Value {
  const mapped = origin.kind === "place" ? origin.mapped : terms.no;
  return either(terms, mapped, terms.constant(true), terms.constant(false));
}

/** Encodes an operator; where that is not modeled, the result is uninterpreted over the reads of both sides. */
function compare(
  { terms, operators, document, shared }: Judge,
  node: ComparisonNode,
  fact: Value,
  value: Value,
): Verdict {
  let isOpen = terms.no;
  const open = (where: Bool) => void (isOpen = terms.or(isOpen, where));
  const operand = (side: ValueNode, of: Value) => ({ value: of, origin: originOf(terms, side, document) });
  const [left, right] = [operand(node.fact, fact), operand(node.value, value)];
  const verdict = applyOperator({ terms, operators, shared, open }, node.operator, left, right);
  if (isOpen === terms.no) return verdict;
  const key = `compare ${node.operator} ${contentOf(node.fact)} ${contentOf(node.value)}`;
  // JSONata makes a new array where it maps over one, so equal values can be one object or two.
  const isNew = [left, right].map(({ origin }) => isMapped(terms, origin));
  const inputs = [...inputsOf(terms, node.fact, document), ...inputsOf(terms, node.value, document), shared, ...isNew];
  const answer =
    (wanted: "holds" | "fails") =>
    ([from, share]: readonly MaybeJson[]) =>
      run(node, operators, withShare(from as JsonObject, terms.engine.alias, share as string)) === wanted;
  const [holds, fails] = [
    terms.guess(key, inputs, answer("holds"), [document, shared]),
    terms.guess(`${key} fails`, inputs, answer("fails"), [document, shared]),
  ];
  return { holds: choose(terms, isOpen, holds, verdict.holds), fails: choose(terms, isOpen, fails, verdict.fails) };
}

/** Key of a value's content, independent of the pack's names for it. */
function contentOf(node: ValueNode): string {
  if (node.kind === "constant") return JSON.stringify(node.value);
  return node.kind === "path" ? `path ${node.text}` : JSON.stringify(node.expression);
}

function inputsOf(terms: Terms, node: ValueNode, document: Value): readonly Value[] {
  if (node.kind === "constant") return [];
  if (node.kind === "path") return [node.path.reduce((from, key) => get(terms, from, key), document)];
  return inputsOfExpression(terms, node.expression, document);
}

/** Runs the engine's operator; `error` if an operand cannot be evaluated. */
function run(node: ComparisonNode, operators: Operators, document: JsonObject): "holds" | "fails" | "error" | "no" {
  try {
    const [fact, value] = [compileValue(node.fact)(document), compileValue(node.value)(document)];
    return must(operators.get(node.operator), `the operator ${node.operator}`).test(fact, value) ? "holds" : "no";
  } catch (error) {
    if (error instanceof OperatorError) return "fails";
    if (error instanceof ExpressionError) return "error";
    throw error;
  }
}

function noted(context: Judge, node: ConditionNode, where: Bool, holds: Bool, fact: Value | null = null): Bool {
  context.note(node, where, holds, fact);
  return holds;
}
