import { Engine, Operator, OperatorDecorator } from "json-rules-engine";
import { operatorTable, standardOperators, type CustomOperators, type Operators } from "./operators.js";

interface OperatorMap {
  readonly operators: Map<string, Operator>;
  get(name: string): (Operator & { evaluate(actual: unknown, expected: unknown): unknown }) | null;
}

/** Adds isSet, isPresent and user-defined operators and decorators to a json-rules-engine engine. */
export function addOperators(engine: Engine, custom: CustomOperators): void {
  for (const { name, test } of standardOperators.slice(-2)) engine.addOperator(name, test);
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
  for (const { name, test, facts } of standardOperators) if (facts === "number") engine.addOperator(name, test);
  addOperators(engine, custom);
  const { operators } = engine as unknown as { operators: OperatorMap };
  return operatorTable({ get: (name) => operators.get(name), names: [...operators.operators.keys()] });
}
