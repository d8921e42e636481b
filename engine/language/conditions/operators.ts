import type { Operator as StockOperator, OperatorDecorator, OperatorEvaluator } from "json-rules-engine";
import { fromMap } from "../../common/must.js";
import { charge } from "../expression/runtime/budget.js";
import { orders } from "./order.js";

/** Operand types and semantics of an operator. */
export interface Operator {
  readonly name: string;
  /** Also true for an absent fact, so such a condition needs a guard. */
  readonly negative: boolean;
  /** Type that the fact must have for the operator to ever hold. */
  readonly facts: "any" | "number" | "array";
  /** Type of the value to compare with. */
  readonly values: "any" | "number" | "array" | "boolean";
  test(actual: unknown, expected: unknown): boolean;
  /**
   * The operator as JavaScript source, where that is faster than `call`. Takes a variable, and a variable or constant.
   */
  readonly emit?: (actual: string, expected: string, call: () => string) => string;
}

/** Operators by name, including decorated ones. */
export interface Operators {
  get(name: string): Operator | null;
  readonly names: readonly string[];
}

/** User-defined operators and decorators, as json-rules-engine takes them. */
export interface CustomOperators {
  readonly operators?: Readonly<Record<string, OperatorEvaluator<any, any>>> | readonly StockOperator[];
  readonly decorators?:
    | Readonly<Record<string, (actual: any, expected: any, next: OperatorEvaluator<any, any>) => boolean>>
    | readonly OperatorDecorator[];
}

/** json-rules-engine searches strings as well as arrays. */
function indexIn(list: unknown, item: unknown): number {
  if (Array.isArray(list)) {
    charge(list.length);
    return list.indexOf(item);
  }
  if (typeof list === "string") return list.indexOf(item as string);
  throw new OperatorError("`in` and `notIn` need an array");
}

function includes(list: readonly unknown[], item: unknown): boolean {
  charge(list.length);
  return list.includes(item);
}

/** Thrown for an operand that an operator cannot handle. */
export class OperatorError extends Error {
  override readonly name = "OperatorError";
}

/** Names of the standard operators. Tables keyed by this type must be complete. */
export type OperatorName =
  | "equal"
  | "notEqual"
  | "in"
  | "notIn"
  | "contains"
  | "doesNotContain"
  | "lessThan"
  | "lessThanInclusive"
  | "greaterThan"
  | "greaterThanInclusive"
  | "isSet"
  | "isPresent";

/** What is known of a standard operator besides its formula and its Python. */
export interface StandardOperator extends Omit<Operator, "name"> {
  /** Whether json-rules-engine lacks it. */
  readonly isOwn: boolean;
  /** How a comparison reads between its fact and its value; a function where the value is part of the phrase. */
  readonly text: string | ((value: unknown) => string);
  /** When it holds, on one line: for editors, and for the page of the language. */
  readonly meaning: string;
  /** The operators that a mutation puts in its place: one that differs at the bound only, or any other. */
  readonly mutants: readonly (readonly ["boundary" | "operator", OperatorName])[];
}

const any = { isOwn: false, negative: false, facts: "any", values: "any" } as const;
const number = { ...any, facts: "number", values: "number" } as const;
const own = { ...any, isOwn: true, values: "boolean" } as const;

/** Compares numbers directly and delegates other operands to the operator. A numeric literal needs no type check. */
const numbers = (sign: string) => (a: string, b: string, call: () => string) => {
  const isOther = Number.isNaN(Number(b)) ? `&&typeof ${b}==="number"` : "";
  return `(typeof ${a}==="number"${isOther}?${a}${sign}${b}:${call()})`;
};

