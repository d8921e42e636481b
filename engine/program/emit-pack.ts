import { kindOf } from "../actions/index.js";
import type { Step } from "../actions/evaluation.js";
import { emitCondition, type Test } from "../lang/conditions.js";
import { literal, names, type Emitter } from "../lang/emitter.js";
import { runtime } from "../lang/expression/runtime.js";
import type { ConditionNode } from "../lang/node.js";
import type { Operators } from "../lang/operators.js";
import type { LinkedPack, LinkedRule } from "../pack/linked.js";
import { helpers } from "./helpers.js";

/** A pack as JavaScript: the source of a function, and the constants that it refers to. */
export interface EmittedPack {
  readonly source: string;
  readonly constants: readonly unknown[];
}

/** Functions of this many rules are what an engine optimizes best; one of a thousand runs several times slower. */
const rulesPerFunction = 16;

/**
 * Writes a pack as JavaScript. `source` is the body of a function of (k, h, x) that returns the pack's step; with
 * `tape`, the step enters what it finds onto the evaluation's tape.
 */
export function emitPack(pack: LinkedPack, operators: Operators, run: (pack: string) => Step, tape: boolean): EmittedPack {
  const { emitter, constants, declarations } = startEmitting();
  const included = new Map<string, Step>();
  const include = (name: string): string => {
    let step: Step | undefined;
    const lazy = included.get(name) ?? ((evaluation) => (step ??= run(name))(evaluation));
    included.set(name, lazy);
    return emitter.constant(lazy);
  };
  const { document, evaluation } = names;
  const variables = tape ? `,a,b,r;const ${names.tape}=${evaluation}.tape` : "";
  const chunks: string[] = [];
  for (let index = 0; index < pack.rules.length; index += rulesPerFunction) {
    const rules = pack.rules.slice(index, index + rulesPerFunction).map((rule) => emitRule(rule, operators, emitter, include, tape));
    const body = `let ${document}=${evaluation}.document${variables};\n${rules.join("\n")}\nreturn true`;
    chunks.push(`function c${chunks.length}(${evaluation}){${body}}`);
  }
  const all = chunks.map((_, index) => `c${index}(${evaluation})`).join("&&");
  const lines = [...declarations(), ...chunks, `return (${evaluation})=>${all === "" ? "true" : all};`];
  return { source: lines.join("\n"), constants };
}

function startEmitting(): { emitter: Emitter; constants: readonly unknown[]; declarations: () => readonly string[] } {
  const constants: unknown[] = [];
  const functions: string[] = [];
  const emitter: Emitter = {
    constant: (value) =>
      (typeof value === "object" && value !== null) || typeof value === "function"
        ? `k${indexOf(constants, value)}`
        : literal(value as null),
    declare: (text) => `f${indexOf(functions, text)}`,
  };
  const declarations = () => [
    '"use strict";',
    ...constants.map((_, index) => `const k${index}=${names.constants}[${index}];`),
    ...functions.map((text, index) => `function f${index}${text}`),
  ];
  return { emitter, constants, declarations };
}

function indexOf<Item>(list: Item[], item: Item): number {
  const index = list.indexOf(item);
  return index < 0 ? list.push(item) - 1 : index;
}

function emitRule(rule: LinkedRule, operators: Operators, emitter: Emitter, include: (pack: string) => string, tape: boolean): string {
  const { evaluation } = names;
  const actions = rule.then.map((action) => kindOf(action).emit(action, rule.id, emitter, include));
  const note = tape ? `${names.tape}.push(${emitter.constant(rule)});${evaluation}.owned.length=0;` : "";
  const test = rule.when === null ? "" : `if(${emitCondition(rule.when, operators, emitter, tape)})`;
  return `${evaluation}.rule=${emitter.constant(rule.id)};${note}${test}{${actions.join("")}}`;
}

/** Makes the step of an emitted pack; throws an EvalError where the surroundings forbid code generation. */
export function buildPack(emitted: EmittedPack): Step {
  return build(emitted) as Step;
}

/** A condition as a function of its own. */
export function buildTest(condition: ConditionNode, operators: Operators): Test {
  const { emitter, constants, declarations } = startEmitting();
  const test = `return (${names.document})=>${emitCondition(condition, operators, emitter, false)};`;
  return build({ source: [...declarations(), test].join("\n"), constants }) as Test;
}

function build({ source, constants }: EmittedPack): unknown {
  const make = new Function(names.constants, names.helpers, names.expressions, source);
  return make(constants, helpers, runtime);
}
