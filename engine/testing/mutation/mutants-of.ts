import { parsePath, pointer } from "../../common/path.js";
import type { Condition, Pack, Rule } from "../../generated/pack.js";
import type { Field, Fields } from "../../language/fields.js";
import { mutateAction } from "./mutate-action.js";
import { mutateCondition } from "./mutate-condition.js";
import { mutateExpression } from "./mutate-expression.js";
import { mutateRange } from "./mutate-range.js";
import { lift, replaceAt, type Mutation, type Mutant } from "./mutant.js";

/** Lists every mutant of a pack, in order. `releases` are the known releases, oldest first. */
export function mutantsOf(pack: Pack, fields: Fields, releases: readonly string[]): readonly Mutant[] {
  const fieldOf = (fact: string): Field | null => {
    const path = parsePath(pack.facts?.[fact] ?? fact);
    const found = path.ok ? fields.find(path.path) : null;
    return found?.kind === "known" ? found.field : null;
  };
  const mutations: Mutation<Pack>[] = [
    ...Object.entries(pack.facts ?? {}).flatMap(([name, text]) =>
      lift(mutateExpression(text), pointer(["facts", name]), (part) => ({
        ...pack,
        facts: { ...pack.facts, [name]: part },
      })),
    ),
    ...Object.entries(pack.conditions ?? {}).flatMap(([name, condition]) =>
      lift(mutateCondition(condition, fieldOf), pointer(["conditions", name]), (part) => ({
        ...pack,
        conditions: { ...pack.conditions, [name]: part },
      })),
    ),
    ...lift(mutateRules(pack.rules, fieldOf, releases), "/rules", (part) => ({ ...pack, rules: part })),
  ];
  return mutations.map(({ part, ...mutation }) => ({ ...mutation, pack: part }));
}

function mutateRules(
  rules: readonly Rule[],
  fieldOf: (fact: string) => Field | null,
  releases: readonly string[],
): Mutation<Rule[]>[] {
  return rules.flatMap((rule, index) => {
    const next = rules[index + 1];
    const dropped: Mutation<Rule[]> = {
      kind: "rule",
      at: `/${index}`,
      text: `rule \`${rule.id}\` is removed`,
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
      ...lift([...mutateVersions(rule, releases), ...mutateRule(rule, fieldOf)], `/${index}`, (part) =>
        replaceAt(rules, index, part),
      ),
    ];
  });
}

function mutateVersions({ versions, ...rest }: Rule, releases: readonly string[]): Mutation<Rule>[] {
  if (versions === undefined) return [];
  return lift(mutateRange(versions, releases), "/versions", (part) => ({
    ...rest,
    ...(part !== undefined && { versions: part }),
  }));
}

function mutateRule(rule: Rule, fieldOf: (fact: string) => Field | null): Mutation<Rule>[] {
  const { when, then, ...rest } = rule;
  const actions: Mutation<Rule>[] = then.flatMap((action, index) => [
    ...(then.length < 2
      ? []
      : [
          {
            kind: "action",
            at: `/then/${index}`,
            text: "the action is removed",
            part: { ...rule, then: replaceAt(then, index, undefined) as Rule["then"] },
          } as const,
        ]),
    ...lift(mutateAction(action, fieldOf), `/then/${index}`, (part) => ({
      ...rule,
      then: replaceAt(then, index, part) as Rule["then"],
    })),
  ]);
  return when === undefined
    ? actions
    : [
        ...mutateWhen(when, { ...rest, then }),
        ...lift(mutateCondition(when, fieldOf), "/when", (part) => ({ ...rule, when: part })),
        ...actions,
      ];
}

/** Removes the `when` of a single condition; `mutateCondition` removes the parts of a list. */
function mutateWhen(when: Condition, rule: Rule): Mutation<Rule>[] {
  const parts = "all" in when ? when.all : "any" in when ? when.any : [];
  return parts.length > 1 ? [] : [{ kind: "condition", at: "/when", text: "the condition is removed", part: rule }];
}