export const operators: Readonly<Record<OperatorName, StandardOperator>> = {
  equal: {
    ...any,
    text: "=",
    meaning: "the fact is the same string, number, boolean or null",
    mutants: [["operator", "notEqual"]],
    test: (a, b) => a === b,
    emit: (a, b) => `${a}===${b}`,
  },
  notEqual: {
    ...any,
    negative: true,
    text: "≠",
    meaning: "the fact is not the same value; also holds if it is absent",
    mutants: [["operator", "equal"]],
    test: (a, b) => a !== b,
    emit: (a, b) => `${a}!==${b}`,
  },
  in: {
    ...any,
    values: "array",
    text: "in",
    meaning: "the fact is in the array `value`",
    mutants: [["operator", "notIn"]],
    test: (a, b) => indexIn(b, a) > -1,
  },
  notIn: {
    ...any,
    negative: true,
    values: "array",
    text: "not in",
    meaning: "the fact is not in the array `value`; also holds if it is absent",
    mutants: [["operator", "in"]],
    test: (a, b) => indexIn(b, a) === -1,
  },
  contains: {
    ...any,
    facts: "array",
    text: "contains",
    meaning: "the fact is an array that contains `value`",
    mutants: [["operator", "doesNotContain"]],
    test: (a, b) => Array.isArray(a) && includes(a, b),
  },
  doesNotContain: {
    ...any,
    facts: "array",
    text: "does not contain",
    meaning: "the fact is an array that does not contain `value`",
    mutants: [["operator", "contains"]],
    test: (a, b) => Array.isArray(a) && !includes(a, b),
  },
  lessThan: {
    ...number,
    text: "<",
    meaning: "the fact is a number less than `value`",
    mutants: [
      ["boundary", "lessThanInclusive"],
      ["operator", "greaterThanInclusive"],
    ],
    test: (a, b) => orders(a, "<", b),
    emit: numbers("<"),
  },
  lessThanInclusive: {
    ...number,
    text: "≤",
    meaning: "the fact is a number less than or equal to `value`",
    mutants: [
      ["boundary", "lessThan"],
      ["operator", "greaterThan"],
    ],
    test: (a, b) => orders(a, "<=", b),
    emit: numbers("<="),
  },
  greaterThan: {
    ...number,
    text: ">",
    meaning: "the fact is a number greater than `value`",
    mutants: [
      ["boundary", "greaterThanInclusive"],
      ["operator", "lessThanInclusive"],
    ],
    test: (a, b) => orders(a, ">", b),
    emit: numbers(">"),
  },
  greaterThanInclusive: {
    ...number,
    text: "≥",
    meaning: "the fact is a number greater than or equal to `value`",
    mutants: [
      ["boundary", "greaterThan"],
      ["operator", "lessThan"],
    ],
    test: (a, b) => orders(a, ">=", b),
    emit: numbers(">="),
  },
  isSet: {
    ...own,
    text: (value) => `is ${value === false ? "not set" : "set"}`,
    meaning: "`true`: the fact is present and not null; `false`: it is absent or null",
    mutants: [["operator", "isPresent"]],
    test: (a, b) => (a !== null && a !== undefined) === b,
    emit: (a, b) => `(${a}!=null)===${b}`,
  },
  isPresent: {
    ...own,
    text: (value) => `is ${value === false ? "absent" : "present"}`,
    meaning: "`true`: the fact is present, possibly null; `false`: it is absent",
    mutants: [["operator", "isSet"]],
    test: (a, b) => (a !== undefined) === b,
    emit: (a, b) => `(${a}!==undefined)===${b}`,
  },
};

/** Whether a name is a standard operator's, without decorators. */
export function isOperatorName(name: string): name is OperatorName {
  return Object.hasOwn(operators, name);
}

/** The standard operators: the ten of json-rules-engine, and two that distinguish absent, null and set. */
export const standardOperators: readonly Operator[] = Object.entries(operators).map(([name, row]) => ({
  name,
  ...row,
}));

/** json-rules-engine's decorators, which prefix an operator: `everyFact:greaterThan`. */
export const standardDecorators = ["someFact", "someValue", "everyFact", "everyValue", "swap", "not"] as const;

const standard = new Map(standardOperators.map((operator) => [operator.name, operator]));

/** Whether an operator is standard, so its result depends only on its operands. */
export function isStandard(name: string): boolean {
  return standard.has(name);
}

/** Applies a standard operator. */
export function standardResult(name: string, actual: unknown, expected: unknown): boolean {
  return fromMap(standard, name).test(actual, expected);
}

/**
 * Builds the operator table: the standard operators and, if `stock` is given, its custom and decorated ones, which run
 * as in json-rules-engine.
 */
export function operatorTable(
  stock: { get(name: string): StockLike | null; names: readonly string[] } | null,
): Operators {
  return {
    get: (name) => standard.get(name) ?? fromStock(name, stock?.get(name) ?? null),
    names: stock === null ? [...standard.keys()] : stock.names,
  };
}

interface StockLike {
  evaluate(actual: unknown, expected: unknown): unknown;
}

function fromStock(name: string, stock: StockLike | null): Operator | null {
  if (stock === null) return null;
  const decorators = name.split(":").slice(0, -1);
  const base = standard.get(name.slice(name.lastIndexOf(":") + 1));
  const flips = decorators.filter((decorator) => decorator === "not").length % 2 === 1;
  const needsArray = decorators.some((decorator) => decorator === "someFact" || decorator === "everyFact");
  return {
    name,
    negative: needsArray ? false : flips ? base?.negative !== true : base?.negative === true,
    facts: needsArray ? "array" : "any",
    values: "any",
    test: (actual, expected) => {
      try {
        return Boolean(stock.evaluate(actual, expected));
      } catch (error) {
        throw error instanceof OperatorError ? error : new OperatorError(`\`${name}\` failed: ${reason(error)}`);
      }
    },
  };
}

function reason(error: unknown): string {
  if (error instanceof Error) return String(error.message);
  return typeof error === "object" ? "it threw an object" : String(error);
}
