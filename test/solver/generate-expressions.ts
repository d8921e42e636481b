import fc from "fast-check";

const max = Number.MAX_VALUE;
/** What rounding, signs and sizes go wrong at. */
const numbers = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.constantFrom(
      0,
      1,
      2,
      3,
      -1,
      -2,
      5,
      8,
      10,
      100,
      256,
      0.5,
      1.5,
      2.5,
      -0.5,
      -1.5,
      -2.5,
      0.1,
      0.2,
      0.3,
      0.7,
      1 / 3,
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      -0,
      2 ** 53,
      2 ** 53 - 1,
      2 ** 53 + 2,
      -(2 ** 53),
      2 ** 52 + 0.5,
      1e21,
      1e-7,
      1e300,
      -1e300,
      max,
      -max,
      5e-324,
      2 ** -1022,
      1.1e-320,
      123456.789,
    ),
  },
  { weight: 2, arbitrary: fc.integer({ min: -1000, max: 1000 }) },
  { weight: 1, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
);
const texts = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      "",
      "a",
      "b",
      "ab",
      "abc",
      "fp8",
      "fp8_e4m3",
      "auto",
      "Auto",
      "xy",
      "x",
      "y",
      "aab",
      "true",
      "null",
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      "1",
      "2",
      " 2",
      "0x10",
      "1e3",
      "1.5",
      "-1",
      "007",
      " ",
      "1abc",
      "Infinity",
      "😀",
      "a😀b",
      "\ud83d",
      "é",
      "ß",
      "İ",
      "\uffff",
      '"',
      "\\",
      "\u0000",
    ),
  },
  { weight: 1, arbitrary: fc.string({ maxLength: 4 }) },
);
const scalars = fc.oneof(
  { weight: 5, arbitrary: numbers },
  { weight: 4, arbitrary: texts },
  { weight: 1, arbitrary: fc.constantFrom(true, false, null) },
);
const values = fc.oneof(
  { weight: 8, arbitrary: scalars },
  { weight: 1, arbitrary: fc.array(scalars, { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.record({ x: scalars, a: scalars }, { requiredKeys: [] }) },
);

/** Fields of every kind; some mostly numbers, some mostly texts. */
export const fieldsOf = fc.record(
  {
    a: fc.oneof({ weight: 6, arbitrary: numbers }, { weight: 1, arbitrary: values }),
    b: fc.oneof({ weight: 6, arbitrary: numbers }, { weight: 1, arbitrary: values }),
    s: fc.oneof({ weight: 6, arbitrary: texts }, { weight: 1, arbitrary: values }),
    t: fc.oneof({ weight: 6, arbitrary: texts }, { weight: 1, arbitrary: values }),
    l: fc.oneof({ weight: 4, arbitrary: fc.array(scalars, { maxLength: 3 }) }, { weight: 1, arbitrary: values }),
    o: fc.oneof(
      { weight: 4, arbitrary: fc.record({ x: values, a: scalars }, { requiredKeys: [] }) },
      { weight: 1, arbitrary: values },
    ),
  },
  { requiredKeys: [] },
);

const quoted = texts.filter((text) => !/[\u0000-\u001f]/.test(text)).map((text) => JSON.stringify(text));
const written = numbers
  .filter((value) => value >= 0 && !/e\+?3|e-3/.test(String(value)))
  .map((value) => String(value + 0));

interface Kinds {
  number: string;
  text: string;
  truth: string;
  any: string;
}

type Four = [fc.Arbitrary<string>, fc.Arbitrary<string>, fc.Arbitrary<string>, fc.Arbitrary<string>];

const of = (template: (...parts: string[]) => string, ...parts: fc.Arbitrary<string>[]) =>
  fc.tuple(...parts).map((filled) => template(...filled));

/** Expressions of what is encoded, of every kind, mostly over fields of the kind that they take. */
export const expressions: fc.Arbitrary<string> = fc.letrec<Kinds>((tie) => {
  const [number, text, truth, any] = [
    tie("number"),
    tie("text"),
    tie("truth"),
    tie("any"),
  ] as fc.Arbitrary<string>[] as Four;
  return {
    number: fc.oneof(
      { maxDepth: 3, depthSize: "small" },
      { weight: 4, arbitrary: fc.constantFrom("H.a", "H.b") },
      { weight: 2, arbitrary: written },
      {
        weight: 5,
        arbitrary: of((a, op, b) => `(${a} ${op} ${b})`, number, fc.constantFrom("+", "-", "*", "/", "%"), number),
      },
      {
        weight: 3,
        arbitrary: of(
          (name, a) => `$${name}(${a})`,
          fc.constantFrom("floor", "ceil", "abs", "round", "number"),
          number,
        ),
      },
      { weight: 1, arbitrary: of((a) => `-(${a})`, number) },
      { weight: 1, arbitrary: of((a, p) => `$round(${a}, ${p})`, number, fc.constantFrom("0", "1", "2", "-1")) },
      {
        weight: 2,
        arbitrary: of(
          (name, a, b) => `$${name}([${a}, ${b}])`,
          fc.constantFrom("min", "max", "sum", "average", "count"),
          number,
          any,
        ),
      },
      {
        weight: 1,
        arbitrary: of(
          (name, a, b) => `$${name}($append(${a}, ${b}))`,
          fc.constantFrom("min", "max", "sum", "average", "count"),
          any,
          any,
        ),
      },
      {
        weight: 1,
        arbitrary: of((name, a) => `$${name}(${a})`, fc.constantFrom("min", "max", "sum", "average", "count"), any),
      },
      { weight: 1, arbitrary: of((a) => `$length(${a})`, text) },
      { weight: 1, arbitrary: of((a) => `$number(${a})`, any) },
      { weight: 1, arbitrary: of((a, b, c) => `(${a} ? ${b} : ${c})`, truth, number, number) },
    ),
    text: fc.oneof(
      { maxDepth: 3, depthSize: "small" },
      { weight: 4, arbitrary: fc.constantFrom("H.s", "H.t") },
      { weight: 2, arbitrary: quoted },
      { weight: 3, arbitrary: of((a, b) => `(${a} & ${b})`, any, text) },
      { weight: 1, arbitrary: of((a) => `$string(${a})`, any) },
      { weight: 1, arbitrary: of((a) => `$type(${a})`, any) },
      {
        weight: 2,
        arbitrary: of(
          (name, a, b) => `$${name}(${a}, ${b})`,
          fc.constantFrom("substringBefore", "substringAfter"),
          text,
          text,
        ),
      },
      {
        weight: 2,
        arbitrary: of(
          (a, from) => `$substring(${a}, ${from})`,
          text,
          fc.constantFrom("0", "1", "3", "-1", "-2", "H.a", "0.5"),
        ),
      },
      {
        weight: 2,
        arbitrary: of(
          (a, from, size) => `$substring(${a}, ${from}, ${size})`,
          text,
          fc.constantFrom("0", "1", "-2", "H.a"),
          fc.constantFrom("0", "1", "3", "-1", "H.b", "1.5"),
        ),
      },
      {
        weight: 1,
        arbitrary: of((name, a) => `$${name}(${a})`, fc.constantFrom("lowercase", "uppercase", "trim"), text),
      },
    ),
    truth: fc.oneof(
      { maxDepth: 3, depthSize: "small" },
      {
        weight: 3,
        arbitrary: of(
          (a, op, b) => `${a} ${op} ${b}`,
          number,
          fc.constantFrom("<", "<=", ">", ">=", "=", "!="),
          number,
        ),
      },
      {
        weight: 3,
        arbitrary: of((a, op, b) => `${a} ${op} ${b}`, text, fc.constantFrom("<", "<=", ">", ">=", "=", "!="), text),
      },
      { weight: 3, arbitrary: of((a, b) => `$contains(${a}, ${b})`, text, text) },
      { weight: 1, arbitrary: of((a, b) => `${a} in [${b}]`, any, any) },
      { weight: 1, arbitrary: of((a, b) => `${a} in ${b}`, any, any) },
      { weight: 1, arbitrary: of((name, a) => `$${name}(${a})`, fc.constantFrom("not", "exists", "boolean"), any) },
      { weight: 1, arbitrary: of((a, op, b) => `(${a} ${op} ${b})`, truth, fc.constantFrom("and", "or"), truth) },
    ),
    any: fc.oneof(
      { maxDepth: 3, depthSize: "small" },
      { weight: 4, arbitrary: fc.constantFrom("H.a", "H.b", "H.s", "H.t", "H.l", "H.o", "H.o.x") },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          "H.l[0]",
          "H.l[-1]",
          "H.l[1]",
          "(H.o).x",
          "(H.l)[0]",
          "$lookup(H.o, 'x')",
          "H.a[0]",
          "H.o.x[0]",
          "null",
          "true",
          "$keys(H.o)",
        ),
      },
      { weight: 3, arbitrary: number },
      { weight: 3, arbitrary: text },
      { weight: 2, arbitrary: truth },
      { weight: 1, arbitrary: of((a, b) => `(${a} ?? ${b})`, any, any) },
      {
        weight: 1,
        arbitrary: of((a, op, b) => `(${a} ${op} ${b})`, any, fc.constantFrom("+", "*", "<", "=", "&"), any),
      },
    ),
  };
}).any;
