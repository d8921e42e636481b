import type { Operator as StockOperator, OperatorDecorator, OperatorEvaluator } from "json-rules-engine";
import { fromMap } from "../../common/must.js";
import { charge } from "../expression/runtime/budget.js";
import { orders } from "./order.js";

/** What an operator compares, and how. */
export interface Operator {
  readonly name: string;
  /** True of an absent fact, too: such a condition needs a guard. */
  readonly negative: boolean;
  /** What the fact must be for the operator ever to hold. */
  readonly facts: "any" | "number" | "array";
  /** What it can be compared with. */
  readonly values: "any" | "number" | "array" | "boolean";
  test(actual: unknown, expected: unknown): boolean;
  /** The same as JavaScript source, where that is faster than `call`: of a variable, and of a variable or constant. */
  readonly emit?: (actual: string, expected: string, call: () => string) => string;
}

/** Operators by name, decorated ones included. */
export interface Operators {
  get(name: string): Operator | null;
  readonly names: readonly string[];
}

/** A user's own operators and decorators, as json-rules-engine takes them. */
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
  throw new OperatorError("`in` and `notIn` compare with an array");
}

function includes(list: readonly unknown[], item: unknown): boolean {
  charge(list.length);
  return list.includes(item);
}

/** An operator met a value that it cannot work on. */
export class OperatorError extends Error {
  override readonly name = "OperatorError";
}

const any = { negative: false, facts: "any", values: "any" } as const;
const number = { negative: false, facts: "number", values: "number" } as const;

/** Numbers need no reading; anything else is left to the test. A number that is written out is known to be one. */
const numbers = (sign: string) => (a: string, b: string, call: () => string) => {
  const isOther = Number.isNaN(Number(b)) ? `&&typeof ${b}==="number"` : "";
  return `(typeof ${a}==="number"${isOther}?${a}${sign}${b}:${call()})`;
};

const rows = {
  equal: { ...any, test: (a, b) => a === b, emit: (a, b) => `${a}===${b}` },
  notEqual: { ...any, negative: true, test: (a, b) => a !== b, emit: (a, b) => `${a}!==${b}` },
  in: { ...any, values: "array", test: (a, b) => indexIn(b, a) > -1 },
  notIn: { ...any, negative: true, values: "array", test: (a, b) => indexIn(b, a) === -1 },
  contains: { ...any, facts: "array", test: (a, b) => Array.isArray(a) && includes(a, b) },
  doesNotContain: { ...any, facts: "array", test: (a, b) => Array.isArray(a) && !includes(a, b) },
  lessThan: { ...number, test: (a, b) => orders(a, "<", b), emit: numbers("<") },
  lessThanInclusive: { ...number, test: (a, b) => orders(a, "<=", b), emit: numbers("<=") },
  greaterThan: { ...number, test: (a, b) => orders(a, ">", b), emit: numbers(">") },
  greaterThanInclusive: { ...number, test: (a, b) => orders(a, ">=", b), emit: numbers(">=") },
  isSet: {
    ...any,
    values: "boolean",
    test: (a, b) => (a !== null && a !== undefined) === b,
    emit: (a, b) => `(${a}!=null)===${b}`,
  },
  isPresent: {
    ...any,
    values: "boolean",
    test: (a, b) => (a !== undefined) === b,
    emit: (a, b) => `(${a}!==undefined)===${b}`,
  },
} satisfies Readonly<Record<string, Omit<Operator, "name">>>;

/** Names of the standard operators; tables about them are keyed by it, so that none can be forgotten. */
export type OperatorName = keyof typeof rows;

/** The operators of every pack: json-rules-engine's ten, and two that distinguish absent, null and set. */
export const standardOperators: readonly Operator[] = Object.entries(rows).map(([name, row]) => ({ name, ...row }));

/** json-rules-engine's decorators, which stand before an operator: `everyFact:greaterThan`. */
export const standardDecorators = ["someFact", "someValue", "everyFact", "everyValue", "swap", "not"] as const;

const standard = new Map(standardOperators.map((operator) => [operator.name, operator]));

/** Whether the answer of an operator follows from what it compares, whoever asks it and when. */
export function isStandard(name: string): boolean {
  return standard.has(name);
}

/** What a standard operator finds. */
export function standardResult(name: string, actual: unknown, expected: unknown): boolean {
  return fromMap(standard, name).test(actual, expected);
}

/**
 * The standard operators, and where `stock` is given also its own and decorated ones, which run as json-rules-engine
 * runs them.
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
