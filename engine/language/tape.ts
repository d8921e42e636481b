import type { Json, MaybeJson } from "../common/json.js";
import type { TracedCondition } from "../generated/result.js";
import { rememberOf } from "../common/remember.js";
import type { ConditionNode } from "./node.js";
import { isStandard, standardResult } from "./conditions/operators.js";

/**
 * What conditions found, in the order in which they were evaluated: for each comparison the fact's value, and the value
 * compared with where that is no constant. The result follows from them; where the operator is not one of the
 * standard ones, it comes first. Cheap to write; `all` and `any` stop alike when it is read again.
 */
export type Tape = unknown[];

/** The part of a condition that reading a tape needs: names and constants, no expressions. */
export type TapeCondition =
  | { readonly kind: "all" | "any"; readonly of: readonly TapeCondition[] }
  | { readonly kind: "not"; readonly of: TapeCondition }
  | { readonly kind: "named"; readonly name: string; readonly of: TapeCondition }
  | {
      readonly kind: "comparison";
      readonly fact: { readonly text: string };
      readonly operator: string;
      readonly value: TapeValue;
    };

type TapeValue =
  | { readonly kind: "constant"; readonly value: Json }
  | { readonly kind: "path" | "fact"; readonly text: string };

/** What reading a tape needs of a condition; one object for a named condition, however often it is named. */
export const forTape: (node: ConditionNode) => TapeCondition = rememberOf((node: ConditionNode): TapeCondition => {
  switch (node.kind) {
    case "all":
    case "any":
      return { kind: node.kind, of: node.of.map(forTape) };
    case "not":
      return { kind: "not", of: forTape(node.of) };
    case "named":
      return { kind: "named", name: node.name, of: forTape(node.of) };
    case "comparison": {
      const { fact, operator, value } = node;
      const kept: TapeValue =
        value.kind === "constant" ? { kind: "constant", value: value.value } : { kind: value.kind, text: value.text };
      return { kind: "comparison", fact: { text: fact.text }, operator, value: kept };
    }
  }
});

/** Reads a tape from a place on. */
export interface TapeReader {
  readonly tape: Tape;
  next: number;
}

/** A condition as written, with its results from the tape: null where a part was not reached. */
export function readCondition(node: TapeCondition, reader: TapeReader): TracedCondition {
  switch (node.kind) {
    case "all":
    case "any": {
      const decisive = node.kind === "any";
      let result: boolean | null = node.kind === "all" || node.of.length === 0;
      let isDone = false;
      const of = node.of.map((part) => {
        if (isDone) return describeUnreached(part);
        const traced = readCondition(part, reader);
        isDone = traced.result === null || traced.result === decisive;
        if (isDone) result = traced.result;
        return traced;
      });
      return node.kind === "all" ? { result, all: of } : { result, any: of };
    }
    case "not": {
      const traced = readCondition(node.of, reader);
      return { result: traced.result === null ? null : !traced.result, not: traced };
    }
    case "named": {
      const traced = readCondition(node.of, reader);
      return { result: traced.result, condition: node.name, is: traced };
    }
    case "comparison": {
      const described = describeUnreached(node);
      // Only a failure inside a condition leaves a part without an answer, and nothing follows it on the tape.
      if (reader.next === reader.tape.length) return described;
      const take = () => reader.tape[reader.next++];
      const known = isStandard(node.operator) ? null : (take() as boolean);
      const actual = take() as MaybeJson;
      const expected = (node.value.kind === "constant" ? node.value.value : take()) as MaybeJson;
      return {
        ...described,
        result: known ?? standardResult(node.operator, actual, expected),
        ...(actual === undefined ? {} : { actual }),
        ...(node.value.kind === "constant" || expected === undefined ? {} : { expected }),
      };
    }
  }
}

/** The condition as written, with no results. */
export function describeUnreached(node: TapeCondition): TracedCondition {
  switch (node.kind) {
    case "all":
      return { result: null, all: node.of.map(describeUnreached) };
    case "any":
      return { result: null, any: node.of.map(describeUnreached) };
    case "not":
      return { result: null, not: describeUnreached(node.of) };
    case "named":
      return { result: null, condition: node.name, is: describeUnreached(node.of) };
    case "comparison": {
      const value: Json = node.value.kind === "constant" ? node.value.value : { fact: node.value.text };
      return { result: null, fact: node.fact.text, operator: node.operator, value };
    }
  }
}
