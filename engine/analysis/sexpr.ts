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

/** The nearest double of a number of a model. */
export function readNumber(expression: Expression): number {
  if (typeof expression === "string") return Number(expression.replace("?", ""));
  const [operator, ...rest] = expression;
  if (operator === "-") return -readNumber(rest[0]!);
  return divide(rest[0] as Expression, rest[1] as Expression);
}

/** Numerator and denominator of a double may lie far beyond what doubles hold. */
function divide(left: Expression, right: Expression): number {
  const [numerator, denominator] = [left, right].map((part) => BigInt(String(part).replace(/\.0$/, ""))) as [bigint, bigint];
  const bits = (value: bigint) => value.toString(2).length;
  const shift = Math.max(0, 64 + bits(denominator) - bits(numerator));
  const scaled = Number((numerator << BigInt(shift)) / denominator);
  // In two steps, as 2 to the power of the whole shift may be no double.
  return (scaled * 2 ** -Math.floor(shift / 2)) * 2 ** -Math.ceil(shift / 2);
}
