import type { Json, MaybeJson } from "../base/json.js";
import type { TracedCondition } from "../generated/result.js";
import { operatorOf } from "./conditions.js";
import type { ComparisonNode, ConditionNode } from "./node.js";
import type { Operators } from "./operators.js";
import { closeValue } from "./values.js";

/** A condition as a function that tells how it came to its result; parts that were not reached have result null. */
export function traceCondition(node: ConditionNode, operators: Operators): (document: Json) => TracedCondition {
  const unreached = describeUnreached(node);
  const run = trace(node, operators);
  return (document) => run(document, unreached);
}

type Run = (document: Json, unreached: TracedCondition) => TracedCondition;

function trace(node: ConditionNode, operators: Operators): Run {
  switch (node.kind) {
    case "all":
    case "any": {
      const parts = node.of.map((part) => trace(part, operators));
      const stopsAt = node.kind === "any";
      return (document, unreached) => {
        let result = node.kind === "all" || parts.length === 0;
        const skipped = (unreached.all ?? unreached.any)!;
        let done = false;
        const of = parts.map((part, index) => {
          if (done) return skipped[index]!;
          const traced = part(document, skipped[index]!);
          if (traced.result === stopsAt) [result, done] = [stopsAt, true];
          return traced;
        });
        return node.kind === "all" ? { result, all: of } : { result, any: of };
      };
    }
    case "not": {
      const part = trace(node.of, operators);
      return (document, unreached) => {
        const traced = part(document, unreached.not!);
        return { result: !traced.result, not: traced };
      };
    }
    case "named": {
      const part = trace(node.of, operators);
      return (document, unreached) => {
        const traced = part(document, unreached.is!);
        return { result: traced.result, condition: node.name, is: traced };
      };
    }
    case "comparison":
      return traceComparison(node, operators);
  }
}

function traceComparison(node: ComparisonNode, operators: Operators): Run {
  const { test } = operatorOf(node, operators);
  const [fact, value] = [closeValue(node.fact), closeValue(node.value)];
  return (document, unreached) => {
    const actual = fact(document);
    const expected = value(document);
    return {
      ...unreached,
      result: test(actual, expected),
      ...present("actual", actual),
      ...(node.value.kind === "constant" ? {} : present("expected", expected)),
    };
  };
}

function present(key: string, value: MaybeJson): object {
  return value === undefined ? {} : { [key]: value };
}

/** The condition as written, with no results yet. */
export function describeUnreached(node: ConditionNode): TracedCondition {
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
      const value = node.value.kind === "constant" ? node.value.value : { fact: node.value.text };
      return { result: null, fact: node.fact.text, operator: node.operator, value };
    }
  }
}
