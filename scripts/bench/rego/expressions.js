import jsonata from "jsonata";
import { functions } from "./functions.js";
import { isList } from "./lists.js";
import { makeNames } from "./names.js";

const binaries = {
  "=": "rt.eq_of",
  "!=": "rt.ne_of",
  "<": "rt.lt_of",
  "<=": "rt.le_of",
  ">": "rt.gt_of",
  ">=": "rt.ge_of",
  in: "rt.member",
  "+": "rt.add_of",
  "-": "rt.sub_of",
  "*": "rt.mul_of",
  "/": "rt.div_of",
  "%": "rt.rem_of",
};
const booleans = new Set(["=", "!=", "<", "<=", ">", ">=", "in", "and", "or"]);

/**
 * Translates JSONata to Rego: `translate(text, env)` gives the statements of a body and the term that then holds the
 * value. Whatever is computed only in some cases becomes a function, added to `helpers`.
 */
export function makeExpressions(factNames, helpers) {
  const fresh = makeNames();

  function translate(text) {
    const statements = [];
    const term = emit(jsonata(text).ast(), { item: "doc", parameters: ["doc"] }, statements);
    return { statements, term };
  }

  /** Appends what has to be computed before and returns a term. */
  function emit(node, env, out) {
    switch (node.type) {
      case "number":
      case "string":
      case "value":
        return filtered(JSON.stringify(node.value), node, env, out);
      case "path":
        return emitPath(node, env, out);
      case "variable":
        return filtered(emitVariable(node, env, out), node, env, out);
      case "block":
        if (node.expressions.length !== 1) throw new Error("a block of several expressions");
        return filtered(emit(node.expressions[0], env, out), node, env, out);
      case "function":
        return filtered(emitCall(node, env, out), node, env, out);
      case "condition":
        return emitCondition(node, env, out);
      case "binary":
        return emitBinary(node, env, out);
      case "unary":
        return filtered(emitUnary(node, env, out), node, env, out);
      default:
        throw new Error(`JSONata's ${node.type} ${node.value ?? ""}`);
    }
  }

  function assign(term, out) {
    const name = fresh("x");
    out.push(`${name} := ${term}`);
    return name;
  }

  function emitVariable({ value }, env, out) {
    if (value === "") return env.item;
    if (value === "$") return "doc";
    const name = factNames.get(value);
    if (name === undefined) throw new Error(`the variable ${value}`);
    return assign(`${name}(doc)`, out);
  }

  /** Leading names are one lookup, which OPA does at once; it maps over no list in `config.json` on the way. */
  function emitPath({ steps, keepSingletonArray = false }, env, out) {
    const isFromRoot = steps[0].type === "variable" && steps[0].value === "$" && steps[0].stages === undefined;
    const from = isFromRoot ? 1 : 0;
    const names = isFromRoot || env.item === "doc" ? countNames(steps, from) : 0;
    const leading = steps.slice(from, from + names);
    let term;
    let rest = steps.slice(from + names);
    if (names > 0) {
      const keys = JSON.stringify(leading.map(({ value }) => value));
      term = filtered(assign(`object.get(doc, ${keys}, rt.absent)`, out), leading.at(-1), env, out);
    } else if (isFromRoot || steps[0].type === "name") term = isFromRoot ? "doc" : env.item;
    else {
      const [{ stages, ...first }] = steps;
      term = filtered(emit(first, env, out), { stages }, env, out);
      rest = steps.slice(1);
    }
    for (const step of rest) term = emitStep(term, step, env, out);
    return keepSingletonArray ? assign(`rt.items(${term})`, out) : term;
  }

  function emitStep(term, step, env, out) {
    if (step.type === "name" && step.stages === undefined)
      return assign(`rt.step(${term}, ${JSON.stringify(step.value)})`, out);
    const item = fresh("it");
    const inner = within(env, item);
    const body = [`some ${item} in rt.items(${term})`];
    const { stages, ...bare } = step;
    const value =
      step.type === "name" ? assign(`rt.step(${item}, ${JSON.stringify(step.value)})`, body) : emit(bare, inner, body);
    const result = filtered(value, { stages }, inner, body);
    body.push(`${result} != rt.absent`);
    return assign(`rt.seq([${result} | ${body.join("; ")}])`, out);
  }

  function filtered(term, { stages, predicate }, env, out) {
    return [...(predicate ?? []), ...(stages ?? [])].reduce(
      (value, { expr }) => emitFilter(value, expr, env, out),
      term,
    );
  }

  function emitFilter(term, expr, env, out) {
    if (expr.type === "number") return assign(`rt.index(rt.items(${term}), ${Math.floor(expr.value)})`, out);
    const [item, place] = [fresh("it"), fresh("i")];
    const all = assign(`rt.items(${term})`, out);
    const isBoolean = expr.type === "binary" && booleans.has(expr.value);
    const body = [isBoolean ? `some ${item} in ${all}` : `some ${place}, ${item} in ${all}`];
    const holds = emit(expr, within(env, item), body);
    body.push(isBoolean ? `${holds} == true` : `rt.kept(${holds}, ${place}, count(${all}))`);
    return assign(`rt.one([${item} | ${body.join("; ")}])`, out);
  }

  const within = (env, item) => ({ item, parameters: ["doc", item], outer: env });

  function emitCall({ procedure, arguments: given }, env, out) {
    const call = functions[procedure.value];
    if (call === undefined) throw new Error(`the function $${procedure.value}`);
    const terms = given.map((argument) => emit(argument, env, out));
    return assign(call(terms, given), out);
  }

  function emitBinary({ value, lhs, rhs }, env, out) {
    if (value === "and" || value === "or") return emitLogic(value, lhs, rhs, env, out);
    const [left, right] = [emit(lhs, env, out), emit(rhs, env, out)];
    if (value === "&") return assign(`concat("", [rt.text(${left}), rt.text(${right})])`, out);
    const name = binaries[value];
    if (name === undefined) throw new Error(`the operator ${value}`);
    const isConstant = ["string", "number", "value"].includes(rhs.type);
    return assign(value === "=" && isConstant ? `${left} == ${right}` : `${name}(${left}, ${right})`, out);
  }

  function emitLogic(operator, lhs, rhs, env, out) {
    const name = fresh("logic");
    const side = (node, body = []) => {
      body.push(`rt.truthy(${emit(node, env, body)})`);
      return body;
    };
    const bodies = operator === "and" ? [side(rhs, side(lhs))] : [side(lhs), side(rhs)];
    const branches = bodies.map((body) => branch("true", body)).join("\n\nelse ");
    helpers.push(`${name}(${env.parameters.join(", ")}) ${branches}\n\nelse := false`);
    return assign(`${name}(${env.parameters.join(", ")})`, out);
  }

  function emitCondition({ condition, then, else: otherwise }, env, out) {
    const name = fresh("choice");
    const yes = [];
    yes.push(`rt.truthy(${emit(condition, env, yes)})`);
    const result = emit(then, env, yes);
    const no = [];
    const other = otherwise === undefined ? "rt.absent" : emit(otherwise, env, no);
    const last = no.length === 0 ? `:= ${other}` : branch(other, no);
    helpers.push(`${name}(${env.parameters.join(", ")}) ${branch(result, yes)}\n\nelse ${last}`);
    return assign(`${name}(${env.parameters.join(", ")})`, out);
  }

  function emitUnary(node, env, out) {
    if (node.value === "-") {
      if (node.expression.type === "number") return String(-node.expression.value);
      return assign(`rt.neg_of(${emit(node.expression, env, out)})`, out);
    }
    if (node.value === "{") return emitObject(node.lhs, env, out);
    if (node.value !== "[") throw new Error(`the operator ${node.value}`);
    const constants = node.expressions.map(constant);
    if (constants.every((value) => value !== undefined)) return JSON.stringify(constants);
    const parts = node.expressions.map((part) => {
      if (part.type === "binary" && part.value === "..")
        return `numbers.range(${emit(part.lhs, env, out)}, ${emit(part.rhs, env, out)})`;
      const term = emit(part, env, out);
      return part.type === "unary" && part.value === "[" ? `[${term}]` : `rt.items(${term})`;
    });
    return assign(parts.length === 1 ? parts[0] : `[x | some part in [${parts.join(", ")}]; some x in part]`, out);
  }

  function emitObject(pairs, env, out) {
    const entries = pairs.map(([key, value]) => `[${emit(key, env, out)}, ${emit(value, env, out)}]`);
    return assign(`{k: v | some [k, v] in [${entries.join(", ")}]; v != rt.absent}`, out);
  }

  return { translate };
}

/** How many names there are from a step on, up to the first that is filtered or that the schema knows as a list. */
function countNames(steps, from) {
  const rest = steps.slice(from);
  const isLast = ({ stages }, index) =>
    stages !== undefined || isList(rest.slice(0, index + 1).map(({ value }) => value));
  const end = rest.findIndex((step, index) => step.type !== "name" || isLast(step, index));
  if (end === -1) return rest.length;
  return rest[end].type === "name" ? end + 1 : end;
}

function constant(node) {
  if (["number", "string", "value"].includes(node.type)) return node.predicate === undefined ? node.value : undefined;
  return undefined;
}

/** `:= value if { statements }` */
export function branch(value, statements) {
  return `:= ${value} if {\n${statements.map((line) => `\t${line}`).join("\n")}\n}`;
}
