import { fromRecord } from "../../../common/must.js";
import { ExpressionError } from "../expression-error.js";
import { show } from "./show.js";
import { isList, type Value } from "./sequence.js";

/** One parameter: the kinds of value it takes (absent fits every one), and what stands in where it is left out. */
export interface Parameter {
  /** Letters: a array, s string, n number, b boolean, l null, o object. */
  readonly kinds: string;
  readonly leftOut: "never" | "context" | "allowed";
  /** Takes an array, and makes one of anything else; `null` where its items may be anything. */
  readonly list: { readonly of: "n" | "s" | "o" | null } | null;
}

export interface Signature {
  readonly parameters: readonly Parameter[];
  /** Arguments that a call may leave out depend on the kinds of those given; this finds which. */
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

/** Settles what each parameter receives. Throws T0410, T0411 or T0412 as jsonata does. */
export function bind(name: string, signature: Signature, args: readonly Value[], context: Value): Value[] {
  const { parameters } = signature;
  if (args.length === parameters.length) {
    const wrong = parameters.findIndex((parameter, index) => !fits(parameter, args[index]));
    if (wrong >= 0) throw mismatch(name, args, parameters[wrong], wrong + 1);
    return parameters.map((parameter, index) => listed(name, parameter, args[index], index + 1));
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

/** The argument as the array that its parameter asks for. */
function listed(name: string, parameter: Parameter, value: Value, position: number): Value {
  if (parameter.list === null || value === undefined) return value;
  const { of } = parameter.list;
  if (of !== null && !(isList(value) ? value.every((item) => kindOf(item) === of) : kindOf(value) === of)) {
    throw new ExpressionError(
      "T0412",
      `argument ${position} of \`$${name}\` must be an array in which each is ${words[of]}`,
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

/** The letter of a value's kind; `m` for absent. */
function kindOf(value: Value): string {
  if (value === undefined) return "m";
  if (value === null) return "l";
  if (isList(value)) return "a";
  return typeof value === "object" ? "o" : (typeof value).charAt(0);
}
