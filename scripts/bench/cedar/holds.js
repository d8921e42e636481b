const tests = {
  equal: (left, right) => same(left, right),
  notEqual: (left, right) => !same(left, right),
  in: (left, right) => right.some((item) => same(left, item)),
  notIn: (left, right) => !right.some((item) => same(left, item)),
  contains: (left, right) => Array.isArray(left) && left.some((item) => same(item, right)),
  isSet: (left, right) => (left !== undefined && left !== null) === right,
  isPresent: (left, right) => (left !== undefined) === right,
  lessThan: (left, right) => areNumbers(left, right) && left < right,
  lessThanInclusive: (left, right) => areNumbers(left, right) && left <= right,
  greaterThan: (left, right) => areNumbers(left, right) && left > right,
  greaterThanInclusive: (left, right) => areNumbers(left, right) && left >= right,
};

/** Whether a condition whose facts are paths holds for a document: what Cedar is held to. */
export function holds(condition, document, pack) {
  const inner = (part) => holds(part, document, pack);
  if ("all" in condition) return condition.all.every(inner);
  if ("any" in condition) return condition.any.some(inner);
  if ("not" in condition) return !inner(condition.not);
  if ("condition" in condition) return inner(pack.conditions[condition.condition]);
  const { fact, operator, value } = condition;
  const right = value?.fact === undefined ? value : read(value.fact, document, pack);
  return tests[operator](read(fact, document, pack), right);
}

function read(fact, document, { facts = {} }) {
  const path = (facts[fact] ?? fact).split(".");
  return path.reduce((part, key) => (isRecord(part) && Object.hasOwn(part, key) ? part[key] : undefined), document);
}

const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

const areNumbers = (...values) => values.every((value) => typeof value === "number");

const same = (left, right) =>
  left === right || (typeof left === "object" && JSON.stringify(left) === JSON.stringify(right));
