import type { Json, JsonObject, MaybeJson } from "../../common/json.js";
import { compileExpression } from "../../language/expression/closures.js";
import { ExpressionError } from "../../language/expression/expression-error.js";
import type { ExpressionNode, Filter } from "../../language/expression/node.js";
import { constantOf } from "../../language/expression/static.js";
import { inputsOfExpression } from "./inputs.js";
import { membersOf } from "./calls.js";
import { withShare } from "./sharing.js";
import { tags, type Bool, type Tag, type Value } from "../term.js";
import type { Terms } from "../terms.js";

/** A failure of an expression, as an evaluation reports it. */
export interface Fault {
  readonly when: Bool;
  readonly code: Value;
  readonly kind: Value;
}

/** Scope in which an expression is evaluated. */
export interface Scope {
  readonly terms: Terms;
  readonly document: Value;
  /** What the alias is in that document: see sharing.ts. */
  readonly shared: Value;
  readonly faults: Fault[];
  /** Where this part of the expression is evaluated. */
  readonly reached: Bool;
}

/** The scope of a part that is evaluated only where a test holds. */
export function within(scope: Scope, test: Bool): Scope {
  return { ...scope, reached: scope.terms.and(scope.reached, test) };
}

/** Adds a failure where a part is reached and a test holds. */
export function fail({ terms, reached, faults }: Scope, when: Bool, code: string, kind = "type"): void {
  const met = terms.and(reached, when);
  if (met !== terms.no)
    faults.push({ when: met, code: terms.constant(`fettle/jsonata-${code}`), kind: terms.constant(kind) });
}

/** Encodes an unmodeled expression as an uninterpreted function of its reads. */
export function unknown(scope: Scope, node: ExpressionNode, why = "is not modeled"): Value {
  const { terms, document, shared } = scope;
  const read = inputsOfExpression(terms, node, document);
  const isPlaced = looksAtPlaces(node);
  const inputs = isPlaced ? [...read, shared] : read;
  const over = [document, shared];
  const key = `${isPlaced ? "placed" : "expression"} ${JSON.stringify(node)}`;
  const before = terms.at;
  terms.at = { ...before, reason: `\`${describe(node)}\` ${why}` };
  const { alias } = terms.engine;
  const run = ([value, share]: readonly MaybeJson[]) =>
    attempt(node, withShare(value as JsonObject, alias, share as string));
  const value = terms.unknown(
    key,
    inputs,
    kindsOf(node),
    (values) => {
      const result = run(values);
      return result instanceof ExpressionError ? undefined : result;
    },
    over,
  );
  if (neverFails(node)) {
    terms.at = before;
    return value;
  }
  const fails = terms.guess(`${key} fails`, inputs, (values) => run(values) instanceof ExpressionError, over);
  const told = (name: string, of: (error: ExpressionError) => string) =>
    terms.unknown(
      `${key} ${name}`,
      inputs,
      new Set<Tag>(["string"]),
      (values) => {
        const result = run(values);
        return result instanceof ExpressionError ? of(result) : "";
      },
      over,
    );
  const when = terms.and(scope.reached, fails);
  scope.faults.push({
    when,
    code: told("code", ({ code }) => `fettle/jsonata-${code}`),
    kind: told("kind", ({ kind }) => kind),
  });
  terms.at = before;
  return value;
}

/** Functions that take a value of any type. */
const taking: ReadonlySet<string> = new Set([
  "append",
  "boolean",
  "count",
  "distinct",
  "exists",
  "not",
  "reverse",
  "type",
]);

/** Whether an expression selects and compares only, which has a result for values of any type. */
function neverFails(node: ExpressionNode): boolean {
  const areFine = (filters: readonly Filter[]) =>
    filters.every((filter) => filter.kind === "index" || neverFails(filter.test));
  switch (node.kind) {
    case "literal":
    case "context":
    case "root":
    case "name":
      return true;
    case "path":
      return node.steps.every((step) => neverFails(step.node) && areFine(step.filters));
    case "block":
      return neverFails(node.of);
    case "select":
      return neverFails(node.of) && areFine(node.filters);
    case "equality":
    case "includes":
    case "logic":
      return neverFails(node.left) && neverFails(node.right);
    case "condition":
      return [node.test, node.then, ...(node.otherwise === null ? [] : [node.otherwise])].every(neverFails);
    case "default":
      return neverFails(node.of) && neverFails(node.otherwise);
    case "array":
      return node.items.every((item) => item.kind === "range" || neverFails(item.node));
    case "call":
      return taking.has(node.name) && node.args.every(neverFails);
    default:
      return false;
  }
}

/** Whether the result depends on more than the values read: `in` tests the identity of structures. */
export function looksAtPlaces(node: unknown): boolean {
  if (typeof node !== "object" || node === null) return false;
  const part = node as ExpressionNode;
  const isListed =
    part.kind === "includes" && membersOf(part.right)?.every((member) => constantOf(member) !== null) === true;
  return (part.kind === "includes" && !isListed) || Object.values(part).some(looksAtPlaces);
}

const every: ReadonlySet<Tag> = new Set(tags);
const counts: ReadonlySet<Tag> = new Set(["absent", "number"]);
const truths: ReadonlySet<Tag> = new Set(["absent", "boolean"]);
const arrays: ReadonlySet<Tag> = new Set(["absent", "array"]);
const texts: ReadonlySet<Tag> = new Set(["absent", "string"]);
const writing: ReadonlySet<string> = new Set([
  "formatBase",
  "join",
  "lowercase",
  "pad",
  "replace",
  "string",
  "substring",
  "substringAfter",
  "substringBefore",
  "trim",
  "type",
  "uppercase",
]);
const counting: ReadonlySet<string> = new Set([
  "abs",
  "average",
  "ceil",
  "count",
  "floor",
  "length",
  "max",
  "min",
  "number",
  "power",
  "round",
  "sqrt",
  "sum",
]);

/** Possible types of an expression's result, regardless of what it reads. */
export function kindsOf(node: ExpressionNode): ReadonlySet<Tag> {
  switch (node.kind) {
    case "arithmetic":
    case "negate":
      return counts;
    case "equality":
    case "order":
    case "includes":
    case "logic":
      return truths;
    case "array":
      return arrays;
    case "concat":
      return texts;
    case "call":
      return counting.has(node.name) ? counts : writing.has(node.name) ? texts : every;
    case "block":
      return kindsOf(node.of);
    case "condition":
      return new Set([
        "absent",
        ...kindsOf(node.then),
        ...(node.otherwise === null ? [] : kindsOf(node.otherwise)),
      ] as Tag[]);
    default:
      return every;
  }
}

function describe(node: ExpressionNode): string {
  if (node.kind === "call") return `$${node.name}`;
  return node.kind === "arithmetic" ? node.operator : node.kind === "concat" ? "&" : node.kind;
}

/** Evaluates an expression over a document, or returns its failure. */
export function attempt(node: ExpressionNode, document: Json): MaybeJson | ExpressionError {
  try {
    return compileExpression(node)(document);
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
}
