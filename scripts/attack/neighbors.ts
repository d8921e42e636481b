import type { Json } from "../../engine/common/json.js";

const bits = new DataView(new ArrayBuffer(8));

/** The next double above a number, or below it. */
export function nextDouble(value: number, direction: 1 | -1): number {
  if (value === 0) return direction * Number.MIN_VALUE;
  bits.setFloat64(0, value);
  bits.setBigInt64(0, bits.getBigInt64(0) + BigInt(value > 0 ? direction : -direction));
  return bits.getFloat64(0);
}

/** Values next to one: those at which a comparison with it flips. */
export function neighborsOf(value: Json): readonly Json[] {
  if (typeof value === "number") {
    const near = [
      value + 1,
      value - 1,
      nextDouble(value, 1),
      nextDouble(value, -1),
      -value,
      value / 2,
      value * 2,
      value + 0.5,
    ].filter(Number.isFinite);
    return [...near, String(value), ` ${value}`, `${value}x`, [value]];
  }
  if (typeof value === "string")
    return [
      `${value} `,
      value.toUpperCase(),
      value.slice(0, -1),
      `x${value}`,
      [value],
      Number.isFinite(Number(value)) ? Number(value) : 0,
    ];
  if (typeof value === "boolean") return [!value, value ? 1 : 0, String(value)];
  if (value === null) return [0, false, "null", ""];
  if (Array.isArray(value)) return [[], value.slice(1), [...value, 0], value.toReversed(), { 0: value[0] ?? null }];
  const entries = Object.entries(value);
  return [
    {},
    Object.fromEntries(entries.slice(1)),
    Object.fromEntries(entries.toReversed()),
    { ...value, extra: 1 },
    entries.map(([, inner]) => inner),
  ];
}

/** What breaks assumptions about types, presence and rounding. */
export const oddValues: readonly Json[] = [
  null,
  true,
  false,
  0,
  1,
  -1,
  2,
  0.5,
  1.5,
  -1.5,
  2.5,
  0.1,
  0.3,
  0.30000000000000004,
  1e21,
  1e308,
  5e-324,
  9007199254740992,
  9007199254740993,
  -0.5,
  16,
  64,
  "",
  "a",
  "b",
  "0",
  "1",
  "1.0",
  " 1",
  "1e2",
  "0x10",
  "abc",
  "true",
  "null",
  "é",
  "😀",
  [],
  {},
  [[]],
  [null],
  [0],
  [1],
  [1, 2],
  [2, 1],
  ["a"],
  ["a", "b"],
  [{}],
  [{ a: 1 }],
  [{ a: 1 }, { a: 2 }],
  { a: 1 },
  { b: 1 },
  { a: 1, b: 2 },
  { a: {} },
  { a: null },
  { 0: 1 },
  { 0: 1, 1: 2 },
  { length: 1 },
  { a: [1] },
];
