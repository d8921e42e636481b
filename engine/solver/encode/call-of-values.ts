import { constantOf, plainPath } from "../../language/expression/static.js";
import type { CallNode, ExpressionNode } from "../../language/expression/node.js";
import { ExpressionError } from "../../language/expression/expression-error.js";
import { functionNamed } from "../../language/expression/runtime/functions.js";
import type { JsonObject, MaybeJson } from "../../common/json.js";
import { itemAt } from "../../common/must.js";
import type { Bool, Tag, Value } from "../term.js";
import { attempt, fail, kindsOf, unknown, within, type Fault, type Scope } from "./unknown-expression.js";
import { calledWith } from "./made-arrays.js";
import { either, get, is, isOneOf } from "./values.js";

type Encode = (scope: Scope, node: ExpressionNode) => Value;

/** Encodes a call as a function of the values of its arguments, as far as these decide its result. */
export function encodeByValues(scope: Scope, node: CallNode, encode: Encode): Value {
  const { terms } = scope;
  const own: Fault[] = [];
  const args = node.args.map((argument) => encode({ ...scope, faults: own }, argument));
  const called = callOfValues(scope, node, args);
  if (called === null) return unknown(scope, node);
  scope.faults.push(...own);
  const { value, unfit, fails } = called;
  // Types do not depend on whether an array is a sequence.
  const open = terms.and(called.open, terms.not(unfit));
  const closed = terms.not(open);
  fail(scope, unfit, "T0410");
  const when = fails === null ? terms.no : terms.and(scope.reached, closed, fails.when);
  if (fails !== null && when !== terms.no) scope.faults.push({ ...fails, when });
  return open === terms.no ? value : either(terms, open, unknown(within(scope, open), node), value);
}

/** The encoded result of a call that is uninterpreted over the values of its arguments. */
interface CalledWithValues {
  readonly value: Value;
  /** Where an argument has the wrong type, a failure of its own. */
  readonly unfit: Bool;
  /** Where the function fails for another reason; null if it never does. */
  readonly fails: { readonly when: Bool; readonly code: Value; readonly kind: Value } | null;
  /** Where the result may depend on more than the values of the arguments. */
  readonly open: Bool;
}

const tagOfLetter: Readonly<Record<string, Tag>> = {
  a: "array",
  s: "string",
  n: "number",
  b: "boolean",
  l: "null",
  o: "object",
};

/** Functions that never fail if their arguments have the right types. */
const total: ReadonlySet<string> = new Set(["uppercase", "lowercase", "trim", "append", "reverse", "keys"]);

/**
 * Encodes a call as an uninterpreted function of the values of its arguments; null if the context is an argument, too.
 * Lemma: a function of the table depends on its arguments alone, and on whether an array among them is a sequence that
 * a path made by mapping over another array, or that a function returned.
 */
function callOfValues(scope: Scope, node: CallNode, args: readonly Value[]): CalledWithValues | null {
  const { terms } = scope;
  const { parameters } = functionNamed(node.name);
  if (args.length !== parameters.length && !isWhole(node.name, args.length)) return null;
  const names = args.map((_, index) => `a${index}`);
  const call: CallNode = { ...node, args: names.map(pathTo) };
  const run = (values: readonly MaybeJson[]) => {
    const given = Object.fromEntries(
      names.flatMap((name, index) => (values[index] === undefined ? [] : [[name, values[index]]])),
    );
    return attempt(call, given as JsonObject);
  };
  const name = `${node.name} ${args.length}`;
  const key = `call ${name}`;
  const before = terms.at;
  terms.at = { ...before, reason: `\`$${node.name}\` is not modeled` };
  const value = calledWith(terms, name, args, kindsOf(node), (values) => {
    const result = run(values);
    return result instanceof ExpressionError ? undefined : result;
  });
  const told = (name: string, of: (error: ExpressionError) => string) =>
    terms.unknown(`${key} ${name}`, args, new Set<Tag>(["string"]), (values) => {
      const result = run(values);
      return result instanceof ExpressionError ? of(result) : "";
    });
  const unfit =
    args.length === parameters.length
      ? terms.or(
          ...args.map((arg, index) => {
            const kinds = [...itemAt(parameters, index).kinds].map((letter) => tagOfLetter[letter] ?? "absent");
            return kinds.length === 6 ? terms.no : terms.not(isOneOf(terms, ["absent", ...kinds], arg));
          }),
        )
      : terms.no;
  const fails = total.has(node.name)
    ? null
    : {
        when: terms.guess(`${key} fails`, args, (values) => run(values) instanceof ExpressionError),
        code: told("code", ({ code }) => `fettle/jsonata-${code}`),
        kind: told("kind", ({ kind }) => kind),
      };
  terms.at = before;
  return {
    value,
    unfit,
    fails,
    open: terms.or(...args.map((arg, index) => mayBeSequence(scope, node.args[index], arg))),
  };
}

/** Whether a call with fewer arguments than the function has parameters cannot take its context for one. */
const isWhole = (name: string, given: number): boolean =>
  given > 0 && itemAt(functionNamed(name).parameters, 0).leftOut === "never";

const pathTo = (name: string): ExpressionNode => ({
  kind: "path",
  start: "context",
  steps: [{ node: { kind: "name", name, keep: false }, filters: [] }],
  keep: false,
});

/** Where an argument is an array that may not be one of the document or of a constructor. */
function mayBeSequence(scope: Scope, node: ExpressionNode | undefined, value: Value): Bool {
  const isArray = is(scope.terms, "array", value);
  return isArray === scope.terms.no || node === undefined
    ? scope.terms.no
    : scope.terms.and(isArray, comesFromSequence(scope, node));
}

/** Where an array that a node gives may be a sequence, or made by a function from one. */
function comesFromSequence(scope: Scope, node: ExpressionNode): Bool {
  const { terms, document } = scope;
  if (node.kind === "block") return comesFromSequence(scope, node.of);
  if (node.kind === "array") return terms.no;
  if (node.kind === "call" && keepsSequences.has(node.name))
    return terms.or(...node.args.map((arg) => comesFromSequence(scope, arg)));
  if (constantOf(node) !== null) return terms.no;
  const path = plainPath(node);
  if (path === null) return terms.yes;
  const around = path
    .slice(0, -1)
    .map((_, depth) => path.slice(0, depth + 1).reduce((from, key) => get(terms, from, key), document));
  return terms.or(...around.map((part) => is(terms, "array", part)));
}

/** Functions that give a sequence only if an argument is one. */
const keepsSequences: ReadonlySet<string> = new Set(["append", "distinct", "reverse", "sort"]);
