import { Environment } from "@marcbachmann/cel-js";
import { drive } from "../../driver/drive.js";

/** Conditions parsed once; `has` guards what a document may leave out. */
export async function make() {
  const environment = new Environment({ unlistedVariablesAreDyn: true, homogeneousAggregateLiterals: false });
  return drive((condition) => environment.parse(toCel(condition)));
}

function toCel(condition) {
  if ("all" in condition) return `(${condition.all.map(toCel).join(" && ")})`;
  if ("any" in condition) return `(${condition.any.map(toCel).join(" || ")})`;
  if ("not" in condition) return `!${toCel(condition.not)}`;
  const { fact, operator, value } = condition;
  const actual = read(fact);
  const expected = value?.fact === undefined ? literal(value) : read(value.fact);
  switch (operator) {
    case "equal":
      return `(${has(fact)} && ${actual} == ${expected})`;
    case "notEqual":
      return `(!${has(fact)} || ${actual} != ${expected})`;
    case "greaterThan":
      return `${actual} > ${expected}`;
    case "in":
      return `(${actual} in ${expected})`;
    case "isSet":
      return value ? `(${has(fact)} && ${actual} != null)` : `(!${has(fact)} || ${actual} == null)`;
    case "isPresent":
      return value ? has(fact) : `!${has(fact)}`;
    default:
      throw new Error(`no CEL for ${operator}`);
  }
}

const isComputed = (fact) => fact.includes("?");
const has = (fact) => (isComputed(fact) ? "true" : `has(${fact})`);
const read = (fact) => (isComputed(fact) ? pooling : fact);

/** Numbers of documents are doubles. */
function literal(value) {
  if (typeof value === "number") return value.toFixed(1);
  return JSON.stringify(value);
}

const config = "model_config.hf_config";
const pooling = `dyn(has(${config}.pooling) && ${config}.pooling != null ? dyn(${config}.pooling)
  : has(${config}.llm_config) ? (has(${config}.llm_config.pooling) ? dyn(${config}.llm_config.pooling) : dyn("avg")) : dyn(null))`;
