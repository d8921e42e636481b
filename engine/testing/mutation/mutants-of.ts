import { parsePath, pointer } from "../../common/path.js";
import type { Condition, Pack, Rule } from "../../generated/pack.js";
import type { Field, Fields } from "../../language/fields.js";
import { faultAction } from "./fault-action.js";
import { faultCondition } from "./fault-condition.js";
import { faultExpression } from "./fault-expression.js";
import { faultRange } from "./fault-range.js";
import { lift, replaceAt, type Fault, type Mutant } from "./mutant.js";

/** Every pack that differs from this one by one small fault, from top to bottom. `releases` are those that are known, oldest first. */
export function mutantsOf(pack: Pack, fields: Fields, releases: readonly string[]): readonly Mutant[] {
  const fieldOf = (fact: string): Field | null => {
    const path = parsePath(pack.facts?.[fact] ?? fact);
    const found = path.ok ? fields.find(path.path) : null;
    return found?.kind === "known" ? found.field : null;
  };
  const faults: Fault<Pack>[] = [
    ...Object.entries(pack.facts ?? {}).flatMap(([name, text]) =>
      lift(faultExpression(text), pointer(["facts", name]), (part) => ({
        ...pack,
        facts: { ...pack.facts, [name]: part! },
      })),
    ),
    ...Object.entries(pack.conditions ?? {}).flatMap(([name, condition]) =>
      lift(faultCondition(condition, fieldOf), pointer(["conditions", name]), (part) => ({
        ...pack,
        conditions: { ...pack.conditions, [name]: part! },
      })),
    ),
    ...lift(faultRules(pack.rules, fieldOf, releases), "/rules", (part) => ({ ...pack, rules: part! })),
  ];
  return faults.map(({ part, ...fault }) => ({ ...fault, pack: part! }));
}

function faultRules(
  rules: readonly Rule[],
  fieldOf: (fact: string) => Field | null,
  releases: readonly string[],
): Fault<Rule[]>[] {
  return rules.flatMap((rule, index) => {
    const next = rules[index + 1];
    const dropped: Fault<Rule[]> = {
      kind: "rule",
      at: `/${index}`,
      text: `rule \`${rule.id}\` is left out`,
      part: replaceAt(rules, index, undefined),
    };
    const swapped = next && {
      kind: "rule" as const,
      at: `/${index}`,
      text: `rule \`${rule.id}\` runs after \`${next.id}\``,
      part: rules.with(index, next).with(index + 1, rule),
    };
    return [
      dropped,
      ...(swapped ? [swapped] : []),
      ...lift([...faultVersions(rule, releases), ...faultRule(rule, fieldOf)], `/${index}`, (part) =>
        replaceAt(rules, index, part),
      ),
    ];
  });
}

function faultVersions({ versions, ...rest }: Rule, releases: readonly string[]): Fault<Rule>[] {
  if (versions === undefined) return [];
  return lift(faultRange(versions, releases), "/versions", (part) => ({
    ...rest,
    ...(part !== undefined && { versions: part }),
  }));
}

function faultRule(rule: Rule, fieldOf: (fact: string) => Field | null): Fault<Rule>[] {
  const { when, then, ...rest } = rule;
  const actions: Fault<Rule>[] = then.flatMap((action, index) => [
    ...(then.length < 2
      ? []
      : [
          {
            kind: "action",
            at: `/then/${index}`,
            text: "the action is left out",
            part: { ...rule, then: replaceAt(then, index, undefined) as Rule["then"] },
          } as const,
        ]),
    ...lift(faultAction(action, fieldOf), `/then/${index}`, (part) => ({
      ...rule,
      then: replaceAt(then, index, part) as Rule["then"],
    })),
  ]);
  return when === undefined
    ? actions
    : [
        ...faultWhen(when, { ...rest, then }),
        ...lift(faultCondition(when, fieldOf), "/when", (part) => ({ ...rule, when: part! })),
        ...actions,
      ];
}

/** A condition that is one thing is left out with its `when`; of a list, each part is. */
function faultWhen(when: Condition, rule: Rule): Fault<Rule>[] {
  const parts = "all" in when ? when.all : "any" in when ? when.any : [];
  return parts.length > 1 ? [] : [{ kind: "condition", at: "/when", text: "the condition is left out", part: rule }];
}
