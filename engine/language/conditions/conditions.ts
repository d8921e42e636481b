import type { Json } from "../../common/json.js";
import { names, type Emitter } from "../emitter.js";
import type { ComparisonNode, ConditionNode } from "../node.js";
import { isStandard, type Operator, type Operators } from "./operators.js";
import type { Tape } from "../tape.js";
import { closeValue, emitValue } from "../values.js";

/** A condition over a document; what it found goes onto the tape, where there is one. */
export type Test = (document: Json, tape: Tape | null) => boolean;

/** A condition as closures; `all` and `any` stop as soon as the answer is known. `named` are those that are closed already. */
export function closeCondition(
  node: ConditionNode,
  operators: Operators,
  named: Map<ConditionNode, Test> = new Map(),
): Test {
  switch (node.kind) {
    case "all":
    case "any": {
      const parts = node.of.map((part) => closeCondition(part, operators, named));
      if (node.kind === "all" || parts.length === 0)
        return (document, tape) => parts.every((part) => part(document, tape));
      return (document, tape) => parts.some((part) => part(document, tape));
    }
    case "not": {
      const part = closeCondition(node.of, operators, named);
      return (document, tape) => !part(document, tape);
    }
    case "named": {
      const test = named.get(node.of) ?? closeCondition(node.of, operators, named);
      named.set(node.of, test);
      return test;
    }
    case "comparison": {
      const { name, test } = operatorOf(node, operators);
      const [fact, value] = [closeValue(node.fact), closeValue(node.value)];
      return (document, tape) => {
        const [actual, expected] = [fact(document), value(document)];
        const result = test(actual, expected);
        if (tape !== null) {
          if (!isStandard(name)) tape.push(result);
          tape.push(actual);
          if (node.value.kind !== "constant") tape.push(expected);
        }
        return result;
      };
    }
  }
}

/** A condition as a JavaScript expression, which uses the variables a, b and r; with `tape`, what it found goes onto the tape. */
export function emitCondition(node: ConditionNode, operators: Operators, emitter: Emitter, tape: boolean): string {
  switch (node.kind) {
    case "all":
    case "any": {
      if (node.of.length === 0) return "true";
      const parts = node.of.map((part) => emitCondition(part, operators, emitter, tape));
      return `(${parts.join(node.kind === "all" ? "&&" : "||")})`;
    }
    case "not":
      return `!${emitCondition(node.of, operators, emitter, tape)}`;
    case "named":
      return emitter.condition(node.of, (inner) => emitCondition(node.of, operators, inner, tape), tape);
    case "comparison": {
      const operator = operatorOf(node, operators);
      const [fact, value] = [emitValue(node.fact, emitter), emitValue(node.value, emitter)];
      const isConstant = node.value.kind === "constant";
      // What stands in a variable already needs no other; a constant is not written down, since the condition has it.
      const [actual, setActual] = isName(fact) ? [fact, []] : ["a", [`a=${fact}`]];
      const [expected, setExpected] = isConstant || isName(value) ? [value, []] : ["b", [`b=${value}`]];
      const call = () => `${emitter.operator(operator.name)}(${actual},${expected})`;
      const found = operator.emit?.(actual, expected, call) ?? call();
      if (!tape) return `(${[...setActual, ...setExpected, found].join()})`;
      const kept = isConstant
        ? [{ name: actual, node: node.fact }]
        : [
            { name: actual, node: node.fact },
            { name: expected, node: node.value },
          ];
      const entered = [...(isStandard(operator.name) ? [] : ["r"]), ...kept.map(({ name }) => name)].map(
        (name) => `${names.tape}.push(${name})`,
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
