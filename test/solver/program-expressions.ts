import fc from "fast-check";

export const of = fc.constantFrom;
type Weighted<T> = readonly (readonly [weight: number, arbitrary: fc.Arbitrary<T>])[];
export const choose = <T>(...options: Weighted<T>): fc.Arbitrary<T> =>
  fc.oneof({ withCrossShrink: true }, ...options.map(([weight, arbitrary]) => ({ weight, arbitrary })));
const text = (...parts: (string | fc.Arbitrary<string>)[]): fc.Arbitrary<string> =>
  fc.tuple(...parts.map((part) => (typeof part === "string" ? fc.constant(part) : part))).map((all) => all.join(""));

export const h = "model_config.hf_config";
export const t = "model_config.hf_text_config";

/** Anything may stand in the checkpoint's configuration, which the text config may be one object with, or a part of. */
export const open = [
  ...["a", "b", "list", "deep", "deep.x", "7", "list.0", "text_config.a", "one.two.three.x"].map(
    (key) => `${h}.${key}`,
  ),
  ...["a", "b", "list", "deep.x", "list.0"].map((key) => `${t}.${key}`),
];
export const whole = [h, t, `${h}.text_config`, `${h}.one.two`];
export const numeric = ["cache_config.block_size", "scheduler_config.max_num_seqs", "environment.device_capability"];

const numbers: fc.Arbitrary<number> = of(
  0,
  1,
  2,
  3,
  8,
  256,
  -1,
  0.5,
  1.5,
  0.1 + 0.2,
  1e21,
  2 ** 53,
  2 ** 53 + 2,
  1e308,
  5e-324,
  1e-7,
);
const words = of("", "a", "auto", "1", " 5", "1e3", "0x1F", "1.5x", "é", "true", "ab");
export const scalar: fc.Arbitrary<unknown> = choose<unknown>(
  [4, numbers],
  [3, words],
  [2, of(null, true, false)],
  [1, fc.integer()],
);
export const json: fc.Arbitrary<unknown> = choose<unknown>(
  [8, scalar],
  [2, fc.array(scalar, { maxLength: 3 })],
  [1, fc.dictionary(of("a", "x", "7", "deep"), scalar, { maxKeys: 2, noNullPrototype: true })],
  [1, of<unknown>([], {}, [[1]], [{ a: 1 }], { x: { y: 1 } }, { deep: { x: 1 } }, { 1: "b", 0: "a" })],
);

export const place = choose([10, of(...open)], [1, of(...whole)], [2, of(...numeric)]);
const asJsonata = (path: string) =>
  path
    .split(".")
    .map((key) => (/^\d/.test(key) ? `\`${key}\`` : key))
    .join(".");
export const path = place.filter((name) => !/\.\d$/.test(name) || /\.7$/.test(name)).map(asJsonata);

const unary = of(
  "string",
  "length",
  "uppercase",
  "lowercase",
  "trim",
  "sort",
  "merge",
  "sqrt",
  "number",
  "abs",
  "floor",
  "ceil",
  "round",
  "boolean",
  "not",
  "exists",
  "type",
  "count",
  "sum",
  "max",
  "min",
  "reverse",
  "distinct",
  "keys",
  "spread",
);
const binary = of(
  "append",
  "contains",
  "substringBefore",
  "substringAfter",
  "split",
  "lookup",
  "power",
  "join",
  "round",
  "substring",
  "pad",
  "formatBase",
);

/** What follows a path: positions, filters and steps that are not names. */
const selections = [
  ...["[0]", "[1]", "[-1]", "[]", "[true]", "[0.5]", "[$ > 1]", "[$ = 1]", "[x = 1]", "[x = 1].a", "[0].x", "[$.x]"],
  ...[".(x)", ".(a)", ".(x + 1)", ".($)", ".(x ?? 1)", ".[x]", ".(x)[0]", '.("y")', ".x[0]", "[$$.cache_config = 1]"],
  ...["[x in a]", ".($$.model_config.hf_config.a)", "[-1].(a)[$ < 2]", ".(-x)", "[-x]", "[$not(x)].x", "[[0]]"],
];

/** An array of the items of others. */
const joined = choose(
  [3, text("$append(", path, ", ", path, ")")],
  [1, text("$", of("distinct", "reverse", "sort"), "(", path, ")")],
  [2, text("$", of("distinct", "reverse", "sort"), "($append(", path, ", [", path, "]))")],
  [2, text("[", path, ", [", path, "]]")],
  [1, text("$append(", path, ", $append(", path, ", [1, [2]]))")],
  [1, path.map((name) => `$distinct($append(${name}, [${name}, 1]))`)],
);

export const expression = fc.memo((depth): fc.Arbitrary<string> => {
  const literal = choose(
    [3, numbers.map(String)],
    [2, words.map((word) => JSON.stringify(word))],
    [1, of("null", "true", "false", "[]", "{}")],
  );
  if (depth <= 1) return choose([5, path], [2, literal]);
  const inner = expression();
  return choose(
    [4, path],
    [1, literal],
    [3, text(inner, of(" + ", " - ", " * ", " / ", " % "), inner)],
    [3, text(inner, of(" = ", " != ", " < ", " <= ", " > ", " >= ", " in "), inner)],
    [2, text("(", inner, of(" and ", " or "), inner, ")")],
    [1, text(inner, " & ", inner)],
    [2, text("(", inner, " ? ", inner, " : ", inner, ")")],
    [1, text("(", inner, of(" ?? ", " ?: "), inner, ")")],
    [4, text("$", unary, "(", inner, ")")],
    [1, text("$", binary, "(", inner, ", ", inner, ")")],
    [1, text("[", inner, ", ", inner, "]")],
    [1, text("$", of("max", "min", "sum", "merge"), "([", inner, ", ", inner, "])")],
    [1, text("{", of('"x"', '"a"'), ": ", inner, ', "7": ', inner, "}")],
    [1, text("(", inner, ")", of("[0]", "[-1]", ".x", ".a", "[$ > 1]", "[a = 1]"))],
    [2, text(path, of(...selections))],
    [1, text("([", inner, ", ", inner, "])", of("[0]", "[1]", "[-1]", "[-2]", "[2]"))],
    [1, text("-", path)],
    [1, joined],
  );
});

/** Where one side decides alone, and where numbers grow too large: what chance seldom puts together. */
export const edgy = choose(
  [3, text("(", path, of(" and ", " or ", " ?? ", " ?: "), of("-", "1 < ", "1 + ", ""), path, ")")],
  [2, text("(", path, " ? ", of("-", "1 < "), path, " : ", path, ")")],
  [3, text(path, of(" + 1e308", " * 1e308", " - 1", " - 0", " * 1", " / 1", " % 1", " / 5e-324", " + 0", " - 1e308"))],
  [2, text("$", of("exists", "count"), "(", path, ")")],
  [1, text("-(", path, " * 1e308)")],
  [2, text("$", of("count", "boolean"), "(", joined, ")")],
  [1, text(choose([1, path], [1, of("1", '"a"', "null", "2")]), " in ", joined)],
  [1, joined],
);
