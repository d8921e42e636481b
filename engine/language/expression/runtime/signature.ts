import { fromRecord } from "../../../common/must.js";
import { ExpressionError } from "../expression-error.js";
import { show } from "./show.js";
import { isList, type Value } from "./sequence.js";

/** A parameter: the types it accepts (absent always matches), and its default. */
export interface Parameter {
  /** Letters: a array, s string, n number, b boolean, l null, o object. */
  readonly kinds: string;
  readonly leftOut: "never" | "context" | "allowed";
  /** Accepts an array and wraps other values in one; `null` if items may be anything. */
  readonly list: { readonly of: "n" | "s" | "o" | null } | null;
}

export interface Signature {
  readonly parameters: readonly Parameter[];
  /** Matches argument types to parameters, since the types of the given arguments determine which ones are omitted. */
  readonly pattern: RegExp;
}

const words: Record<string, string> = {
  a: "an array",
  s: "a string",
  n: "a number",
  b: "a boolean",
  l: "null",
  o: "an object",
};

/** Binds arguments to parameters. Throws T0410, T0411 or T0412 as jsonata does. */
export function bind(name: string, signature: Signature, args: readonly Value[], context: Value): Value[] {
  const { parameters } = signature;
  if (args.length === parameters.length) {
    // Loops: this is most of a call's time.
    let position = 0;
    for (const parameter of parameters)
      if (!fits(parameter, args[position++])) throw mismatch(name, args, parameter, position);
    const bound: Value[] = [];
    for (const parameter of parameters) bound.push(listed(name, parameter, args[bound.length], bound.length + 1));
    return bound;
  }
  const taken = signature.pattern.exec(args.map(kindOf).join(""));
  if (taken === null) throw mismatch(name, args);
  let next = 0;
  return parameters.map((parameter, index) => {
    if (taken[index + 1] !== "") return listed(name, parameter, args[next++], next);
    if (parameter.leftOut !== "context") return undefined;
    if (fits(parameter, context)) return context;
    throw new ExpressionError(
      "T0411",
      `\`$${name}\` needs ${wanted(parameter)}, and the context is ${described(context)}`,
    );
  });
}

const kindLetters = [..."asnblom"];

/**
 * Whether the context may take the place of an argument that is left out. `kinds` has the letter of each given argument
 * of known kind, and null for any other: the kinds decide which parameter an argument is for.
 */
export function mayTakeContext({ parameters, pattern }: Signature, kinds: readonly (string | null)[]): boolean {
  if (kinds.length >= parameters.length) return false;
  const possible = kinds.reduce<readonly string[]>(
    (texts, kind) => texts.flatMap((text) => (kind === null ? kindLetters : [kind]).map((letter) => text + letter)),
    [""],
  );
  return possible.some((text) => {
    const taken = pattern.exec(text);
    return taken !== null && parameters.some(({ leftOut }, at) => leftOut === "context" && taken[at + 1] === "");
  });
}

/** Converts an argument to the array that its parameter requires. */
function listed(name: string, parameter: Parameter, value: Value, position: number): Value {
  if (parameter.list === null || value === undefined) return value;
  const { of } = parameter.list;
  if (of !== null && !(isList(value) ? value.every((item) => kindOf(item) === of) : kindOf(value) === of)) {
    throw new ExpressionError(
      "T0412",
      `argument ${position} of \`$${name}\` must be an array whose items are each ${words[of]}`,
    );
  }
  return isList(value) ? value : [value];
}

function fits(parameter: Parameter, value: Value): boolean {
  return value === undefined || parameter.kinds.includes(kindOf(value));
}

function mismatch(name: string, args: readonly Value[], parameter?: Parameter, position = 0): ExpressionError {
  const message =
    parameter === undefined
      ? `\`$${name}\` cannot take ${args.length === 0 ? "no argument" : args.map(described).join(", ")}`
      : `argument ${position} of \`$${name}\` must be ${wanted(parameter)}, not ${described(args[position - 1])}`;
  return new ExpressionError("T0410", message);
}

function wanted(parameter: Parameter): string {
  return [...parameter.kinds].map((kind) => words[kind]).join(" or ");
}

function described(value: Value): string {
  return typeof value === "string" || typeof value === "number"
    ? show(value)
    : value === undefined
      ? "absent"
      : fromRecord(words, kindOf(value));
}

/** The letter of a value's kind; `m` is an absent one. */
export function kindOf(value: Value): string {
  switch (typeof value) {
    case "undefined":
      return "m";
    case "string":
      return "s";
    case "number":
      return "n";
    case "boolean":
      return "b";
    default:
      return value === null ? "l" : isList(value) ? "a" : "o";
  }
}
