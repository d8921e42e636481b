import type { Json } from "../../engine/common/json.js";
import {
  actionsOf,
  comparisonsOf,
  conditionsOf,
  copy,
  isCondition,
  places,
  rulesOf,
  type Any,
  type Mutation,
  type Mutations,
} from "./edit-places.js";
import { nudge } from "./nudge.js";

const operators = [
  "equal",
  "notEqual",
  "in",
  "notIn",
  "contains",
  "doesNotContain",
  "lessThan",
  "lessThanInclusive",
  "greaterThan",
  "greaterThanInclusive",
  "isSet",
  "isPresent",
];
const sisters: Readonly<Record<string, readonly string[]>> = {
  equal: ["notEqual", "lessThanInclusive", "someFact:equal", "swap:equal", "not:notEqual"],
  notEqual: ["equal", "not:equal"],
  in: ["notIn", "swap:contains", "someValue:equal"],
  notIn: ["in", "everyValue:notEqual"],
  lessThan: ["lessThanInclusive", "swap:greaterThan"],
  lessThanInclusive: ["lessThan", "not:greaterThan"],
  greaterThan: ["greaterThanInclusive", "swap:lessThan"],
  greaterThanInclusive: ["greaterThan", "not:lessThan"],
  isSet: ["isPresent"],
  isPresent: ["isSet"],
  contains: ["doesNotContain", "someFact:equal"],
  doesNotContain: ["contains", "not:contains"],
};

/** Edits of conditions. */
export const conditionsMutations: Mutations = {
  "drop-part"(_, random, pack) {
    const lists = conditionsOf(pack)
      .map(({ holder, key }) => holder[key].all ?? holder[key].any)
      .filter((list: Any) => list?.length > 1);
    if (lists.length === 0) return false;
    const list = random.pick(lists);
    list.splice(random.int(list.length), 1);
    return true;
  },
  "repeat-part"(_, random, pack) {
    const lists = conditionsOf(pack)
      .map(({ holder, key }) => holder[key].all ?? holder[key].any)
      .filter((list: Any) => list?.length > 0);
    if (lists.length === 0) return false;
    const list = random.pick(lists);
    list.splice(random.int(list.length + 1), 0, copy(random.pick(list)));
    return true;
  },
  "swap-parts"(_, random, pack) {
    const lists = conditionsOf(pack)
      .map(({ holder, key }) => holder[key].all ?? holder[key].any)
      .filter((list: Any) => list?.length > 1);
    if (lists.length === 0) return false;
    random.pick(lists).reverse();
    return true;
  },
  negate: change((condition) => ({ not: condition })),
  "not-twice": change((condition) => ({ not: { not: condition } })),
  "alone-in-all": change((condition) => ({ all: [condition] })),
  "alone-in-any": change((condition) => ({ any: [condition] })),
  "all-or-any": change((condition) =>
    "all" in condition ? { any: condition.all } : "any" in condition ? { all: condition.any } : null,
  ),
  "de-morgan": change((condition) =>
    "all" in condition
      ? { not: { any: condition.all.map((part: Any) => ({ not: part })) } }
      : "any" in condition && condition.any.length > 0
        ? { not: { all: condition.any.map((part: Any) => ({ not: part })) } }
        : null,
  ),
  "deny-operator": change((condition) => {
    const opposite = {
      equal: "notEqual",
      notEqual: "equal",
      in: "notIn",
      notIn: "in",
      contains: "doesNotContain",
      lessThan: "greaterThanInclusive",
      lessThanInclusive: "greaterThan",
      greaterThan: "lessThanInclusive",
      greaterThanInclusive: "lessThan",
    } as Record<string, string>;
    return opposite[condition.operator] === undefined
      ? null
      : { not: { ...condition, operator: opposite[condition.operator] } };
  }),
  "guard-set": change((condition) =>
    "fact" in condition ? { all: [{ fact: condition.fact, operator: "isSet", value: true }, condition] } : null,
  ),
  "guard-present": change((condition) =>
    "fact" in condition ? { all: [{ fact: condition.fact, operator: "isPresent", value: true }, condition] } : null,
  ),
  "equal-as-in": change((condition) =>
    condition.operator === "equal" && !("fact" in Object(condition.value))
      ? { ...condition, operator: "in", value: [condition.value] }
      : null,
  ),
  "in-as-any": change((condition) =>
    condition.operator === "in" && Array.isArray(condition.value)
      ? { any: condition.value.map((value: Json) => ({ ...condition, operator: "equal", value })) }
      : null,
  ),
  "equal-as-bounds": change((condition) =>
    condition.operator === "equal" && typeof condition.value === "number"
      ? {
          all: [
            { ...condition, operator: "lessThanInclusive" },
            { ...condition, operator: "greaterThanInclusive" },
          ],
        }
      : null,
  ),
  operator(_, random, pack) {
    const comparisons = comparisonsOf(pack);
    if (comparisons.length === 0) return false;
    const comparison = random.pick(comparisons);
    comparison.operator = random.chance(0.7)
      ? random.pick(sisters[comparison.operator] ?? operators)
      : random.pick(operators);
    return true;
  },
  constant(_, random, pack) {
    const comparisons = comparisonsOf(pack).filter(({ value }) => value?.fact === undefined);
    if (comparisons.length === 0) return false;
    const comparison = random.pick(comparisons);
    comparison.value =
      typeof comparison.value === "boolean" && /^is/.test(comparison.operator)
        ? !comparison.value
        : nudge(comparison.value, random);
    return true;
  },
  "other-fact"(_, random, pack) {
    const comparisons = comparisonsOf(pack);
    if (comparisons.length < 2) return false;
    random.pick(comparisons).fact = random.pick(comparisons).fact;
    return true;
  },
  "text-or-config"(_, random, pack) {
    const held = [
      ...comparisonsOf(pack).map((holder) => ({ holder, key: "fact" })),
      ...actionsOf(pack, "set").map((holder) => ({ holder, key: "set" })),
      ...actionsOf(pack, "unset").map((holder) => ({ holder, key: "unset" })),
    ].filter(({ holder, key }) => /\.hf_(?:text_)?config/.test(holder[key]));
    if (held.length === 0) return false;
    const { holder, key } = random.pick(held);
    holder[key] = holder[key].includes("hf_text_config")
      ? holder[key].replace("hf_text_config", random.pick(["hf_config", "hf_config.text_config"]))
      : holder[key].replace("hf_config", "hf_text_config");
    return true;
  },
};

function change(make: (condition: Any) => Any): Mutation {
  return (_, random, pack) => {
    const held = [
      ...rulesOf(pack)
        .filter(({ when }) => when !== undefined)
        .map((holder) => ({ holder, key: "when" })),
      ...places(
        pack.rules.map(({ when }: Any) => when),
        isCondition,
      ),
    ];
    for (const { holder, key } of random.shuffle(held)) {
      const made = make(holder[key]);
      if (made === null) continue;
      holder[key] = made;
      return true;
    }
    return false;
  };
}
