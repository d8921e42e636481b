import { firstOf } from "../../common/must.js";
/** An exact rational number, with a positive denominator. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** Converts a double to the exact fraction. */
export function fractionOf(value: number): Fraction {
  if (!Number.isFinite(value)) throw new RangeError(`${value} is no double of a document`);
  let denominator = 1n;
  let scaled = value;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    denominator *= 2n;
  }
  return { numerator: BigInt(scaled), denominator };
}

export function writeFraction({ numerator, denominator }: Fraction): string {
  const text = `(/ ${numerator < 0n ? -numerator : numerator}.0 ${denominator}.0)`;
  return numerator < 0n ? `(- ${text})` : text;
}

/** Renders a double in SMT-LIB. */
export const writeNumber = (value: number): string => writeFraction(fractionOf(value));

const bits = new BigInt64Array(1);
const doubles = new Float64Array(bits.buffer);

/** The next double toward infinity. */
export function nextUp(value: number): number {
  if (value === 0) return Number.MIN_VALUE;
  doubles[0] = value;
  bits[0] = firstOf(bits) + (value > 0 ? 1n : -1n);
  return firstOf(doubles) + 0;
}

export const nextDown = (value: number): number => -nextUp(-value) + 0;

/** The smallest magnitude that rounds to infinity: half a unit above the largest double. */
export const overflow: Fraction = { numerator: 2n ** 1024n - 2n ** 970n, denominator: 1n };

/**
 * The real numbers that round to a double: up to the midpoints to its neighbors, which are included if its last bit is
 * even.
 */
export function roundingInterval(value: number): {
  readonly from: Fraction;
  readonly to: Fraction;
  readonly isClosed: boolean;
} {
  doubles[0] = value + 0;
  const isClosed = (firstOf(bits) & 1n) === 0n;
  const between = (other: number): Fraction => {
    if (!Number.isFinite(other)) return other > 0 ? overflow : { ...overflow, numerator: -overflow.numerator };
    const [one, two] = [fractionOf(value), fractionOf(other)];
    return {
      numerator: one.numerator * two.denominator + two.numerator * one.denominator,
      denominator: 2n * one.denominator * two.denominator,
    };
  };
  return { from: between(nextDown(value)), to: between(nextUp(value)), isClosed };
}

/** Rounds to the nearest double; infinite if out of range. */
export function nearestDouble({ numerator, denominator }: Fraction): number {
  if (numerator < 0n) return -nearestDouble({ numerator: -numerator, denominator }) + 0;
  const shift = Math.max(-1074, bitsOf(numerator) - bitsOf(denominator) - 54);
  const [over, under] =
    shift > 0 ? [numerator, denominator << BigInt(shift)] : [numerator << BigInt(-shift), denominator];
  // With a sticky bit for the truncated part, rounding the quotient to a double rounds the exact number.
  const quotient = (over / under) * 2n + (over % under === 0n ? 0n : 1n);
  const rounded = Number(quotient);
  return shift < 0
    ? rounded * 2 ** Math.ceil((shift - 1) / 2) * 2 ** Math.floor((shift - 1) / 2)
    : rounded * 2 ** (shift - 1);
}

const bitsOf = (value: bigint): number => value.toString(2).length;

/** Compares a fraction with a double: negative, 0 or positive. */
export function compareFraction({ numerator, denominator }: Fraction, value: number): number {
  const other = fractionOf(value);
  const difference = numerator * other.denominator - other.numerator * denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
