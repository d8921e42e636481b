import { isObject, type JsonObject, type MaybeJson } from "../common/json.js";
import { readPath } from "../common/path.js";
import { showValue } from "../common/show-value.js";
import { conditionText } from "../language/conditions/comparison-text.js";
import { factsOf, whyNoAnswer, withinLimits, type Fact } from "../explain/query.js";
import type { Change, TracedCondition } from "../generated/result.js";
import type { LinkedPack, LinkedPacks } from "../packs/linked.js";
import type { Frame } from "./frames.js";
import type { Moment, Recording } from "./record.js";

/** A named value in a debugger. */
export interface Variable {
  readonly name: string;
  readonly value: string;
  /** An expression that evaluates to it; null if there is none. */
  readonly expression: string | null;
  /** Null if it has no children. */
  readonly inside: (() => readonly Variable[]) | null;
}

export interface Scope {
  readonly name: string;
  readonly variables: () => readonly Variable[];
}

/** The scopes of a frame at a moment. */
export class Scopes {
  readonly #recording: Recording;
  readonly #rules: LinkedPacks;
  readonly #facts = new Map<LinkedPack, ReadonlyMap<string, Fact>>();

  constructor(recording: Recording, rules: LinkedPacks) {
    this.#recording = recording;
    this.#rules = rules;
  }

  at(moment: Moment, { pack }: Frame): readonly Scope[] {
    const { result, input } = this.#recording;
    const changes = result.changes.slice(0, moment.changes);
    const traced = tracedAt(moment);
    return [
      ...(traced === null ? [] : [{ name: "Condition", variables: () => [conditionVariable(traced)] }]),
      ...(pack === null ? [] : [{ name: "Facts", variables: () => this.#factsAt(pack, moment.document) }]),
      { name: "Changed", variables: () => changedVariables(changes, input, moment.document) },
      { name: "Document", variables: () => membersOf(moment.document, "") },
      { name: "Ledger", variables: () => changes.map(changeVariable) },
      {
        name: "Logs",
        variables: () =>
          result.logs.slice(0, moment.logs).map(({ level, code, message, params }, index) => ({
            ...{ name: `${index + 1} ${level} ${code}`, value: message, expression: null },
            inside: Object.keys(params).length === 0 ? null : () => membersOf(params as JsonObject, null),
          })),
      },
    ];
  }

  #factsAt(pack: LinkedPack, document: JsonObject): readonly Variable[] {
    const facts = this.#facts.get(pack) ?? factsOf(pack, this.#rules);
    this.#facts.set(pack, facts);
    return [...facts].map(([name, fact]) => {
      try {
        return valueVariable(
          name,
          withinLimits(() => fact(document)),
          `$${name}`,
        );
      } catch (error) {
        const why = whyNoAnswer(error);
        if (why === null) throw error;
        return { name, value: `no value: ${why}`, expression: null, inside: null };
      }
    });
  }
}

/** The condition at a moment. */
function tracedAt(moment: Moment): TracedCondition | null {
  if (moment.kind === "rule" || moment.kind === "stage") return moment.condition;
  return moment.kind === "comparison" ? moment.traced : null;
}

/** Creates a variable with children; `expression` is the path of the value, or null. */
export function valueVariable(name: string, value: MaybeJson, expression: string | null): Variable {
  const isOpen = typeof value === "object" && value !== null && Object.keys(value).length > 0;
  return { name, value: showValue(value, 120), expression, inside: isOpen ? () => membersOf(value, expression) : null };
}

/** Creates a variable for a condition with its parts and results. */
export function conditionVariable(traced: TracedCondition): Variable {
  const { result, all, any, not, is } = traced;
  const parts = [...(all ?? any ?? []), ...(not === undefined ? [] : [not]), ...(is === undefined ? [] : [is])];
  const outcome = result === null ? "not reached" : result ? "holds" : "does not hold";
  const actual = traced.fact !== undefined && result !== null ? `, is ${showValue(traced.actual)}` : "";
  return {
    ...{ name: conditionText(traced, 40), value: `${outcome}${actual}`, expression: null },
    inside: parts.length === 0 ? null : () => parts.map((part) => conditionVariable(part as TracedCondition)),
  };
}

function membersOf(value: object, path: string | null): readonly Variable[] {
  const isList = Array.isArray(value);
  return Object.entries(value).map(([key, member]) => {
    const isPlain = path !== null && !isList && /^[A-Za-z_]\w*$/.test(key);
    const expression = path !== null && isList ? `${path}[${key}]` : path === "" ? key : `${path}.${key}`;
    return valueVariable(key, member as MaybeJson, isPlain || (path !== null && isList) ? expression : null);
  });
}

function changeVariable({ path, rule, ...change }: Change, index: number): Variable {
  const before = "before" in change ? change.before : undefined;
  const after = "after" in change ? showValue(change.after) : "removed";
  const inside = () => [
    valueVariable("rule", rule, null),
    valueVariable("before", before as MaybeJson, null),
    valueVariable("after", change.after as MaybeJson, path),
  ];
  return { name: `${index + 1} ${path}`, value: `${showValue(before)} → ${after}`, expression: null, inside };
}

/** Variables for fields whose value differs from the initial one. */
function changedVariables(changes: readonly Change[], input: JsonObject, document: JsonObject): readonly Variable[] {
  const paths = [...new Set(changes.map(({ path }) => path))];
  return paths.flatMap((path) => {
    const [before, after] = [input, document].map((of) => readPath(of, path.split(".")));
    if (showValue(before, 1000) === showValue(after, 1000) && !isObject(after)) return [];
    const found = valueVariable(path, after, path);
    return [{ ...found, value: `${found.value} (was ${showValue(before)})` }];
  });
}
