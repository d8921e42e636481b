import { branch } from "./expressions.js";

const orders = { lessThan: "<", lessThanInclusive: "<=", greaterThan: ">", greaterThanInclusive: ">=" };

/** Translates conditions: `lines(condition, doc)` gives the statements of a body that hold where the condition does. */
export function makeConditions({ fresh, terms, conditions, helpers }) {
  const named = new Map();

  function lines(condition, doc) {
    if ("all" in condition) return condition.all.flatMap((part) => lines(part, doc));
    if ("any" in condition) {
      const name = fresh("any");
      for (const part of condition.any) helpers.push(`${name}(doc) if {\n${indent(lines(part, "doc"))}\n}`);
      return [`${name}(${doc})`];
    }
    if ("not" in condition) return [`not ${helper("inner", condition.not)}(${doc})`];
    if ("condition" in condition) return [`${namedHelper(condition.condition)}(${doc})`];
    return comparison(condition, doc);
  }

  function helper(prefix, condition) {
    const name = fresh(prefix);
    helpers.push(`${name}(doc) if {\n${indent(lines(condition, "doc"))}\n}`);
    return name;
  }

  function namedHelper(name) {
    if (!named.has(name)) named.set(name, helper("is", conditions[name]));
    return named.get(name);
  }

  function comparison({ fact, operator, value }, doc) {
    const isReference = typeof value === "object" && value !== null && !Array.isArray(value) && "fact" in value;
    const right = isReference ? terms.reference(value.fact, doc) : JSON.stringify(value);
    const left = terms.reference(fact, doc);
    switch (operator) {
      case "equal":
        // Two absent facts are equal, so that a reference, which is undefined then, would not do.
        if (isReference) return [`${terms.total(fact, doc)} == ${terms.total(value.fact, doc)}`];
        return [`${left} == ${right}`];
      case "notEqual":
        return [`not ${left} == ${right}`];
      case "in":
        return isReference ? [`is_array(${right})`, `${left} in ${right}`] : [`${left} in ${setOf(value)}`];
      case "notIn":
        return isReference ? [`is_array(${right})`, `not ${left} in ${right}`] : [`not ${left} in ${setOf(value)}`];
      case "contains":
        return [`is_array(${left})`, `${right} in ${left}`];
      case "doesNotContain":
        return [`is_array(${left})`, `not ${right} in ${left}`];
      case "isSet":
        return terms.isSet(fact, doc, value);
      case "isPresent":
        return [`${terms.total(fact, doc)} ${value ? "!=" : "=="} rt.absent`];
      default:
        if (!(operator in orders)) throw new Error(`the operator ${operator}`);
        return [
          `is_number(${left})`,
          ...(isReference ? [`is_number(${right})`] : []),
          `${left} ${orders[operator]} ${right}`,
        ];
    }
  }

  return { lines };
}

const setOf = (values) => `{${values.map((value) => JSON.stringify(value)).join(", ")}}`;

const indent = (statements) => statements.map((line) => `\t${line}`).join("\n");

/** Facts and paths as terms of Rego. A path is a reference, undefined where it is absent; a fact is a function. */
export function makeTerms(facts, expressions, helpers) {
  const paths = new Map();
  const functions = new Map();
  for (const [name, text] of Object.entries(facts)) {
    const own = expressions.names.get(name);
    if (isPath(text)) paths.set(name, text);
    functions.set(name, own);
    const { statements, term } = expressions.translate(text);
    helpers.push(define(own, statements, term));
  }

  const pathOf = (fact) => paths.get(fact) ?? (functions.has(fact) ? null : fact);
  const computed = new Map();

  /** A fact that is no name and no path is an expression. */
  function functionOf(fact) {
    if (functions.has(fact)) return functions.get(fact);
    if (!computed.has(fact)) {
      const name = expressions.fresh("computed");
      const { statements, term } = expressions.translate(fact);
      helpers.push(define(name, statements, term));
      computed.set(fact, name);
    }
    return computed.get(fact);
  }

  function reference(fact, doc) {
    const path = pathOf(fact);
    return path !== null && isPath(path)
      ? `${doc}${path.split(".").map(refer).join("")}`
      : `${functionOf(fact)}(${doc})`;
  }

  function total(fact, doc, missing = "rt.absent") {
    const path = pathOf(fact);
    return path !== null && isPath(path)
      ? `object.get(${doc}, ${JSON.stringify(path.split("."))}, ${missing})`
      : `${functionOf(fact)}(${doc})`;
  }

  function isSet(fact, doc, expected) {
    if (!expected) return [`${total(fact, doc, "null")} in {null, rt.absent}`];
    const path = pathOf(fact);
    const isPlain = path !== null && isPath(path);
    return isPlain ? [`${reference(fact, doc)} != null`] : [`not ${total(fact, doc)} in {null, rt.absent}`];
  }

  return { reference, total, isSet, functionOf };
}

function define(name, statements, term) {
  return statements.length === 0 ? `${name}(doc) := ${term}` : `${name}(doc) ${branch(term, statements)}`;
}

export function isPath(text) {
  return /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/.test(text) && !["true", "false", "null"].includes(text);
}

function refer(name) {
  return /^[A-Za-z_]\w*$/.test(name) && !keywords.has(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}

const keywords = new Set(
  "as contains default else every false if import in not null package some true with".split(" "),
);
