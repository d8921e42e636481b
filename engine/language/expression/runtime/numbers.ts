import { ExpressionError } from "../expression-error.js";
import { finite } from "./arithmetic.js";
import { show } from "./show.js";

type Count = number | undefined;

const decimal = /^-?[0-9]+(\.[0-9]+)?([Ee][-+]?[0-9]+)?$/;
const based = /^0([xX][0-9A-Fa-f]+|[oO][0-7]+|[bB][01]+)$/;

export function number(value: Count | boolean | string): Count {
  if (value === undefined || typeof value === "number") return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  const result = decimal.test(value) || based.test(value) ? Number(value) : NaN;
  if (Number.isFinite(result)) return result + 0;
  throw new ExpressionError("D3030", `${show(value)} cannot be converted to a number`);
}

export const abs = (value: Count): Count => (value === undefined ? undefined : Math.abs(value));
export const floor = (value: Count): Count => (value === undefined ? undefined : Math.floor(value));
export const ceil = (value: Count): Count => (value === undefined ? undefined : Math.ceil(value) + 0);

/** Rounds half to even. Shifts the decimal point in the number's text, since multiplication has rounding errors. */
export function round(value: Count, places: Count): Count {
  if (value === undefined) return undefined;
  const shift = places ?? 0;
  const moved = shifted(value, shift);
  let whole = Math.round(moved);
  if (Math.abs(whole - moved) === 0.5 && Math.abs(whole % 2) === 1) whole -= 1;
  return finite(shifted(whole, -shift));
}

function shifted(value: number, places: number): number {
  const [digits, exponent] = value.toString().split("e");
  return Number(`${digits}e${Number(exponent ?? 0) + places}`);
}

export function sqrt(value: Count): Count {
  if (value === undefined) return undefined;
  if (value < 0) throw new ExpressionError("D3060", `\`${value}\` has no square root`);
  return Math.sqrt(value);
}

export function power(base: Count, exponent: Count): Count {
  if (base === undefined) return undefined;
  const result = base ** (exponent ?? NaN);
  if (Number.isFinite(result)) return result + 0;
  throw new ExpressionError("D3061", `\`${base}\` to the power of ${show(exponent)} is out of range`, "limit");
}

export function formatBase(value: Count, radix: Count): string | undefined {
  if (value === undefined) return undefined;
  const base = round(radix ?? 10, 0) ?? 10;
  if (base < 2 || base > 36) throw new ExpressionError("D3100", `the base must be between 2 and 36, not \`${base}\``);
  return round(value, 0)?.toString(base);
}

type Numbers = readonly number[] | undefined;

export const sum = (values: Numbers): Count => (values === undefined ? undefined : finite(total(values)));

export function average(values: Numbers): Count {
  return values === undefined || values.length === 0 ? undefined : finite(total(values) / values.length);
}

export const max = (values: Numbers): Count => extreme(values, Math.max);
export const min = (values: Numbers): Count => extreme(values, Math.min);

function total(values: readonly number[]): number {
  return values.reduce((left, right) => left + right, 0);
}

function extreme(values: Numbers, choose: (left: number, right: number) => number): Count {
  return values === undefined || values.length === 0
    ? undefined
    : values.reduce((left, right) => choose(left, right)) + 0;
}
