import type { Random } from "./random.js";

/** Rule files as they are edited: parsed JSON of any shape. */
export type Any = any;

/** One edit of parsed rule files, in place; false where there is nothing for it to do. */
export type Mutation = (files: Record<string, Any>, random: Random, pack: Any) => boolean;
export type Mutations = Readonly<Record<string, Mutation>>;

export interface Place {
  readonly holder: Any;
  readonly key: string | number;
}

export const rulesOf = (pack: Any): Any[] => pack.rules;

export const ruleOf = (pack: Any, random: Random): Any | undefined =>
  pack.rules.length === 0 ? undefined : random.pick(rulesOf(pack));

/** Where objects of some kind are held. */
export function places(value: Any, wanted: (node: Any) => boolean, found: Place[] = []): Place[] {
  if (typeof value !== "object" || value === null) return found;
  for (const [key, inner] of Object.entries(value)) {
    if (typeof inner === "object" && inner !== null && wanted(inner)) found.push({ holder: value, key });
    places(inner, wanted, found);
  }
  return found;
}

export const isCondition = (node: Any): boolean =>
  "operator" in node || "all" in node || "any" in node || "not" in node || "condition" in node;

export const conditionsOf = (pack: Any): Place[] =>
  places({ rules: pack.rules.map((rule: Any) => ({ rule })), conditions: pack.conditions ?? {} }, isCondition);

export const comparisonsOf = (pack: Any): Any[] =>
  places(pack, (node) => "operator" in node && "fact" in node).map(({ holder, key }) => holder[key]);

export const actionsOf = (pack: Any, key: string): Any[] =>
  rulesOf(pack)
    .flatMap((rule) => rule.then)
    .filter((action: Any) => key in action);

export const copy = <Value>(value: Value): Value => structuredClone(value);
