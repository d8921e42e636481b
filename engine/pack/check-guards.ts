import type { Diagnostic } from "../base/diagnostic.js";
import type { ComparisonNode, ConditionNode, ValueNode } from "../lang/node.js";
import type { Operators } from "../lang/operators.js";
import { keyOf } from "../lang/walk.js";
import { finding } from "./finding.js";
import type { LinkedPack } from "./linked.js";

/**
 * Finds comparisons with a negative operator that also hold where the field is absent, unless a condition before them
 * has settled that it is there.
 */
export function checkGuards(pack: LinkedPack, operators: Operators): readonly Diagnostic[] {
  const found = new Map<string, Diagnostic>();
  const report = (node: ComparisonNode, value: ValueNode & { text: string }) => {
    const message = `\`${node.operator}\` also holds where \`${value.text}\` is absent`;
    const hint = `put { "fact": "${value.text}", "operator": "isPresent", "value": true } before it in an \`all\`, or write \`not\` around the positive operator where absence should count`;
    found.set(node.at, finding(pack, "unguarded-negative", `${node.at}/operator`, message, hint, { severity: "warning" }));
  };
  for (const { when } of pack.rules) if (when !== null) visit(when, true, new Set(), operators, report);
  return [...found.values()];
}

type Report = (node: ComparisonNode, value: ValueNode & { text: string }) => void;

/** `wanted` is the result that makes the whole condition hold: false below an odd number of `not`. */
function visit(node: ConditionNode, wanted: boolean, guarded: ReadonlySet<string>, operators: Operators, report: Report): void {
  switch (node.kind) {
    case "all":
    case "any": {
      let known = guarded;
      for (const part of node.of) {
        visit(part, wanted, known, operators, report);
        known = new Set([...known, ...presentIf(part, node.kind === "all")]);
      }
      return;
    }
    case "not":
      return visit(node.of, !wanted, guarded, operators, report);
    case "named":
      return visit(node.of, wanted, guarded, operators, report);
    case "comparison": {
      if (!wanted || operators.get(node.operator)?.negative !== true) return;
      for (const value of [node.fact, node.value]) {
        if (value.kind !== "constant" && !guarded.has(keyOf(value))) return report(node, value);
      }
    }
  }
}

/** What must be present where a condition came to `result`. */
function presentIf(node: ConditionNode, result: boolean): ReadonlySet<string> {
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
      return provesPresence(node, result) ? new Set([keyOf(node.fact)]) : new Set();
  }
}

const positive = new Set(["equal", "in", "contains", "doesNotContain", "lessThan", "lessThanInclusive", "greaterThan", "greaterThanInclusive"]);

function provesPresence({ operator, value }: ComparisonNode, result: boolean): boolean {
  if (value.kind !== "constant") return false;
  if (operator === "isSet" || operator === "isPresent") return value.value === result;
  return result ? positive.has(operator) : operator === "notEqual" || operator === "notIn";
}
