import type { Json, MaybeJson } from "../common/json.js";
import type { TracedCondition } from "../generated/result.js";
import { memoize } from "../common/memoize.js";
import type { ConditionNode } from "./node.js";
import { isStandard, standardResult } from "./conditions/operators.js";

/**
 * Operands of conditions in evaluation order: for each comparison the fact's value, and the compared value unless it is
 * constant. The result follows from them; for an operator that is not standard, it is recorded first. Writing is cheap;
 * decoding short-circuits `all` and `any` as the evaluation did.
 */
export type TraceBuffer = unknown[];

/** What decoding a trace buffer needs of a condition: names and constants, no expressions. */
export type BufferedCondition =
  | { readonly kind: "all" | "any"; readonly of: readonly BufferedCondition[] }
  | { readonly kind: "not"; readonly of: BufferedCondition }
  | { readonly kind: "named"; readonly name: string; readonly of: BufferedCondition }
  | {
      readonly kind: "comparison";
      readonly fact: { readonly text: string };
      readonly operator: string;
      readonly value: BufferedValue;
    };

type BufferedValue =
  | { readonly kind: "constant"; readonly value: Json }
  | { readonly kind: "path" | "fact"; readonly text: string };

/** Reduces a condition to what decoding needs; uses of one named condition share one object. */
export const bufferedCondition: (node: ConditionNode) => BufferedCondition = memoize(
  (node: ConditionNode): BufferedCondition => {
    switch (node.kind) {
      case "all":
      case "any":
        return { kind: node.kind, of: node.of.map(bufferedCondition) };
      case "not":
        return { kind: "not", of: bufferedCondition(node.of) };
      case "named":
        return { kind: "named", name: node.name, of: bufferedCondition(node.of) };
      case "comparison": {
        const { fact, operator, value } = node;
        const kept: BufferedValue =
          value.kind === "constant" ? { kind: "constant", value: value.value } : { kind: value.kind, text: value.text };
        return { kind: "comparison", fact: { text: fact.text }, operator, value: kept };
      }
    }
  },
);

/** A cursor into a trace buffer. */
export interface TraceReader {
  readonly buffer: TraceBuffer;
  next: number;
}

/** Decodes a condition with its results; the result of an unreached part is null. */
export function readCondition(node: BufferedCondition, reader: TraceReader): TracedCondition {
  switch (node.kind) {
    case "all":
    case "any": {
      const decisive = node.kind === "any";
      let result: boolean | null = true;
      let isDone = false;
      const of = node.of.map((part) => {
        if (isDone) return describeUnreached(part);
        const traced = readCondition(part, reader);
        isDone = traced.result === null || traced.result === decisive;
        result = traced.result;
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
      // Only an error inside a condition leaves a part without a result, and nothing follows it in the buffer.
      if (reader.next === reader.buffer.length) return described;
      const take = () => reader.buffer[reader.next++];
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

/** Describes the condition as written, without results. */
export function describeUnreached(node: BufferedCondition): TracedCondition {
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

/**
 * Key for uses of a named condition in one rule that show the same: its parts have the same results wherever they are
 * reached.
 */
export function useOf({ condition, result }: TracedCondition): string {
  return `${condition} ${result}`;
}
