import { itemAt } from "../../common/must.js";
import { nearestDouble, type Fraction } from "./doubles.js";

/** An S-expression in a solver's model: a symbol, a number or a quoted string, or a list of these. */
export type Expression = string | readonly Expression[];

export function parseExpression(text: string): Expression {
  const tokens = text.match(/"(?:[^"]|"")*"|[()]|[^\s()"]+/g) ?? [];
  let next = 0;
  const read = (): Expression => {
    const token = itemAt(tokens, next++);
    if (token !== "(") return token;
    const list: Expression[] = [];
    while (tokens[next] !== ")") list.push(read());
    next++;
    return list;
  };
  return read();
}

/** Parses a number of a model. */
export function readFraction(expression: Expression): Fraction {
  if (typeof expression === "string") {
    const [whole, places = ""] = expression.replace("?", "").split(".") as [string, string?];
    return { numerator: BigInt(whole + places), denominator: 10n ** BigInt(places.length) };
  }
  const [operator, ...rest] = expression as readonly [string, ...Expression[]];
  const [first, second = first] = rest.map(readFraction) as [Fraction, Fraction?];
  if (operator === "-") return { ...first, numerator: -first.numerator };
  return {
    numerator: first.numerator * second.denominator,
    denominator: first.denominator * second.numerator,
  };
}

/** The nearest double of a number of a model; finite, as in documents. */
export function readNumber(expression: Expression): number {
  return Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, nearestDouble(readFraction(expression))));
}

/** Renders a string in SMT-LIB, one character for each UTF-16 code unit. */
export function writeText(text: string): string {
  const units = Array.from({ length: text.length }, (_, index) => text.charAt(index));
  return `"${units.map((unit) => (/[ !#-[\]-~]/.test(unit) ? unit : `\\u{${unit.charCodeAt(0).toString(16)}}`)).join("")}"`;
}

/** Parses a string of a model; null if the expression is not a string. */
export function readText(expression: Expression): string | null {
  if (typeof expression !== "string" || !expression.startsWith('"')) return null;
  const inner = expression.slice(1, -1).replaceAll('""', '"');
  return inner.replaceAll(/\\u(?:\{([0-9a-fA-F]+)\}|([0-9a-fA-F]{4}))/g, (_, braced?: string, four?: string) =>
    String.fromCodePoint(Number.parseInt(braced ?? four ?? "", 16)),
  );
}
