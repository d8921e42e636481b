import { lastOf } from "../common/must.js";
import { OperatorError } from "../language/conditions/operators.js";
import { ExpressionError } from "../language/expression/expression-error.js";
import { beginTotal, endTotal, LimitError } from "../language/expression/runtime/budget.js";
import { compileExpression } from "../language/expression/closures.js";
import { parseExpression } from "../language/expression/parse-expression.js";
import { fieldsOf } from "../language/fields.js";
import { factsIn } from "../language/link-value.js";
import { diagnostic, FettleError, type Diagnostic } from "../common/diagnostic.js";
import { checkSchema, type SchemaModule } from "../common/explain-schema.js";
import { isObject, type Json, type JsonObject, type MaybeJson } from "../common/json.js";
import { parsePath, pointer } from "../common/path.js";
import { positionAt } from "../common/position.js";
import { readJson, type JsonSource } from "../common/read-json.js";
import { traceCondition } from "../compiler/read-trace.js";
import type { Condition, Pack } from "../generated/pack.js";
import type { TracedCondition } from "../generated/result.js";
import * as packSchema from "../generated/validate-pack.js";
import { checkFields } from "../packs/check/check-fields.js";
import { linkPack, type Surroundings } from "../packs/link-pack.js";
import type { LinkedPack, LinkedPacks } from "../packs/linked.js";

/** An expression or a condition to evaluate over documents, outside of any rule. */
export type Query =
  | { readonly kind: "expression"; value(document: JsonObject): MaybeJson }
  | { readonly kind: "condition"; trace(document: JsonObject): TracedCondition };

/** Scope of a query's facts and named conditions: one pack, or the only pack that has all of them. */
export interface QueryScope {
  readonly rules: LinkedPacks;
  readonly pack: string | null;
}

/** The fact and the condition that represent the query in its own pack; no pack can have a fact of this name. */
const askedFact = "?";
const factAt = pointer(["facts", askedFact]);
const whenAt = "/rules/0/when";

/**
 * Parses an expression in the syntax of facts, a condition as JSON, or the name of a fact or named condition, and
 * checks it like `fettle check`.
 *
 * @throws FettleError with one diagnostic, whose line and column refer to the text.
 */
export function readQuery(text: string, scope: QueryScope): Query {
  const condition = conditionIn(text);
  const host = condition === null ? hostOf([...factsIn(text), ...bareName(text)], scope) : hostFor(condition, scope);
  const name = bareName(text)[0];
  if (name !== undefined && Object.hasOwn(host?.conditions ?? {}, name))
    return linkQuery({ condition: name }, text, host, scope);
  if (name !== undefined && Object.hasOwn(host?.facts ?? {}, name)) return linkQuery(`$${name}`, text, host, scope);
  return linkQuery(condition ?? text, text, host, scope);
}

/** The facts of a pack by name, each as a function of the document. */
export function factsOf({ pack: content, source }: LinkedPack, rules: LinkedPacks): ReadonlyMap<string, Fact> {
  const { facts } = linkPack({ file: "", source, content: { ...content, rules: [] } }, surroundingsOf(rules));
  return new Map(facts.map(({ text, expression }) => [text, compileExpression(expression)]));
}

export type Fact = (document: Json) => MaybeJson;

/** Evaluates a query within the limits of an evaluation. @throws the errors of expressions and operators */
export function withinLimits<Answer>(answer: () => Answer): Answer {
  beginTotal();
  try {
    return answer();
  } finally {
    endTotal();
  }
}

/** Explains why an expression or condition has no result for a document; null for any other error. */
export function whyNoAnswer(error: unknown): string | null {
  const isTheirs = error instanceof ExpressionError || error instanceof OperatorError || error instanceof LimitError;
  return isTheirs ? error.message : null;
}

