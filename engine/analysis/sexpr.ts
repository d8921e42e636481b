import { nearestDouble, type Fraction } from "./doubles.js";

/** A value of a solver's model: a name or a number, or a list of such. */
export type Expression = string | readonly Expression[];

export function parseExpression(text: string): Expression {
  const tokens = text.match(/[()]|[^\s()]+/g) ?? [];
  let next = 0;
  const read = (): Expression => {
    const token = tokens[next++]!;
    if (token !== "(") return token;
    const list: Expression[] = [];
    while (tokens[next] !== ")") list.push(read());
    next++;
    return list;
  };
  return read();
}

/** A number of a model. */
export function readFraction(expression: Expression): Fraction {
  if (typeof expression === "string") {
    const [whole, places = ""] = expression.replace("?", "").split(".") as [string, string?];
    return { numerator: BigInt(whole + places), denominator: 10n ** BigInt(places.length) };
  }
  const [operator, ...rest] = expression as readonly [string, ...Expression[]];
  const [first, second] = rest.map(readFraction) as [Fraction, Fraction?];
  if (operator === "-") return { ...first, numerator: -first.numerator };
  return { numerator: first.numerator * second!.denominator, denominator: first.denominator * second!.numerator };
}

/** The nearest double of a number of a model; finite, as documents have it. */
export function readNumber(expression: Expression): number {
  return Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, nearestDouble(readFraction(expression))));
}
