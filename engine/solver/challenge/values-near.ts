import { isObject, type Json } from "../../common/json.js";
import type { Domain } from "../term.js";
import { tagOf } from "../encode/tag-of.js";

/** Values of every type, which rules may not expect. */
export const plainValues: readonly Json[] = [
  null,
  true,
  false,
  0,
  1,
  -1,
  2,
  0.5,
  -0.5,
  1.5,
  8,
  1e21,
  2 ** 53,
  "",
  " ",
  "0",
  "1",
  "8",
  "1.5x",
  "x",
  "null",
  "true",
  "aaaa",
  // Upper and lower case of it are not each other's.
  "ß",
  [],
  {},
  [0],
  [1, 2],
  // Their sum depends on their order.
  [0.1, 0.2, 0.3],
  ["x"],
  [null],
  [{}],
  [[]],
  { x: 1 },
  { x: 1, y: 2 },
];

/** A constant and its neighbors: other numbers, strings of numbers, lists of it. */
export function valuesNear(value: Json): readonly Json[] {
  if (typeof value === "number")
    return [value, value + 1, value - 1, ...nextTo(value), -value, String(value), `${value}x`, [value]];
  if (typeof value === "boolean") return [value, !value, String(value), Number(value)];
  if (typeof value === "string")
    return [value, `${value}x`, value.slice(1), value.toUpperCase(), [value], ...numberIn(value)];
  if (Array.isArray(value))
    return [value, ...value, [], value.slice(1), [...value, ...value.slice(0, 1)], value.toReversed()];
  if (!isObject(value)) return [value];
  const keys = Object.keys(value);
  return [
    value,
    {},
    { ...value, [keys.includes("x") ? "y" : "x"]: null },
    ...keys.map((key) => Object.fromEntries(Object.entries(value).filter(([name]) => name !== key))),
  ];
}

/** The adjacent doubles below and above. */
function nextTo(value: number): readonly number[] {
  if (value === 0) return [Number.MIN_VALUE, -Number.MIN_VALUE];
  const bits = new DataView(new ArrayBuffer(8));
  return [1n, -1n]
    .map((step) => {
      bits.setFloat64(0, value);
      bits.setBigInt64(0, bits.getBigInt64(0) + step);
      return bits.getFloat64(0);
    })
    .filter(Number.isFinite);
}

function numberIn(text: string): readonly number[] {
  const number = Number(text);
  return text.trim() !== "" && Number.isFinite(number) ? [number] : [];
}

/** Whether the schema allows a value. */
export function fits(domain: Domain, value: Json): boolean {
  if (!domain.tags.has(tagOf(value))) return false;
  if (Array.isArray(value)) return value.every((item: Json) => fits(domain.items, item));
  if (isObject(value)) return Object.entries(value).every(([key, child]) => fits(domain.child(key), child));
  if (domain.values !== null && !domain.values.includes(value)) return false;
  if (typeof value !== "number") return true;
  if (domain.isInteger && !Number.isInteger(value)) return false;
  return domain.bounds.every(({ side, strict, value: bound }) =>
    side === "least" ? (strict ? value > bound : value >= bound) : strict ? value < bound : value <= bound,
  );
}
