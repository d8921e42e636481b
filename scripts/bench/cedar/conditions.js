const orders = { lessThan: "<", lessThanInclusive: "<=", greaterThan: ">", greaterThanInclusive: ">=" };
const nothing = 'Null::"null"';

/**
 * Translates a condition of a pack to an expression of Cedar over the record `context`. Cedar has no null, for which an
 * entity stands in. Named conditions and facts are written out. @throws Error for what Cedar cannot say
 */
export function toCedar(condition, pack) {
  const inner = (part) => toCedar(part, pack);
  if ("all" in condition) return join(condition.all.map(inner), "&&", "true");
  if ("any" in condition) return join(condition.any.map(inner), "||", "false");
  if ("not" in condition) return `!(${inner(condition.not)})`;
  if ("condition" in condition) return inner(pack.conditions[condition.condition]);
  const { fact, operator, value } = condition;
  return comparison(pathOf(fact, pack), operator, value, pack);
}

function comparison(path, operator, value, pack) {
  const [there, field] = [`context has ${path}`, `context.${path}`];
  if (value?.fact !== undefined) return betweenFields(path, operator, pathOf(value.fact, pack));
  switch (operator) {
    case "equal":
      return `(${there} && ${field} == ${literal(value)})`;
    case "notEqual":
      return `!(${there} && ${field} == ${literal(value)})`;
    case "in":
      return `(${there} && [${value.map(literal).join(", ")}].contains(${field}))`;
    case "notIn":
      return `!(${there} && [${value.map(literal).join(", ")}].contains(${field}))`;
    case "contains":
      return `(${there} && ${field} != ${nothing} && ${field}.contains(${literal(value)}))`;
    case "isSet":
      return value ? `(${there} && ${field} != ${nothing})` : `!(${there} && ${field} != ${nothing})`;
    case "isPresent":
      return value ? `(${there})` : `!(${there})`;
    default:
      return `(${there} && ${field} != ${nothing} && ${field} ${order(operator)} ${literal(value)})`;
  }
}

function betweenFields(path, operator, other) {
  const both = `context has ${path} && context has ${other}`;
  const neither = `!(context has ${path}) && !(context has ${other})`;
  const same = `(${both} && context.${path} == context.${other} || ${neither})`;
  if (operator === "equal") return same;
  if (operator === "notEqual") return `!${same}`;
  const areThere = [path, other].map((name) => `context.${name} != ${nothing}`).join(" && ");
  return `(${both} && ${areThere} && context.${path} ${order(operator)} context.${other})`;
}

function order(operator) {
  if (!(operator in orders)) throw new Error(`the operator ${operator}`);
  return orders[operator];
}

/** A path of the document, or a fact that names one; Cedar has neither JSONata nor anything like it. */
function pathOf(fact, { facts = {} }) {
  const path = facts[fact] ?? fact;
  if (!/^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/.test(path)) throw new Error("an expression of JSONata");
  if (path.split(".").some((name) => reserved.has(name))) throw new Error("a reserved word as a name");
  return path;
}

const reserved = new Set("true false if then else in is like has __cedar".split(" "));

function join(parts, operator, none) {
  return parts.length === 0 ? none : `(${parts.join(` ${operator} `)})`;
}

function literal(value) {
  if (value === null) return nothing;
  if (typeof value === "number" && !Number.isSafeInteger(value)) throw new Error("a fraction");
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value === "object") throw new Error("an object");
  return JSON.stringify(value);
}

/** A document as a record of Cedar, whose whole numbers have no fractions: those become text. */
export function toRecord(value) {
  if (value === null) return { __entity: { type: "Null", id: "null" } };
  if (typeof value === "number" && !Number.isSafeInteger(value)) return String(value);
  if (Array.isArray(value)) return value.map(toRecord);
  if (typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, toRecord(part)]));
}
