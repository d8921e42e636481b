import { Engine, Operator, OperatorDecorator } from "json-rules-engine";
import { operators, operatorTable, type CustomOperators, type Operators } from "./operators.js";

interface OperatorMap {
  readonly operators: Map<string, Operator>;
  get(name: string): (Operator & { evaluate(actual: unknown, expected: unknown): unknown }) | null;
}

/**
 * Adds the operators that json-rules-engine lacks, and user-defined operators and decorators to a json-rules-engine
 * engine.
 */
export function addOperators(engine: Engine, custom: CustomOperators): void {
  for (const [name, { isOwn, test }] of Object.entries(operators)) if (isOwn) engine.addOperator(name, test);
  for (const [name, operator] of Object.entries(custom.operators ?? {})) {
    if (operator instanceof Operator) engine.addOperator(operator);
    else engine.addOperator(name, operator);
  }
  for (const [name, decorator] of Object.entries(custom.decorators ?? {})) {
    if (decorator instanceof OperatorDecorator) engine.addOperatorDecorator(decorator);
    else engine.addOperatorDecorator(name, decorator);
  }
}

/** Looks up operators as json-rules-engine does, including decorated and custom ones. */
export function stockOperators(custom: CustomOperators): Operators {
  const engine = new Engine();
  for (const [name, { test, facts }] of Object.entries(operators)) {
    if (facts === "number") engine.addOperator(name, test);
  }
  addOperators(engine, custom);
  const known = (engine as unknown as { operators: OperatorMap }).operators;
  return operatorTable({ get: (name) => known.get(name), names: [...known.operators.keys()] });
}