function linkQuery(asked: string | Condition, text: string, host: Pack | null, { rules }: QueryScope): Query {
  const isExpression = typeof asked === "string";
  const content: Pack = {
    ...{ pack: host?.pack ?? "query/query", hook: lastOf(rules.engine.hooks).name },
    facts: { ...host?.facts, ...(isExpression ? { [askedFact]: asked } : {}) },
    conditions: host?.conditions ?? {},
    rules: [
      {
        ...{ id: "query", why: "query" },
        ...(isExpression ? {} : { when: asked }),
        then: [{ log: "debug", code: "query", message: "query" }],
      },
    ],
  } as Pack;
  const source = sourceOf(content, asked, text);
  const fields = fieldsOf(rules.engine);
  const isAsked = ({ path }: Diagnostic) => path?.startsWith(isExpression ? factAt : whenAt) === true;
  const refuse = (found: readonly Diagnostic[]): void => {
    const first = found.find((entry) => entry.severity === "error" && isAsked(entry));
    if (first !== undefined) throw new FettleError([{ ...first, path: null }]);
  };
  if (!isExpression) refuse(checkSchema(source, packSchema as unknown as SchemaModule));
  const linking = linkPack({ file: "", source, content }, surroundingsOf(rules));
  refuse(linking.diagnostics);
  refuse(checkFields(linking, fields, rules.operators));
  const [rule] = linking.pack.rules;
  const fact = linking.facts.find((entry) => entry.text === askedFact);
  if (fact !== undefined) {
    const value = compileExpression(fact.expression);
    return { kind: "expression", value };
  }
  const when = rule?.when ?? null;
  if (when === null) throw new Error("a query that passed its checks has neither a fact nor a condition");
  return { kind: "condition", trace: (document) => traceCondition(when, rules.operators, document) };
}

function surroundingsOf({ packs, operators, target, engine }: LinkedPacks): Surroundings {
  const fields = fieldsOf(engine);
  const names = { packs: new Set(packs.keys()), sections: fields.sections, fields };
  return { ...names, operators, target, parse: parseExpression, parsePath, isThorough: () => false };
}

/** Wraps a query in a pack whose positions refer to the query's text. */
function sourceOf(content: Pack, asked: string | Condition, text: string): JsonSource {
  const read = typeof asked === "string" ? null : readJson(text);
  return {
    file: null,
    value: content as unknown as Json,
    locate(at, what) {
      if (read?.ok === true) return read.source.locate(at.slice(whenAt.length), what);
      return positionAt(text, typeof what === "object" && asked === text ? what.offset : 0);
    },
  };
}

const conditionKeys = ["all", "any", "not", "condition", "fact"];

/** Parses a condition in JSON; null if the text is an expression. @throws FettleError if it can only be invalid JSON */
function conditionIn(text: string): Condition | null {
  if (!/^\s*\{/.test(text)) return null;
  const read = readJson(text);
  const isCondition = (keys: Iterable<string>) => [...keys].some((key) => conditionKeys.includes(key));
  if (read.ok) {
    const { value } = read.source;
    return isObject(value) && isCondition(Object.keys(value)) ? (value as unknown as Condition) : null;
  }
  const [first, key = ""] = [read.diagnostics[0], /^\s*\{\s*"(\w+)"\s*:/.exec(text)?.[1]];
  if (first === undefined || !conditionKeys.includes(key)) return null;
  throw new FettleError([first]);
}

function bareName(text: string): readonly string[] {
  const name = text.trim();
  return /^[A-Za-z_]\w*$/.test(name) ? [name] : [];
}

function hostFor(condition: Condition, scope: QueryScope): Pack | null {
  return hostOf(namesIn(condition), scope);
}

/** Names in a condition, except paths. */
function namesIn(condition: unknown): readonly string[] {
  if (Array.isArray(condition)) return condition.flatMap(namesIn);
  if (!isObject(condition)) return [];
  return Object.entries(condition).flatMap(([key, value]) =>
    (key === "fact" || key === "condition") && typeof value === "string"
      ? value.includes(".")
        ? []
        : [value]
      : namesIn(value),
  );
}

/** The pack whose names a query uses; null if it uses none. @throws FettleError if several packs have all of them */
function hostOf(names: readonly string[], { rules, pack }: QueryScope): Pack | null {
  if (pack !== null) return rules.packs.get(pack)?.pack ?? null;
  if (names.length === 0) return null;
  const has = ({ facts = {}, conditions = {} }: Pack, name: string) =>
    Object.hasOwn(facts, name) || Object.hasOwn(conditions, name);
  const packs = [...rules.packs.values()].map((entry) => entry.pack);
  const named = names.filter((name) => packs.some((entry) => has(entry, name)));
  const found = named.length === 0 ? [] : packs.filter((entry) => named.every((name) => has(entry, name)));
  const [first = null, ...others] = found;
  if (others.length === 0) return first;
  const list = found.slice(0, 5).map((entry) => entry.pack);
  throw new FettleError([
    diagnostic("usage", `${found.length} packs have \`${named.join("`, `")}\``, {
      hint: `choose one of the packs, such as ${list.join(", ")}`,
    }),
  ]);
}
