const unary =
  (name) =>
  ([value]) =>
    `${name}(${value})`;
const binary =
  (name) =>
  ([first, second]) =>
    `${name}(${first}, ${second})`;

/** JSONata's functions as calls of `runtime.rego`: each makes a term of the arguments' terms and nodes. */
export const functions = {
  abs: unary("rt.abs_of"),
  append: binary("rt.append"),
  boolean: unary("rt.boolean"),
  ceil: unary("rt.ceil_of"),
  contains: binary("rt.contains_of"),
  count: unary("rt.count_of"),
  distinct: ([value], [node]) => `rt.${isSequence(node) ? "distinct_seq" : "distinct"}(${value})`,
  exists: ([value]) => `${value} != rt.absent`,
  floor: unary("rt.floor_of"),
  join: ([value, separator = '""']) => `rt.join(${value}, ${separator})`,
  keys: unary("rt.keys"),
  length: unary("rt.length_of"),
  lookup: binary("rt.lookup"),
  lowercase: unary("rt.lower_of"),
  max: unary("rt.max_of"),
  merge: unary("rt.merge"),
  min: unary("rt.min_of"),
  not: unary("rt.negate"),
  number: unary("rt.number_of"),
  pad: ([value, width, char = '" "']) => `rt.pad_of(${value}, ${width}, ${char})`,
  replace: ([value, old, text]) => `rt.replace_of(${value}, ${old}, ${text})`,
  reverse: unary("rt.reverse_of"),
  round: ([value, digits = "0"]) => `rt.round_to(${value}, ${digits})`,
  sort: unary("rt.sort_of"),
  split: binary("rt.split_of"),
  string: unary("rt.string"),
  substring: ([value, start, length = "-1"]) => `rt.substring_of(${value}, ${start}, ${length})`,
  substringAfter: binary("rt.after"),
  substringBefore: binary("rt.before"),
  sum: unary("rt.sum_of"),
  trim: unary("rt.trim_of"),
  type: unary("rt.type_of"),
  uppercase: unary("rt.upper_of"),
};

/** Of a path or a filter comes a sequence, of which a single value is that value. */
function isSequence({ type, predicate }) {
  return predicate !== undefined || type === "path";
}
