import type { Random } from "./random.js";

/** Functions of one argument, and of two. */
const ofOneText =
  "string length uppercase lowercase trim number abs floor ceil round sqrt sum max min average " +
  "boolean not exists type count reverse distinct sort keys merge spread join";
const ofOne = ofOneText.split(" ");
const ofTwoText = "append lookup contains split substringBefore substringAfter power round pad join";
const ofTwo = ofTwoText.split(" ");

/** Random expressions of the accepted subset, over a few places. */
export function expressionOf(random: Random, places: readonly string[], depth = 2): string {
  const inner = () => expressionOf(random, places, depth - 1);
  const place = () => random.pick(places);
  if (depth <= 0 || random.chance(0.2)) {
    return random.chance(0.65)
      ? place()
      : random.pick([
          "0",
          "1",
          "2",
          "0.5",
          "3",
          "-1",
          '"a"',
          '""',
          '"1"',
          "true",
          "false",
          "null",
          "[]",
          "{}",
          "[1, 2]",
          '"b"',
          "10",
          "0.1",
        ]);
  }
  const two = (operator: string) => `(${inner()} ${operator} ${inner()})`;
  const makers: (() => string)[] = [
    () => two(random.pick(["+", "-", "*", "/", "%"])),
    () => two(random.pick(["=", "!=", "<", "<=", ">", ">="])),
    () => two(random.pick(["and", "or", "&", "in"])),
    () => `(${inner()} ? ${inner()} : ${inner()})`,
    () => `(${inner()} ${random.pick(["??", "?:"])} ${inner()})`,
    () => `-(${inner()})`,
    () => `[${inner()}, ${inner()}]`,
    () => `{"x": ${inner()}, "y": ${inner()}}`,
    () => `([${inner()}, ${inner()}])[${random.int(3) - 1}]`,
    () => `${place()}[0]`,
    () => `${place()}[$ > 1]`,
    () => `(${place()}).a`,
    () => `${place()}[a = 1].b`,
    () => `${place()}.(a)`,
    () => `${place()}[]`,
    () => `$${random.pick(ofOne)}(${inner()})`,
    () => `$${random.pick(["floor", "not", "exists", "type", "count", "abs", "boolean", "string"])}(${place()})`,
    () => `$${random.pick(ofTwo)}(${inner()}, ${random.pick([inner(), "1", '"a"', "2"])})`,
    () => `$substring(${inner()}, ${random.int(4) - 1}${random.chance(0.5) ? `, ${random.int(3)}` : ""})`,
    () => `$replace(${inner()}, "a", "b")`,
    () => `$max([${inner()}, ${inner()}])`,
    () => `$sum([${inner()}, ${inner()}])`,
    () => `${place()} ~> $count()`,
  ];
  return random.pick(makers)();
}
