/** A condition as JSON Logic; `has` is an operation that tells an absent key from null. */
export function toJsonLogic(condition) {
  if ("all" in condition) return join("and", condition.all);
  if ("any" in condition) return join("or", condition.any);
  if ("not" in condition) return { "!": [toJsonLogic(condition.not)] };
  const { fact, operator, value } = condition;
  const actual = read(fact);
  const expected = value?.fact === undefined ? value : read(value.fact);
  switch (operator) {
    case "equal":
      return { "===": [actual, expected] };
    case "notEqual":
      return { "!==": [actual, expected] };
    case "greaterThan":
      return { ">": [actual, expected] };
    case "in":
      return { in: [actual, expected] };
    case "isSet":
      return { [value ? "!==" : "==="]: [actual, null] };
    case "isPresent":
      return value ? { has: fact } : { "!": [{ has: fact }] };
    default:
      throw new Error(`no JSON Logic for ${operator}`);
  }
}

function join(operation, parts) {
  return parts.length === 1 ? toJsonLogic(parts[0]) : { [operation]: parts.map(toJsonLogic) };
}

function read(fact) {
  return fact.includes("?") ? pooling : { var: fact };
}

const config = "model_config.hf_config";
const pooling = {
  if: [
    { "!==": [{ var: `${config}.pooling` }, null] },
    { var: `${config}.pooling` },
    { has: `${config}.llm_config` },
    { if: [{ has: `${config}.llm_config.pooling` }, { var: `${config}.llm_config.pooling` }, "avg"] },
    null,
  ],
};
