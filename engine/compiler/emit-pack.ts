import type { Alias } from "../common/engine-adapter.js";
import { kindOf } from "../language/actions/index.js";
import { emitCondition } from "../language/conditions/conditions.js";
import { literal, names, type Emitter } from "../language/emitter.js";
import type { ConditionNode } from "../language/node.js";
import type { Operators } from "../language/conditions/operators.js";
import { bufferedCondition } from "../language/trace-buffer.js";
import { repeatedParts } from "../language/walk.js";
import { emitValue } from "../language/values.js";
import type { LinkedPack, LinkedRule } from "../packs/linked.js";
import { cacheReads } from "./cache-reads.js";

/**
 * JavaScript with the JSON values that it refers to. `source` is the body of a function of k, the constants; h, the
 * helpers; x, the runtime of expressions; i, which looks up a pack's step by name; and o, which looks up an operator's
 * test.
 */
export interface Emitted {
  readonly source: string;
  readonly constants: readonly unknown[];
  /** Names of the operators that it uses. */
  readonly operators: readonly string[];
}

/**
 * Engines optimize functions of about this many rules best; a function of a thousand rules runs several times slower.
 */
const rulesPerFunction = 16;

/** If inlining repeated named conditions would add more parts than this, each becomes a function. */
const mostRepeated = 2000;

/** Emits a pack as JavaScript that returns its step. With `buffer`, the step records into the trace buffer. */
export function emitPack(pack: LinkedPack, operators: Operators, alias: Alias | null, buffer: boolean): Emitted {
  const isShared = repeatedParts(pack.rules.flatMap(({ when }) => when ?? [])) > mostRepeated;
  const { emitter, finish } = startEmitting(isShared, alias);
  const { document, evaluation } = names;
  const chunks: string[] = [];
  for (let index = 0; index < pack.rules.length; index += rulesPerFunction) {
    const rules = pack.rules.slice(index, index + rulesPerFunction);
    const memory = cacheReads(rules, !isShared, alias);
    const remembering = { ...emitter, recall: memory.recall, forget: memory.forget };
    for (const node of memory.kept) emitValue(node, remembering);
    const statements = rules.map((rule) => emitRule(rule, operators, remembering, buffer));
    const traced = buffer ? `const ${names.buffer}=${evaluation}.buffer;` : "";
    const body = `let ${[`${document}=${evaluation}.document`, "a", "b", "r", ...memory.declarations()].join()};${traced}${statements.join("")}return true`;
    chunks.push(`function c${chunks.length}(${evaluation}){${body}}`);
  }
  const all = chunks.map((_, index) => `c${index}(${evaluation})`).join("&&");
  return finish([...chunks, `return (${evaluation})=>${all === "" ? "true" : all};`]);
}

/** Emits the guarded execution of a pack, where the condition is outside of it, as JavaScript that returns its step. */
export function emitGuarded(condition: ConditionNode, pack: string, operators: Operators): Emitted {
  const { emitter, finish } = startEmitting(false, null);
  const { document, evaluation } = names;
  const test = emitCondition(condition, operators, emitter, false);
  return finish([
    `return (${evaluation})=>{let ${document}=${evaluation}.document,a,b;return !${test}||${emitter.include(pack)}(${evaluation})};`,
  ]);
}

function emitRule(rule: LinkedRule, operators: Operators, emitter: Emitter, buffer: boolean): string {
  const { evaluation } = names;
  const entry = { id: rule.id, when: rule.when === null ? null : bufferedCondition(rule.when) };
  const note = buffer ? `${names.buffer}.push(${emitter.constant(entry)});` : "";
  const test = rule.when === null ? "" : `if(${emitCondition(rule.when, operators, emitter, buffer)})`;
  const actions = rule.then.map((action) => kindOf(action).emit(action, rule.id, emitter));
  return `${evaluation}.rule=${emitter.constant(rule.id)};${note}${test}{${actions.join("")}}`;
}

function startEmitting(
  isShared: boolean,
  alias: Alias | null,
): { emitter: Emitter; finish: (lines: readonly string[]) => Emitted } {
  const [constants, operators, included, functions] = [
    numbering<unknown>(),
    numbering<string>(),
    numbering<string>(),
    numbering<string>(),
  ];
  const conditions = new Map<ConditionNode, string>();
  const emitter: Emitter = {
    alias,
    constant: (value) =>
      typeof value === "object" && value !== null ? `k${constants.of(value)}` : literal(value as null),
    operator: (name) => `o${operators.of(name)}`,
    include: (pack) => `i${included.of(pack)}`,
    recall: (_, source) => source,
    forget: () => "",
    condition(node, emit, buffer) {
      if (!isShared) return emit(this);
      const args = (buffer ? [names.document, names.evaluation, names.buffer] : [names.document]).join();
      const name = conditions.get(node) ?? emitter.declare(`(${args}){let a,b,r;return ${emit(emitter)}}`);
      conditions.set(node, name);
      return `${name}(${args})`;
    },
    declare: (text) => `f${functions.of(text)}`,
  };
  const finish = (lines: readonly string[]): Emitted => {
    const declarations = [
      ...constants.items.map((_, index) => `const k${index}=${names.constants}[${index}];`),
      ...operators.items.map((name, index) => `const o${index}=${names.operators}(${literal(name)});`),
      ...included.items.map((name, index) => `const i${index}=${names.includes}(${literal(name)});`),
      ...functions.items.map((text, index) => `function f${index}${text}`),
    ];
    return {
      source: ['"use strict";', ...declarations, ...lines].join(""),
      constants: constants.items,
      operators: operators.items,
    };
  };
  return { emitter, finish };
}

/** Numbers items by first occurrence. */
function numbering<Item>() {
  const numbers = new Map<Item, number>();
  return {
    of(item: Item): number {
      const number = numbers.get(item) ?? numbers.size;
      numbers.set(item, number);
      return number;
    },
    get items(): readonly Item[] {
      return [...numbers.keys()];
    },
  };
}
