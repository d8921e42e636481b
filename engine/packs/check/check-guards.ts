import type { Diagnostic } from "../../common/diagnostic.js";
import { memoize } from "../../common/memoize.js";
import type { JsonSource } from "../../common/read-json.js";
import type { ComparisonNode, ConditionNode, ValueNode } from "../../language/node.js";
import type { Operators } from "../../language/conditions/operators.js";
import { keyOf, pathOf } from "../../language/walk.js";
import { finding } from "./finding.js";
import type { ExpressionNode } from "../../language/expression/node.js";
import { isBoolean } from "../../language/expression/shape.js";

type Named = Exclude<ValueNode, { kind: "constant" }>;
type Report = (node: ComparisonNode, value: Named) => void;

/**
 * Reports comparisons with a negative operator that also hold for an absent field, unless an earlier condition guards
 * them. A named condition is checked at each use but reported once.
 */
export function checkGuards(
  read: { readonly file: string | null; readonly source: JsonSource },
  conditions: readonly ConditionNode[],
  operators: Operators,
): readonly Diagnostic[] {
  const found = new Map<string, Diagnostic>();
  const report: Report = (node, value) => {
    const message = `\`${node.operator}\` also holds if \`${value.text}\` is absent`;
    const hint = `put { "fact": "${value.text}", "operator": "isPresent", "value": true } before it in an \`all\`, or wrap the positive operator in \`not\` if absence should count`;
    found.set(
      node.at,
      finding(read, "unguarded-negative", `${node.at}/operator`, message, hint, {
        severity: "warning",
        absent: value.text,
      }),
    );
  };
  for (const condition of conditions) visit(condition, true, new Set(), operators, report);
  return [...found.values()];
}

/**
 * Visits a condition. `wanted` is the result that makes the whole condition hold: false below an odd number of `not`.
 * `guarded` has the fields known to be present; it is the same again on return.
 */
function visit(node: ConditionNode, wanted: boolean, guarded: Set<string>, operators: Operators, report: Report): void {
  switch (node.kind) {
    case "all":
    case "any": {
      const added: string[] = [];
      for (const part of node.of) {
        visit(part, wanted, guarded, operators, report);
        for (const key of presentIf(part, node.kind === "all")) {
          if (guarded.has(key)) continue;
          guarded.add(key);
          added.push(key);
        }
      }
      for (const key of added) guarded.delete(key);
      return;
    }
    case "not":
      return visit(node.of, !wanted, guarded, operators, report);
    case "named":
      return visit(node.of, wanted, guarded, operators, report);
    case "comparison": {
      if (!wanted || operators.get(node.operator)?.negative !== true) return;
      for (const value of [node.fact, node.value]) {
        if (value.kind !== "constant" && !isGuarded(value, guarded)) return report(node, value);
      }
    }
  }
}

function isGuarded(value: Named, guarded: ReadonlySet<string>): boolean {
  return guarded.has(keyOf(value)) || ("expression" in value && isNeverAbsent(value.expression));
}

const [ifTrue, ifFalse] = [true, false].map((result) =>
  memoize((node: ConditionNode) => findPresent(node, result)),
) as [Present, Present];
type Present = (node: ConditionNode) => ReadonlySet<string>;

/** Returns the fields that must be present if a condition has the given `result`. */
function presentIf(node: ConditionNode, result: boolean): ReadonlySet<string> {
  return result ? ifTrue(node) : ifFalse(node);
}

function findPresent(node: ConditionNode, result: boolean): ReadonlySet<string> {
  switch (node.kind) {
    case "all":
    case "any": {
      const parts = node.of.map((part) => presentIf(part, result));
      if ((node.kind === "all") === result) return new Set(parts.flatMap((part) => [...part]));
      const [first, ...rest] = parts;
      return new Set([...(first ?? [])].filter((key) => rest.every((part) => part.has(key))));
    }
    case "not":
      return presentIf(node.of, !result);
    case "named":
      return presentIf(node.of, result);
    case "comparison":
      return new Set(provesPresence(node, result) ? keysUpTo(node.fact) : []);
  }
}

/** Returns the keys of a field and of its ancestors, since a present field implies its ancestors. */
function keysUpTo(value: ValueNode): readonly string[] {
  const path = pathOf(value);
  return path === null ? [keyOf(value)] : path.map((_, index) => path.slice(0, index + 1).join("."));
}

const ordering = new Set([
  "lessThan",
  "lessThanInclusive",
  "greaterThan",
  "greaterThanInclusive",
  "contains",
  "doesNotContain",
]);

/** Whether a comparison proves presence: a constant is never absent, and an ordering never holds for an absent fact. */
function provesPresence({ operator, value }: ComparisonNode, result: boolean): boolean {
  if (ordering.has(operator)) return result;
  if (value.kind !== "constant") return false;
  if (operator === "isSet" || operator === "isPresent") return value.value === result;
  return result ? operator === "equal" || operator === "in" : operator === "notEqual" || operator === "notIn";
}

/** Whether an expression has a value in every document, so comparisons with it need no guard. */
function isNeverAbsent(node: ExpressionNode): boolean {
  switch (node.kind) {
    case "literal":
    case "concat":
    case "array":
    case "object":
      return true;
    case "block":
      return isNeverAbsent(node.of);
    case "condition":
      return isNeverAbsent(node.then) && node.otherwise !== null && isNeverAbsent(node.otherwise);
    case "default":
      return isNeverAbsent(node.of) || isNeverAbsent(node.otherwise);
    default:
      return isBoolean(node);
  }
}
