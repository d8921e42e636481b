import { isObject, type Json } from "../common/json.js";
import { itemAt } from "../common/must.js";
import { nearest, suggest } from "../common/nearest.js";
import type { Path } from "../common/path.js";
import type { ExpressionNode } from "./expression/node.js";
import { plainPath } from "./expression/static.js";
import type { LinkContext } from "./link-context.js";
import type { ComparisonNode, ValueNode } from "./node.js";

/** Links a fact's name or a dotted path into the document; `offset` is its offset inside the string at `at`. */
export function linkReference(
  name: string,
  at: string,
  context: LinkContext,
  offset?: number,
): ComparisonNode["fact"] | null {
  const fact = context.facts.get(name);
  if (fact !== undefined) {
    context.used.facts.add(name);
    return { ...fact, at };
  }
  if (context.brokenFacts.has(name)) return null;
  const parsed = context.parsePath(name);
  if (!parsed.ok) {
    context.report(parsed.code, at, parsed.message, parsed.hint, offset);
    return null;
  }
  if (!name.includes(".") && !context.sections.has(name)) {
    const meant = nearest(name, [...context.facts.keys(), ...context.sections]);
    // A misspelled name is one mistake: do not report the intended fact as unused as well.
    if (meant !== null) context.used.facts.add(meant);
    const rest = "name one of the pack's `facts`, or a dotted path such as `cache_config.block_size`";
    context.report("unknown-fact", at, `unknown fact \`${name}\``, meant === null ? rest : suggest(meant), offset);
    return null;
  }
  return { kind: "path", at, text: name, path: parsed.path };
}

/** Links a fact of the pack as the value that an action writes. */
export function linkFact(name: string, at: string, context: LinkContext): ValueNode | null {
  const fact = context.facts.get(name);
  if (fact !== undefined) {
    context.used.facts.add(name);
    return { ...fact, at };
  }
  if (context.brokenFacts.has(name)) return null;
  const meant = nearest(name, context.facts.keys());
  if (meant !== null) context.used.facts.add(meant);
  const rest = "name one of the pack's `facts`, or write the expression as `jsonata`";
  context.report("unknown-fact", at, `unknown fact \`${name}\``, meant === null ? rest : suggest(meant));
  return null;
}

/** Links the value to compare with: a constant, or `{ "fact": … }`. */
export function linkOperand(raw: unknown, at: string, context: LinkContext): ComparisonNode["value"] | null {
  if (isObject(raw) && Object.hasOwn(raw, "fact")) {
    const { fact, ...rest } = raw;
    if (typeof fact === "string" && Object.keys(rest).length === 0) return linkReference(fact, `${at}/fact`, context);
    context.report("schema", at, '`{ "fact": … }` takes a single name', 'write { "fact": "name or path" }');
    return null;
  }
  return { kind: "constant", at, value: raw as Json };
}

/** Links the path that an action writes. */
export function linkTarget(text: string, at: string, context: LinkContext): Path | null {
  const fact = context.facts.get(text);
  if (fact !== undefined) {
    const path = plainPath(fact.expression)?.join(".");
    const hint = path === undefined ? "write a path of the document" : `write \`${path}\``;
    context.report("bad-path", at, `\`${text}\` is a fact, which is computed and cannot be written`, hint);
    context.used.facts.add(text);
    return null;
  }
  const parsed = context.parsePath(text);
  if (parsed.ok) return parsed.path;
  context.report(parsed.code, at, parsed.message, parsed.hint);
  return null;
}

/** Links a JSONata expression. */
export function linkExpression(text: string, at: string, context: LinkContext): ExpressionNode | null {
  const named = factsIn(text).filter((name) => context.facts.has(name) || context.brokenFacts.has(name));
  if (named.some((name) => context.brokenFacts.has(name))) return null;
  const parsed = named.length === 0 ? context.parse(text) : context.parse(text, (name) => factFor(name, context));
  if (parsed.ok) return parsed.node;
  context.report(parsed.code, at, parsed.message, parsed.hint, parsed.offset);
  return null;
}

/** Returns the names that follow a `$` in an expression and are not calls. */
export function factsIn(text: string): readonly string[] {
  return [...text.matchAll(/\$([A-Za-z_]\w*)\b(?!\s*\()/g)].map((match) => itemAt(match, 1));
}

function factFor(name: string, { facts, used }: LinkContext): ExpressionNode | undefined {
  const fact = facts.get(name);
  if (fact !== undefined) used.facts.add(name);
  return fact?.expression;
}

export function linkComputed(text: string, at: string, context: LinkContext): ValueNode | null {
  const expression = linkExpression(text, at, context);
  return expression === null ? null : { kind: "computed", at, text, expression };
}
