import type { MaybeJson } from "../../../common/json.js";
import { finite } from "../../../language/expression/runtime/arithmetic.js";
import { fractionOf, writeNumber } from "../../smtlib/doubles.js";
import type { Tag, Value } from "../../term.js";
import type { EncodedFunction, Rounded } from "./encoded.js";
import type { ArithmeticName, NumberFunctionName } from "./names.js";

const numberOrAbsent: ReadonlySet<Tag> = new Set(["number", "absent"]);

/** JavaScript's operators on numbers; undefined if the result is not finite, and for other operands. */
function calculation(operate: (left: number, right: number) => number): EncodedFunction["compute"] {
  return ([left, right]) => {
    if (typeof left !== "number" || typeof right !== "number") return undefined;
    const result = operate(left, right);
    return Number.isFinite(result) ? finite(result) : undefined;
  };
}

const constant = (value: Value | undefined): number | null =>
  value?.kind === "constant" && typeof value.value === "number" ? value.value : null;

/** Multiplying by it only changes the exponent. */
function isPowerOfTwo(value: number | null): boolean {
  if (value === null || value === 0) return false;
  const { numerator, denominator } = fractionOf(Math.abs(value));
  return numerator === 1n || (denominator === 1n && (numerator & (numerator - 1n)) === 0n);
}

/** Multiplying by it never rounds, not even subnormal numbers. */
const isWholePowerOfTwo = (value: number | null): boolean =>
  value !== null && Math.abs(value) >= 1 && isPowerOfTwo(value);

const keptWhereNormal = (exact: string): string => `(=> (>= (magnitude ${exact}) normal) (= (rnd ${exact}) ${exact}))`;

const never = () => false;
const nothing = () => [];

/** Redundant law: follows from arithmetic, but the solver takes long to derive it. */
const keepsWhole = ([left, right]: readonly string[], exact: string): string[] => [
  `(=> (and (is_int ${left}) (is_int ${right})) (is_int ${exact}))`,
];

function sum(operator: "+" | "-"): Rounded {
  return {
    kind: "rounded",
    isOpen: never,
    isExact: never,
    exact: ([left, right]) => `(${operator} ${left} ${right})`,
    laws: keepsWhole,
    atPoint: nothing,
  };
}

/** The product of two numbers up to a bound is at most its square. */
const isBelow = (left: string, right: string, exact: string, most: number): string =>
  `(=> (and (<= (magnitude ${left}) ${writeNumber(most)}) (<= (magnitude ${right}) ${writeNumber(most)})) (<= (magnitude ${exact}) ${writeNumber(most * most)}))`;

const product: Rounded = {
  kind: "rounded",
  isOpen: (of) => of.every((value) => constant(value) === null),
  isExact: (of) => of.some((value) => isWholePowerOfTwo(constant(value))),
  exact: ([left, right], of) =>
    of.some((value) => constant(value) !== null)
      ? `(* ${left} ${right})`
      : `(prod (ite (<= ${left} ${right}) ${left} ${right}) (ite (<= ${left} ${right}) ${right} ${left}))`,
  laws([left = "", right = ""], exact, of) {
    if (of.some((value) => isPowerOfTwo(constant(value)))) return [keptWhereNormal(exact)];
    if (of.some((value) => constant(value) !== null)) return keepsWhole([left, right], exact);
    const grows = (one: string, other: string) => [
      `(=> (>= (magnitude ${one}) 1.0) (>= (magnitude ${exact}) (magnitude ${other})))`,
      `(=> (<= (magnitude ${one}) 1.0) (<= (magnitude ${exact}) (magnitude ${other})))`,
      `(=> (= ${one} 1.0) (= ${exact} ${other}))`,
      `(=> (= ${one} (- 1.0)) (= ${exact} (- ${other})))`,
    ];
    return [
      `(= (= ${exact} 0.0) (or (= ${left} 0.0) (= ${right} 0.0)))`,
      `(= (> ${exact} 0.0) (or (and (> ${left} 0.0) (> ${right} 0.0)) (and (< ${left} 0.0) (< ${right} 0.0))))`,
      ...grows(left, right),
      ...grows(right, left),
      isBelow(left, right, exact, 2 ** 26),
      `(=> (and (is_int ${left}) (is_int ${right})) (is_int ${exact}))`,
    ];
  },
  atPoint: ([left = "", right = ""], exact, of, [a = 0, b = 0]) =>
    of.some((value) => constant(value) !== null)
      ? []
      : [
          `(=> (= ${left} ${writeNumber(a)}) (= ${exact} (* ${writeNumber(a)} ${right})))`,
          `(=> (= ${right} ${writeNumber(b)}) (= ${exact} (* ${left} ${writeNumber(b)})))`,
        ],
};

