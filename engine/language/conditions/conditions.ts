import type { Json } from "../../common/json.js";
import { names, type Emitter } from "../emitter.js";
import type { ComparisonNode, ConditionNode } from "../node.js";
import { isStandard, type Operator, type Operators } from "./operators.js";
import type { TraceBuffer } from "../trace-buffer.js";
import { compileValue, emitValue } from "../values.js";

/** Evaluates a condition over a document and records operands in the trace buffer, if given. */
export type Test = (document: Json, buffer: TraceBuffer | null) => boolean;

/**
 * Compiles a condition to closures. `all` and `any` short-circuit, and a part is compiled when it is first evaluated:
 * one evaluation needs few parts of a set's conditions. `named` memoizes compiled named conditions.
 */
export function compileCondition(
  node: ConditionNode,
  operators: Operators,
  named: Map<ConditionNode, Test> = new Map(),
): Test {
  switch (node.kind) {
    case "all":
    case "any": {
      const isAny = node.kind === "any" && node.of.length > 0;
      const tests: Test[] = [];
      const holds = (part: ConditionNode, index: number, document: Json, buffer: TraceBuffer | null) =>
        (tests[index] ??= compileCondition(part, operators, named))(document, buffer);
      return isAny
        ? (document, buffer) => node.of.some((part, index) => holds(part, index, document, buffer))
        : (document, buffer) => node.of.every((part, index) => holds(part, index, document, buffer));
    }
    case "not": {
      const part = compileCondition(node.of, operators, named);
      return (document, buffer) => !part(document, buffer);
    }
    case "named": {
      const test = named.get(node.of) ?? compileCondition(node.of, operators, named);
      named.set(node.of, test);
      return test;
    }
    case "comparison": {
      const { name, test } = operatorOf(node, operators);
      const [fact, value] = [compileValue(node.fact), compileValue(node.value)];
      return (document, buffer) => {
        const [actual, expected] = [fact(document), value(document)];
        const result = test(actual, expected);
        if (buffer !== null) {
          if (!isStandard(name)) buffer.push(result);
          buffer.push(actual);
          if (node.value.kind !== "constant") buffer.push(expected);
        }
        return result;
      };
    }
  }
}

/**
 * Emits a condition as a JavaScript expression over the variables a, b and r. With `buffer`, it also records to the
 * trace buffer.
 */
export function emitCondition(node: ConditionNode, operators: Operators, emitter: Emitter, buffer: boolean): string {
  switch (node.kind) {
    case "all":
    case "any": {
      if (node.of.length === 0) return "true";
      const parts = node.of.map((part) => emitCondition(part, operators, emitter, buffer));
      return `(${parts.join(node.kind === "all" ? "&&" : "||")})`;
    }
    case "not":
      return `!${emitCondition(node.of, operators, emitter, buffer)}`;
    case "named":
      return emitter.condition(node.of, (inner) => emitCondition(node.of, operators, inner, buffer), buffer);
    case "comparison": {
      const operator = operatorOf(node, operators);
      const [fact, value] = [emitValue(node.fact, emitter), emitValue(node.value, emitter)];
      const isConstant = node.value.kind === "constant";
      // A value that is already in a variable needs no other; constants are not recorded, since the condition has them.
      const [actual, setActual] = isName(fact) ? [fact, []] : ["a", [`a=${fact}`]];
      const [expected, setExpected] = isConstant || isName(value) ? [value, []] : ["b", [`b=${value}`]];
      const call = () => `${emitter.operator(operator.name)}(${actual},${expected})`;
      const found = operator.emit?.(actual, expected, call) ?? call();
      if (!buffer) return `(${[...setActual, ...setExpected, found].join()})`;
      const kept = isConstant
        ? [{ name: actual, node: node.fact }]
        : [
            { name: actual, node: node.fact },
            { name: expected, node: node.value },
          ];
      const entered = [...(isStandard(operator.name) ? [] : ["r"]), ...kept.map(({ name }) => name)].map(
        (name) => `${names.buffer}.push(${name})`,
      );
      const release = kept.map(
        ({ name, node: { kind } }) =>
          `typeof ${name}==="object"&&${names.helpers}.${kind === "path" ? "lend" : "release"}(${names.evaluation},${name})`,
      );
      return `(${[...setActual, ...setExpected, `r=${found}`, ...entered, ...release, "r"].join()})`;
    }
  }
}

export function operatorOf(node: ComparisonNode, operators: Operators): Operator {
  const operator = operators.get(node.operator);
  if (operator === null) throw new Error(`operator ${node.operator} was not checked`);
  return operator;
}

function isName(source: string): boolean {
  return /^[a-z]\w*$/.test(source);
}
