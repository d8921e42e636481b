import { must } from "../common/must.js";
import { comparisonText } from "../language/conditions/comparison-text.js";
import { isNeverNegative } from "../language/expression/never-negative.js";
import type { ComparisonNode, ConditionNode } from "../language/node.js";
import { identical } from "./encode/equality.js";
import type { SymbolicRule, SymbolicRun } from "./encode/symbolic-run.js";
import type { Bool } from "./term.js";
import type { Terms } from "./terms.js";

/** Something that some case of a pack should show; `weaker` is the fallback if it is unsatisfiable. */
export interface Goal {
  /** The rule's id inside its pack. */
  readonly rule: string;
  /** Describes what the case shows about the rule. */
  readonly text: string;
  readonly test: Bool;
  readonly weaker: Bool | null;
}

/**
 * Coverage goals for a pack's cases: every comparison both ways, each time deciding its rule alone (modified
 * condition/decision coverage); firing for a rule without conditions; and boundary values of every number.
 */
export function goalsOf(terms: Terms, run: SymbolicRun, pack: string): readonly Goal[] {
  const rules = run.rules.filter(({ pack: { name } }) => name === pack);
  return [
    ...rules.flatMap((rule) =>
      rule.rule.when === null
        ? [{ rule: idOf(rule), text: "it fires", test: rule.fired, weaker: null }]
        : decide(terms, rule, rule.rule.when),
    ),
    ...rules.flatMap((rule) => (rule.rule.when === null ? [] : aroundConstants(terms, rule))),
  ];
}

const idOf = ({ rule }: SymbolicRule): string => rule.rule.id;

interface Judged {
  readonly reached: Bool;
  readonly holds: Bool;
}

function decide(terms: Terms, rule: SymbolicRule, when: ConditionNode): Goal[] {
  const judged = new Map<string, Judged>(rule.conditions.map((condition) => [condition.at, condition]));
  const visit = (node: ConditionNode, decides: Bool): Goal[] => {
    switch (node.kind) {
      case "all":
      case "any":
        return node.of.flatMap((part, index) => {
          const others = node.of.filter((_, place) => place !== index).map(({ at }) => holdsOf(terms, judged, at));
          return visit(
            part,
            terms.and(decides, ...others.map((holds) => (node.kind === "all" ? holds : terms.not(holds)))),
          );
        });
      case "not":
      case "named":
        return visit(node.of, decides);
      case "comparison": {
        const own = judged.get(node.at);
        if (own === undefined) return [];
        return [true, false].map((wanted) => {
          const branch = terms.and(own.reached, wanted ? own.holds : terms.not(own.holds));
          const text = `${textOf(node)} is ${wanted}`;
          return { rule: idOf(rule), text, test: terms.and(branch, decides), weaker: branch };
        });
      }
    }
  };
  return visit(when, terms.yes);
}

function holdsOf(terms: Terms, judged: ReadonlyMap<string, Judged>, at: string): Bool {
  return judged.get(at)?.holds ?? terms.yes;
}

/** A compared field with the number, one less and one more. */
function aroundConstants(terms: Terms, rule: SymbolicRule): Goal[] {
  const judged = new Map(rule.conditions.map((condition) => [condition.at, condition]));
  return comparisonsIn(must(rule.rule.when, "the condition of the rule")).flatMap((node) => {
    const own = judged.get(node.at);
    if (own?.fact == null || node.value.kind !== "constant" || typeof node.value.value !== "number") return [];
    const { fact } = own;
    const bound = node.value.value;
    const isPossible = (number: number) =>
      number >= 0 || node.fact.kind === "path" || !isNeverNegative(node.fact.expression);
    return [bound - 1, bound, bound + 1].filter(isPossible).map((number) => ({
      rule: idOf(rule),
      text: `${node.fact.text} is ${number}${number === bound ? "" : `, one ${number < bound ? "below" : "above"} ${bound}`}`,
      test: terms.and(own.reached, identical(terms, fact, terms.constant(number))),
      weaker: null,
    }));
  });
}

function comparisonsIn(node: ConditionNode): readonly ComparisonNode[] {
  switch (node.kind) {
    case "comparison":
      return [node];
    case "all":
    case "any":
      return node.of.flatMap(comparisonsIn);
    default:
      return comparisonsIn(node.of);
  }
}

function textOf({ fact, operator, value }: ComparisonNode): string {
  return comparisonText({
    fact: fact.text,
    operator,
    value: value.kind === "constant" ? value.value : { fact: value.text },
  });
}