/** Division by a nonzero constant, or a function known by laws; division by 0 has no value, which `divisor` ensures. */
const quotient: Rounded = {
  kind: "rounded",
  isOpen: ([, divisor]) => constant(divisor) === null,
  isExact: never,
  exact: ([left = "", right = ""], [, divisor]) =>
    constant(divisor) === null ? `(quot ${left} ${right})` : `(/ ${left} ${right})`,
  laws([left = "", right = ""], exact, [, divisor]) {
    if (constant(divisor) !== null) return isPowerOfTwo(constant(divisor)) ? [keptWhereNormal(exact)] : [];
    return [
      `(= (= ${exact} 0.0) (= ${left} 0.0))`,
      `(= (> ${exact} 0.0) (or (and (> ${left} 0.0) (> ${right} 0.0)) (and (< ${left} 0.0) (< ${right} 0.0))))`,
      `(=> (= ${left} ${right}) (= ${exact} 1.0))`,
      `(=> (= ${left} (- ${right})) (= ${exact} (- 1.0)))`,
      `(=> (= ${right} 1.0) (= ${exact} ${left}))`,
      `(=> (= ${right} (- 1.0)) (= ${exact} (- ${left})))`,
      `(=> (>= (magnitude ${right}) 1.0) (<= (magnitude ${exact}) (magnitude ${left})))`,
      `(=> (<= (magnitude ${right}) 1.0) (>= (magnitude ${exact}) (magnitude ${left})))`,
      `(= (>= (magnitude ${exact}) 1.0) (>= (magnitude ${left}) (magnitude ${right})))`,
    ].map((law) => `(=> (not (= ${right} 0.0)) ${law})`);
  },
  atPoint: ([left = "", right = ""], exact, [, divisor], [, b = 0]) =>
    constant(divisor) !== null || b === 0
      ? []
      : [`(=> (= ${right} ${writeNumber(b)}) (= ${exact} (/ ${left} ${writeNumber(b)})))`],
  lacks: ([, right]) => `(= ${right} 0.0)`,
};

/** Remainder for a positive divisor; it has the sign of the dividend and is exact. */
const positiveRemainder = (left: string, by: string): string => {
  const share = `(/ ${left} ${by})`;
  const below = `(to_real (to_int ${share}))`;
  return `(ite (is_int ${share}) 0.0 (- ${left} (* ${by} (ite (>= ${left} 0.0) ${below} (+ 1.0 ${below})))))`;
};

const remainder: Rounded = {
  kind: "rounded",
  isOpen: ([, divisor]) => constant(divisor) === null,
  isExact: () => true,
  exact([left = "", right = ""], [, divisor]) {
    const by = constant(divisor);
    return by === null ? `(rest ${left} (magnitude ${right}))` : positiveRemainder(left, writeNumber(Math.abs(by)));
  },
  laws([left = "", right = ""], exact, [, divisor]) {
    if (constant(divisor) !== null) return [];
    return [
      `(< (magnitude ${exact}) (magnitude ${right}))`,
      `(<= (magnitude ${exact}) (magnitude ${left}))`,
      `(=> (>= ${left} 0.0) (>= ${exact} 0.0))`,
      `(=> (<= ${left} 0.0) (<= ${exact} 0.0))`,
      `(=> (< (magnitude ${left}) (magnitude ${right})) (= ${exact} ${left}))`,
      `(=> (= (magnitude ${left}) (magnitude ${right})) (= ${exact} 0.0))`,
      `(=> (and (is_int ${left}) (is_int ${right})) (is_int ${exact}))`,
      `(=> (and (is_int ${left}) (= (magnitude ${right}) 1.0)) (= ${exact} 0.0))`,
    ].map((law) => `(=> (not (= ${right} 0.0)) ${law})`);
  },
  atPoint: ([left = "", right = ""], exact, [, divisor], [, b = 0]) =>
    constant(divisor) !== null || b === 0
      ? []
      : [
          `(=> (= (magnitude ${right}) ${writeNumber(Math.abs(b))}) (= ${exact} ${positiveRemainder(left, writeNumber(Math.abs(b)))}))`,
        ],
  lacks: ([, right]) => `(= ${right} 0.0)`,
};

export const arithmetic: Readonly<Record<ArithmeticName, EncodedFunction>> = {
  "+": { tags: numberOrAbsent, whole: "kept", compute: calculation((left, right) => left + right), smt: sum("+") },
  "-": { tags: numberOrAbsent, whole: "kept", compute: calculation((left, right) => left - right), smt: sum("-") },
  "*": { tags: numberOrAbsent, whole: "kept", compute: calculation((left, right) => left * right), smt: product },
  "/": { tags: numberOrAbsent, compute: calculation((left, right) => left / right), smt: quotient },
  "%": { tags: numberOrAbsent, whole: "kept", compute: calculation((left, right) => left % right), smt: remainder },
};

const numbers: ReadonlySet<Tag> = new Set(["number"]);

function ofNumber(
  compute: (value: number) => number,
  write: (number: string) => string,
  whole: "kept" | "always",
): EncodedFunction {
  return {
    tags: numbers,
    whole,
    compute: ([value]: readonly MaybeJson[]) => (typeof value === "number" ? compute(value) + 0 : undefined),
    smt: { kind: "exact", write: ([value]) => `(number ${write(`(n ${value})`)})` },
  };
}

/** Rounds half up, then subtracts one if that is odd. */
const half = (value: string): string => `(+ ${value} (/ 1.0 2.0))`;
const writeRound = (value: string): string =>
  `(to_real (ite (and (is_int ${half(value)}) (= (mod (to_int ${half(value)}) 2) 1)) (- (to_int ${half(value)}) 1) (to_int ${half(value)})))`;

/** Functions of one number that never round a double. */
export const numberFunctions: Readonly<Record<NumberFunctionName, EncodedFunction>> = {
  negate: ofNumber(
    (value) => -value,
    (value) => `(- ${value})`,
    "kept",
  ),
  abs: ofNumber(Math.abs, (value) => `(ite (>= ${value} 0.0) ${value} (- ${value}))`, "kept"),
  floor: ofNumber(Math.floor, (value) => `(to_real (to_int ${value}))`, "always"),
  ceil: ofNumber(Math.ceil, (value) => `(- (to_real (to_int (- ${value}))))`, "always"),
  round: ofNumber(roundHalfToEven, writeRound, "always"),
};

function roundHalfToEven(value: number): number {
  const whole = Math.round(value);
  return Math.abs(whole - value) === 0.5 && Math.abs(whole % 2) === 1 ? whole - 1 : whole;
}
