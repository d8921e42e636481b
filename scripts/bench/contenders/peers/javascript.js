/** A condition as the JavaScript function that one would write for engines whose rules are functions. */
export function toFunction(condition) {
  return new Function("document", `return ${toJavaScript(condition)};`);
}

function toJavaScript(condition) {
  if ("all" in condition) return `(${condition.all.map(toJavaScript).join(" && ")})`;
  if ("any" in condition) return `(${condition.any.map(toJavaScript).join(" || ")})`;
  if ("not" in condition) return `!${toJavaScript(condition.not)}`;
  const { fact, operator, value } = condition;
  const actual = read(fact);
  const expected = value?.fact === undefined ? JSON.stringify(value) : read(value.fact);
  switch (operator) {
    case "equal":
      return `(${actual} === ${expected})`;
    case "notEqual":
      return `(${actual} !== ${expected})`;
    case "greaterThan":
      return `(${actual} > ${expected})`;
    case "in":
      return `${expected}.includes(${actual})`;
    case "isSet":
      return `(${actual} ${value ? "!=" : "=="} null)`;
    case "isPresent":
      return `(${actual} ${value ? "!==" : "==="} undefined)`;
    default:
      throw new Error(`no JavaScript for ${operator}`);
  }
}

function read(fact) {
  return fact.includes("?") ? pooling : `document.${fact.replaceAll(".", "?.")}`;
}

const config = "document.model_config.hf_config";
const pooling = `(${config}.pooling ?? (${config}.llm_config === undefined ? null : ${config}.llm_config.pooling === undefined ? "avg" : ${config}.llm_config.pooling))`;
