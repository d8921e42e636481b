import fc from "fast-check";
import type { Json } from "../../engine/common/json.js";
import { choose, object, oneOf, value } from "./generate-documents.js";
import { signatures } from "./generate-expressions.js";

const anyNumber = choose(
  [3, fc.double({ noNaN: true, noDefaultInfinity: true })],
  [2, fc.integer({ min: -20, max: 20 })],
  [
    2,
    fc
      .tuple(fc.integer({ min: -99999, max: 99999 }), fc.integer({ min: 0, max: 4 }))
      .map(([digits, places]) => digits / 10 ** places),
  ],
);
const anyString = choose(
  [2, fc.string({ unit: "binary", maxLength: 6 })],
  [3, fc.array(oneOf(..."ab ,\t\n5.-$€😀\ud83d\ude00\u2028"), { maxLength: 6 }).map((units) => units.join(""))],
  [1, fc.tuple(oneOf("", "-", "0x", "0b", "0o", "1e"), fc.nat(99)).map(([start, digits]) => `${start}${digits}`)],
  [1, anyNumber.map(String)],
);
const argument = (kind: string): fc.Arbitrary<Json> => {
  const usual = {
    s: anyString,
    n: anyNumber,
    b: fc.boolean(),
    l: choose<Json>(
      [2, fc.array(anyNumber, { maxLength: 5 })],
      [2, fc.array(anyString, { maxLength: 5 })],
      [1, fc.array(value(2), { maxLength: 4 })],
    ),
    o: object(2),
    x: value(3),
  }[kind] as fc.Arbitrary<Json>;
  return choose<Json>([20, usual], [1, value(2)]);
};

/** Generates a call whose arguments are read from the document, so that any string and number can occur. */
const onValues = fc
  .tuple(oneOf(...signatures), fc.integer({ min: 0, max: 2 }))
  .chain(([[name, kinds, leftOut], fewer]) => {
    const taken = [...kinds].slice(0, kinds.length - Math.min(fewer, leftOut, kinds.length));
    const list = taken.map((_, index) => `p${index}`).join(", ");
    return fc.tuple(...taken.map(argument)).map((args) => ({
      text: `$${name}(${list})`,
      value: Object.fromEntries(args.map((arg, index) => [`p${index}`, arg])) as Json,
    }));
  });
const onOperators = fc
  .tuple(
    choose<Json>([1, anyNumber], [1, anyString], [1, value(3)]),
    choose<Json>([1, anyNumber], [1, anyString], [1, value(3)]),
    oneOf("+", "-", "*", "/", "%", "&", "=", "!=", "<", "<=", ">", ">=", "in", "and", "or", "??", "?:"),
  )
  .map(([p0, p1, operator]) => ({ text: `p0 ${operator} p1`, value: { p0, p1 } as Json }));

/** Generates calls and operators with the document that they read. */
export const calls = choose([4, onValues], [1, onOperators]);
