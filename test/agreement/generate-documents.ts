import fc from "fast-check";
import type { Json } from "../../engine/common/json.js";

export const oneOf = fc.constantFrom;
export const numbers = oneOf(
  0,
  1,
  2,
  3,
  -1,
  -2,
  0.5,
  1.5,
  2.5,
  -0.5,
  0.1,
  0.1 + 0.2,
  1e21,
  1e-7,
  123456789012345680,
  1e308,
  5e-324,
  10,
  256,
);
export const strings = oneOf(
  "",
  "a",
  "b",
  "ab",
  "a b ",
  " 5",
  "5",
  "-1.5",
  "0x1F",
  "1e3",
  "é",
  "😀b",
  "a,b,,c",
  "true",
  "null",
  "n",
  "s",
);

type Weighted<T> = readonly (readonly [weight: number, arbitrary: fc.Arbitrary<T>])[];
export const choose = <T>(...options: Weighted<T>): fc.Arbitrary<T> =>
  fc.oneof(...options.map(([weight, arbitrary]) => ({ weight, arbitrary })));

// Keys mostly have the type that their letter indicates (number, string, object, list, mixed), so that most paths
// exist.

export const value = fc.memo(
  (depth): fc.Arbitrary<Json> =>
    depth <= 1
      ? choose<Json>([4, numbers], [4, strings], [2, oneOf(null, true, false)], [1, oneOf<Json>([], {})])
      : choose<Json>(
          [2, numbers],
          [2, strings],
          [1, oneOf(null, true, false)],
          [2, fc.array(value(), { maxLength: 3 })],
          [3, object()],
        ),
);

export const object = fc.memo((depth): fc.Arbitrary<Json> => {
  const odd = depth <= 1 ? choose<Json>([1, numbers], [1, strings], [1, oneOf(null, false)]) : value();
  const mostly = (usual: fc.Arbitrary<Json>): fc.Arbitrary<Json> => choose<Json>([7, usual], [1, odd]);
  const nested = depth <= 1 ? odd : object();
  const keys = {
    n: mostly(choose<Json>([6, numbers], [1, fc.array(numbers, { maxLength: 3 })])),
    s: mostly(choose<Json>([6, strings], [1, fc.array(strings, { maxLength: 3 })])),
    o: mostly(nested),
    l: mostly(fc.array(mostly(nested), { maxLength: 3 })),
    m: odd,
    7: odd,
    length: odd,
  };
  return choose<Json>(
    [
      12,
      fc.record({ n: keys.n, s: keys.s, o: keys.o, l: keys.l, m: keys.m }, { requiredKeys: [], noNullPrototype: true }),
    ],
    [1, fc.record(keys, { requiredKeys: [], noNullPrototype: true })],
  );
});

/** Generates documents for the expressions: mostly objects with the keys that they read. */
export const document = choose<Json>([8, object(4)], [1, value(3)], [1, fc.array(object(3), { maxLength: 3 })]);
