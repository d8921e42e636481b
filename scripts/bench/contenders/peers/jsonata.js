import jsonata from "jsonata";
import { driveAsync } from "../../driver/drive.js";

/** An expression a rule, parsed once. */
export async function make() {
  return driveAsync((condition) => {
    const expression = jsonata(toJsonata(condition));
    return (document) => expression.evaluate(document);
  });
}

function toJsonata(condition) {
  if ("all" in condition) return `(${condition.all.map(toJsonata).join(" and ")})`;
  if ("any" in condition) return `(${condition.any.map(toJsonata).join(" or ")})`;
  if ("not" in condition) return `$not(${toJsonata(condition.not)})`;
  const { fact, operator, value } = condition;
  const expected = value?.fact ?? JSON.stringify(value);
  switch (operator) {
    case "equal":
      return `${wrap(fact)} = ${expected}`;
    // Comparing with what is absent is false in jsonata, whichever way.
    case "notEqual":
      return `$not(${wrap(fact)} = ${expected})`;
    case "greaterThan":
      return `${wrap(fact)} > ${expected}`;
    case "in":
      return `${wrap(fact)} in ${expected}`;
    case "isSet":
      return value ? `${wrap(fact)} != null` : `$not(${wrap(fact)} != null)`;
    case "isPresent":
      return value ? `$exists(${fact})` : `$not($exists(${fact}))`;
    default:
      throw new Error(`no JSONata for ${operator}`);
  }
}

const wrap = (fact) => (fact.includes("?") ? `(${fact})` : fact);
