import type { OperatorName } from "../language/conditions/operators.js";

/** The meaning of each operator, on one line. */
export const operatorMeanings: Readonly<Record<OperatorName, string>> = {
  equal: "the fact is the same string, number, boolean or null",
  notEqual: "the fact is not the same value; also holds if it is absent",
  in: "the fact is in the array `value`",
  notIn: "the fact is not in the array `value`; also holds if it is absent",
  contains: "the fact is an array that contains `value`",
  doesNotContain: "the fact is an array that does not contain `value`",
  lessThan: "the fact is a number less than `value`",
  lessThanInclusive: "the fact is a number less than or equal to `value`",
  greaterThan: "the fact is a number greater than `value`",
  greaterThanInclusive: "the fact is a number greater than or equal to `value`",
  isSet: "`true`: the fact is present and not null; `false`: it is absent or null",
  isPresent: "`true`: the fact is present, possibly null; `false`: it is absent",
};

export function isOperatorName(name: string): name is OperatorName {
  return Object.hasOwn(operatorMeanings, name);
}
